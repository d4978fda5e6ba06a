"""The e-mails of this room, as plain text. Each says why it came; those to subscribers say how to be left alone."""

from datetime import date

from flask_babel import gettext as _

from app.accounts.links import Site
from app.formatting import full_day

Message = tuple[str, str]


def _body(*paragraphs: str, site: Site) -> str:
    greeting = _("Hilsen %(site)s", site=site.name)
    said = [paragraph for paragraph in paragraphs if paragraph]
    return "\n\n".join([_("Hei!"), *said, f"{greeting}\n{site.url}"]) + "\n"


def confirm_subscription(link: str, site: Site) -> Message:
    return str(_("Bekreft at du vil ha beskjed")), _body(
        _("Noen, forhåpentligvis du, vil ha beskjed fra oss på denne e-postadressen. Bekreft her:"),
        link,
        _("Var det ikke du? Da kan du se bort fra denne e-posten. Adressen slettes av seg selv etter sju dager."),
        site=site,
    )


def known_subscription(link: str, site: Site) -> Message:
    return str(_("Du får allerede beskjed")), _body(
        _("Du står på lista vår fra før. Her ser du hva du får beskjed om, og kan endre det eller melde deg av:"),
        link,
        _("Var det ikke du som spurte? Da kan du se bort fra denne e-posten. Ingenting er endret."),
        site=site,
    )


def news(subject: str, sentence: str, url: str, unsubscribe: str, site: Site) -> Message:
    """Something that a subscriber wanted to hear of."""
    return subject, _body(
        sentence,
        url,
        _("Du får denne e-posten fordi du ba om beskjed. Vil du ikke ha flere? Meld deg av her:"),
        unsubscribe,
        site=site,
    )


def task_reminder(title: str, text: str, on: date, path: str, site: Site) -> Message:
    """A date of the year that comes closer, to an administrator."""
    return str(_("Husk: %(title)s, senest %(day)s", title=title, day=full_day(on))), _body(
        _("«%(title)s» skal være gjort %(day)s.", title=title, day=full_day(on)),
        text,
        _("Er det gjort? Kryss det av i årshjulet:"),
        site.url + path,
        site=site,
    )
