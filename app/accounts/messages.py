"""The e-mails of this room, as plain text. Each says why it came, and what to do if it should not have."""

from flask_babel import gettext as _

from app.accounts.links import Site

Message = tuple[str, str]


def _body(*paragraphs: str, site: Site) -> str:
    greeting = _("Hilsen %(site)s", site=site.name)
    return "\n\n".join([_("Hei!"), *paragraphs, f"{greeting}\n{site.url}"]) + "\n"


def confirm_account(link: str, site: Site) -> Message:
    return str(_("Bekreft kontoen din")), _body(
        _("Noen, forhåpentligvis du, vil lage en konto hos oss med denne e-postadressen. Bekreft kontoen her:"),
        link,
        _("Lenken virker i 30 minutter og kan brukes én gang."),
        _("Var det ikke du? Da kan du se bort fra denne e-posten. Ingen konto blir laget."),
        site=site,
    )


def known_account(link: str, site: Site) -> Message:
    return str(_("Du har allerede en konto")), _body(
        _("Noen, forhåpentligvis du, ville lage en konto med denne e-postadressen. Du har en fra før. Logg inn her:"),
        link,
        _("Lenken virker i 30 minutter og kan brukes én gang. Når du er inne, kan du velge nytt passord."),
        _("Var det ikke du? Da kan du se bort fra denne e-posten. Ingenting er endret."),
        site=site,
    )


def sign_in_link(link: str, site: Site) -> Message:
    return str(_("Lenken din for å logge inn")), _body(
        _("Logg inn med denne lenken:"),
        link,
        _("Den virker i 30 minutter og kan brukes én gang."),
        _("Var det ikke du som ba om den? Da kan du se bort fra denne e-posten."),
        site=site,
    )


def member_invitation(link: str, organisation: str, inviter: str, site: Site) -> Message:
    return str(_("%(inviter)s inviterer deg til %(organisation)s", inviter=inviter, organisation=organisation)), _body(
        _(
            "%(inviter)s vil ha deg med i %(organisation)s. Da kan du se, skrive og sende søknadene deres:",
            inviter=inviter,
            organisation=organisation,
        ),
        link,
        _("Lenken virker i sju dager og kan brukes én gang."),
        _("Kjenner du dem ikke? Da kan du se bort fra denne e-posten."),
        site=site,
    )


def staff_invitation(link: str, roles: str, inviter: str, site: Site) -> Message:
    return str(_("Du er invitert til %(site)s", site=site.name)), _body(
        _(
            "%(inviter)s har gitt deg tilgang som %(role)s. Kom i gang her:",
            inviter=inviter,
            role=roles.lower(),
        ),
        link,
        _("Lenken virker i sju dager og kan brukes én gang. Etterpå kan du velge et passord."),
        site=site,
    )


def organisations_merged(merged: str, into: str, site: Site) -> Message:
    return str(_("%(merged)s og %(into)s er slått sammen", merged=merged, into=into)), _body(
        _(
            "%(merged)s og %(into)s er nå én organisasjon hos oss, med navnet %(into)s. "
            "Alle søknader og kladder ligger på Min side, og alle som hørte til en av dem, ser dem.",
            merged=merged,
            into=into,
        ),
        _("Er dette feil? Svar oss med en gang, så retter vi det."),
        site=site,
    )
