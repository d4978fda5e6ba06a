"""The links of each layout's header. A link is shown to those whom its view lets in."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

Entry = tuple[str, str]
"""(text, endpoint)"""


@dataclass(frozen=True)
class Group:
    """Links that open together, for those who have many."""

    text: str
    entries: tuple[Entry, ...]


STAFF: tuple[Entry | Group, ...] = (
    (_l("Saker"), "overview.work_list"),
    (_l("Oppgaver"), "overview.board"),
    Group(
        _l("Vurdering"),
        (
            (_l("Tildeling"), "review.assignments"),
            (_l("Rangering"), "review.ranking"),
            (_l("Fordeling"), "decisions.allocation"),
            (_l("Registrer"), "applications.register"),
        ),
    ),
    Group(
        _l("Vedtak"),
        (
            (_l("Godkjenning"), "decisions.approval"),
            (_l("Frigivelse"), "decisions.releases"),
            (_l("Klager"), "decisions.all_appeals"),
            (_l("Innsyn"), "fileaccess.requests"),
        ),
    ),
    Group(
        _l("Oppfølging"),
        (
            (_l("Endringer"), "followup.changes"),
            (_l("Rapporter"), "followup.reports"),
            (_l("Utbetalinger"), "followup.payments"),
            (_l("Kontoer"), "followup.accounts"),
            (_l("Tilbakebetaling"), "followup.recoveries"),
        ),
    ),
    Group(
        _l("Uka"),
        (
            (_l("Programmet"), "programme.desks"),
            (_l("Uker"), "campaign.index"),
            (_l("Årshjulet"), "campaign.year"),
            (_l("Ombruksprisen"), "prize.years"),
            (_l("Mål"), "campaign.goals"),
            (_l("Nettverket"), "campaign.network"),
            (_l("Varsle meg-lista"), "campaign.subscribers"),
        ),
    ),
    Group(
        _l("Tall"),
        (
            (_l("Nøkkeltall"), "insight.staff_figures"),
            (_l("Rundene i tall"), "insight.rounds"),
            (_l("Sluttrapport"), "insight.final_reports"),
            (_l("Lister"), "insight.exports"),
        ),
    ),
    Group(
        _l("Oppsett"),
        (
            (_l("Runder"), "rounds.index"),
            (_l("Ombruk fjorårets runde"), "campaign.reuse"),
            (_l("Organisasjoner"), "overview.organisations"),
            (_l("Medarbeidere"), "accounts.staff"),
            (_l("E-post"), "mail.outbox"),
        ),
    ),
)

MENUS: dict[str, tuple[Entry | Group, ...]] = {
    "public": (
        (_l("Programmet"), "programme.front"),
        (_l("Nøkkeltall"), "insight.key_figures"),
        (_l("Min side"), "overview.my_page"),
        (_l("Saker"), "overview.work_list"),
    ),
    "applicant": (
        (_l("Min side"), "overview.my_page"),
        (_l("Ny søknad"), "applications.start"),
        (_l("Konto"), "accounts.account"),
    ),
    "staff": STAFF,
    "jury": (
        (_l("Juryen"), "prize.jury_home"),
        (_l("Konto"), "accounts.account"),
    ),
}

CASE_TABS: tuple[Entry, ...] = (
    (_l("Saken"), "overview.case"),
    (_l("Samtale"), "casework.conversation"),
    (_l("Klage og omgjøring"), "decisions.appeals"),
    (_l("Innsyn"), "fileaccess.case"),
    (_l("Oppfølging"), "followup.case"),
)
"""The pages of one case, by its reference."""
