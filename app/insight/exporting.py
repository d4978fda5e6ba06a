"""The lists that can be taken out as spreadsheets: what each is called, who may have it, and its rows.

A year is that of the week a round is for; all its rounds stand in the same list. What people wrote freely, scores and
whole account numbers stand in none of them: who may read those is asked case by case, and a file knows nobody.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from app.access import Actor, Role
from app.extensions import db
from app.files.sheets import Column, Sheet, Value
from app.insight import exported_cases, exported_followup, exported_programme
from app.policy import NotPermitted
from app.rounds.models import Round

READS = frozenset({Role.CASE_HANDLER, Role.APPROVER, Role.READER})
PAYS = frozenset({Role.APPROVER, Role.FINANCE})
PLANS = READS | {Role.ADMINISTRATOR}
EVERYBODY = PLANS | {Role.FINANCE}

Rows = Iterable[Sequence[Value]]


@dataclass(frozen=True)
class List:
    """`name` is the file's and the sheet's; `what` says on the page what a row is."""

    name: str
    what: str
    roles: frozenset[Role]
    columns: Callable[[], Sequence[Column]]
    rows: Callable[[int], Rows]


LISTS: dict[str, List] = {
    "soknader": List(
        _l("Søknader"),
        _l("En rad for hver aktivitet det er søkt om, uten poeng."),
        READS,
        exported_cases.application_columns,
        exported_cases.application_rows,
    ),
    "vedtak": List(
        _l("Vedtak"),
        _l("En rad for hver aktivitet i vedtak som er frigitt."),
        READS,
        exported_cases.decision_columns,
        exported_cases.decision_rows,
    ),
    "tilskudd": List(
        _l("Tilskudd"),
        _l("Det som er godtatt, med det som er utbetalt og betalt tilbake."),
        READS | PAYS,
        exported_followup.grant_columns,
        exported_followup.grant_rows,
    ),
    "utbetalinger": List(
        _l("Utbetalinger"),
        _l("En rad for hver utbetaling. Av kontonummeret står bare de fire siste sifrene."),
        PAYS,
        exported_followup.payment_columns,
        exported_followup.payment_rows,
    ),
    "rapporter": List(
        _l("Rapporter"),
        _l("Tallene i rapportene som er sendt. Det som er skrevet, står i hver rapport."),
        READS,
        exported_followup.report_columns,
        exported_followup.report_rows,
    ),
    "program": List(
        _l("Program"),
        _l("En rad for hver gang et arrangement holdes."),
        PLANS,
        exported_programme.event_columns,
        exported_programme.event_rows,
    ),
    "presse": List(
        _l("Presse"),
        _l("Presseoppslagene som er ført."),
        PLANS,
        exported_programme.press_columns,
        exported_programme.press_rows,
    ),
    "nokkeltall": List(
        _l("Nøkkeltall"),
        _l("Nøkkeltallene for alle år, hvert med kilden sin."),
        EVERYBODY,
        exported_programme.figure_columns,
        exported_programme.figure_rows,
    ),
}


def lists_for(actor: Actor) -> dict[str, List]:
    """Those that this person may take out."""
    return {code: one for code, one in LISTS.items() if one.roles & actor.roles}


def can_export(actor: Actor, code: str) -> List:
    """Raises NoResultFound for no list of ours, NotPermitted for one of other roles."""
    if code not in LISTS:
        raise NoResultFound
    if not LISTS[code].roles & actor.roles:
        raise NotPermitted(_("Denne lista er for andre roller enn din."))
    return LISTS[code]


def sheet(wanted: List, year: int, made: str, by: Actor) -> Sheet:
    """The list of a year. `made`: when, as it is shown. Rows are read from the database as they are written."""
    about = (
        f"{wanted.name} {year}",
        str(wanted.what),
        str(_("Tatt ut %(made)s av %(name)s.", made=made, name=by.display_name)),
        str(_("Lista kan inneholde personopplysninger. Slett den når du er ferdig med den.")),
    )
    return Sheet(str(wanted.name), wanted.columns(), wanted.rows(year), about)


def years() -> list[int]:
    """The years that have a round, newest first. One statement."""
    starts: Iterable[date] = db.session.scalars(select(Round.week_starts_on))
    return sorted({day.year for day in starts}, reverse=True)
