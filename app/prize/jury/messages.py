"""The e-mails of the jury, as plain text: never a word of what is nominated."""

from flask_babel import gettext as _

from app.accounts.links import Site
from app.formatting import moment
from app.prize.models import Prize

Message = tuple[str, str]


def _body(prize: Prize, *paragraphs: str) -> str:
    signed = _("Hilsen %(unit)s, %(municipality)s", unit=prize.owner_unit, municipality=prize.municipality)
    contact = _("Spørsmål? Svar på denne e-posten, eller ring %(phone)s.", phone=prize.contact_phone)
    return "\n\n".join([str(_("Hei!")), *paragraphs, contact, signed]) + "\n"


def _link(link: str, site: Site) -> tuple[str, ...]:
    """The way in, and the way to a new one."""
    again = _("Lenken virker i sju dager og kan brukes én gang. En ny får du her: %(url)s", url=f"{site.url}/lenke")
    return link, str(again), str(_("Ikke send e-posten videre: lenken er din."))


def invitation(prize: Prize, link: str, site: Site) -> Message:
    return str(_("Innlogging til juryen for %(prize)s", prize=prize.name)), _body(
        prize,
        _("Her er lenken din til juryens sider. Du trenger ikke noe passord:"),
        *_link(link, site),
    )


def appointment(prize: Prize, link: str, site: Site) -> Message:
    return str(_("Du er oppnevnt til juryen for %(prize)s", prize=prize.name)), _body(
        prize,
        _("Takk for at du vil være med. Oppnevningsbrevet med mandatet ligger på juryens sider:"),
        *_link(link, site),
        _("Begynn med å bekrefte taushetsplikten. Det tar et minutt."),
    )


def declaring(prize: Prize, link: str, site: Site) -> Message:
    return str(_("Svar på habilitet for %(prize)s", prize=prize.name)), _body(
        prize,
        _("Nominasjonene er klare. Før du leser dem, må du svare på om du er habil i hver av dem. Start her:"),
        *_link(link, site),
    )


def scoring(prize: Prize, link: str, site: Site) -> Message:
    due = _("Fristen er %(due)s.", due=moment(prize.scoring_closes_at)) if prize.scoring_closes_at else ""
    return str(_("Nå kan du gi poeng til %(prize)s", prize=prize.name)), _body(
        prize,
        str(_("Leselisten din er klar. Du kan lese på nettbrett, eller skrive ut alt som PDF.")) + f" {due}".rstrip(),
        *_link(link, site),
        _("Ingen ser poengene dine før alles er låst."),
    )
