"""Rows of the spreadsheets of applications and decisions."""

from collections.abc import Iterator, Sequence
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, func, select

from app.accounts.applicant_types import TYPES
from app.accounts.models import District, Organisation, User
from app.applications.models import Activity, Application, CaseRow
from app.applications.workflow import LABELS
from app.clock import local
from app.decisions.models import Decision, DecisionLine
from app.decisions.outcomes import RESULTS
from app.extensions import db
from app.files.sheets import TEXT, WIDE, Column, Value, count, day, kroner, moment
from app.rounds.models import Category, Round

AT_A_TIME = 500
Row = Sequence[Value]


def of_year(year: int) -> ColumnElement[bool]:
    """Rounds whose week begins in the year."""
    return Round.week_starts_on.between(date(year, 1, 1), date(year, 12, 31))


def yes_no(value: bool | None) -> str | None:
    return None if value is None else _("ja") if value else _("nei")


def application_columns() -> Sequence[Column]:
    return (
        Column(_("Sak")),
        count(_("Aktivitet")),
        Column(_("Runde"), WIDE),
        Column(_("Søker"), WIDE),
        Column(_("Søkertype"), WIDE),
        Column(_("Organisasjonsnummer")),
        Column(_("Første gang")),
        Column(_("Tittel"), TEXT),
        Column(_("Tema"), WIDE),
        Column(_("Bydel")),
        count(_("Ventet antall")),
        kroner(_("Søkt")),
        Column(_("Status")),
        moment(_("Mottatt")),
        Column(_("Saksbehandler"), WIDE),
    )


def application_rows(year: int) -> Iterator[Row]:
    """Those that were sent, a case after the other."""
    found = (
        select(CaseRow, Round.name, Organisation.orgnr, Application.is_first_time, Category.name, District.name)
        .add_columns(Activity.expected_participants, User.name)
        .join(Round, Round.id == CaseRow.round_id)
        .join(Application, Application.id == CaseRow.application_id)
        .join(Organisation, Organisation.id == Application.organisation_id)
        .join(Activity, Activity.id == CaseRow.activity_id)
        .outerjoin(Category, Category.id == CaseRow.category_id)
        .outerjoin(District, District.code == CaseRow.district_code)
        .outerjoin(User, User.id == CaseRow.handler_id)
        .where(of_year(year))
        .order_by(CaseRow.reference, CaseRow.position)
        .execution_options(yield_per=AT_A_TIME)
    )
    for row, round_name, orgnr, first_time, category, district, expected, handler in db.session.execute(found):
        yield (
            row.reference,
            row.position,
            round_name,
            row.organisation_name,
            str(TYPES[row.applicant_type].name),
            orgnr,
            yes_no(first_time),
            row.title,
            category,
            district,
            expected,
            row.sought_nok,
            str(LABELS[row.status].staff),
            row.received_at,
            handler,
        )


def decision_columns() -> Sequence[Column]:
    return (
        Column(_("Sak")),
        count(_("Aktivitet")),
        Column(_("Runde"), WIDE),
        Column(_("Søker"), WIDE),
        Column(_("Tittel"), TEXT),
        Column(_("Tema"), WIDE),
        Column(_("Bydel")),
        Column(_("Utfall"), WIDE),
        kroner(_("Søkt")),
        kroner(_("Innvilget")),
        count(_("Versjon")),
        day(_("Vedtatt")),
        moment(_("Frigitt")),
        Column(_("Vedtatt av"), WIDE),
    )


def decision_rows(year: int) -> Iterator[Row]:
    """Of the newest released version of each case; what is decided and not released is nobody's yet."""
    newest = (
        select(Decision.application_id, func.max(Decision.version).label("version"))
        .where(Decision.released_at.is_not(None))
        .group_by(Decision.application_id)
        .subquery()
    )
    found = (
        select(DecisionLine, Decision, Application.reference, Activity.position, Round.name, Organisation.name)
        .add_columns(Activity.title, Category.name, District.name)
        .join(Decision, Decision.id == DecisionLine.decision_id)
        .join(newest, (newest.c.application_id == Decision.application_id) & (newest.c.version == Decision.version))
        .join(Application, Application.id == Decision.application_id)
        .join(Organisation, Organisation.id == Application.organisation_id)
        .join(Round, Round.id == Application.round_id)
        .join(Activity, Activity.id == DecisionLine.activity_id)
        .outerjoin(Category, Category.id == Activity.category_id)
        .outerjoin(District, District.code == Activity.district_code)
        .where(of_year(year))
        .order_by(Application.reference, Activity.position)
        .execution_options(yield_per=AT_A_TIME)
    )
    for line, decision, reference, position, round_name, *rest in db.session.execute(found):
        yield (
            reference,
            position,
            round_name,
            *rest,  # applicant, title, category, district
            str(RESULTS[line.outcome]),
            line.sought_nok,
            line.amount_nok,
            decision.version,
            local(decision.decided_at).date(),
            decision.released_at,
            decision.decided_by_name,
        )
