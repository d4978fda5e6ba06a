"""What an allocation is made from, read out of a round: its activities and its rules. A fixed number of statements,
however many activities. Whole kroner."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select

from app.accounts.models import District, Organisation
from app.applications.models import Activity, Application, BudgetLine, BudgetSide, CaseRow, Status
from app.decisions.allocation.least import least_named
from app.decisions.allocation.rules import Applied, Rules, Spread
from app.extensions import db
from app.judging.models import Criterion
from app.judging.queries import sheets_of_all
from app.judging.scoring import median
from app.rounds.models import AmountTier, Category, Round

IN_PLAY = frozenset(Status) - {Status.DRAFT, Status.WITHDRAWN}
SETTLED = frozenset({Status.DECIDED, Status.RELEASED, Status.CLOSED, Status.ARCHIVED})
HIDDEN = "hidden"
"""Why an activity is left out whose scores the person may not see."""

CaseTuple = Row[*tuple[Any, ...]]
Medians = Mapping[int, tuple[tuple[str, Decimal | None], ...]]


def inputs(grant_round: Round, seen: ColumnElement[bool], *, redo: bool = False) -> list[Applied]:
    """`seen`: the rows (CaseRow) whose scores may be used. `redo`: share also what is recommended and decided anew.
    Four statements."""
    medians = _medians(grant_round, seen)
    return [_applied(row, medians, redo=redo) for row in _rows(grant_round.id, seen)]


def _rows(round_id: int, seen: ColumnElement[bool]) -> Sequence[CaseTuple]:
    expenses = (
        select(func.sum(BudgetLine.amount_nok))
        .where(BudgetLine.activity_id == CaseRow.activity_id, BudgetLine.side == BudgetSide.EXPENSE)
        .correlate(CaseRow)
        .scalar_subquery()
    )
    return db.session.execute(
        select(
            CaseRow.activity_id,
            CaseRow.reference,
            CaseRow.position,
            CaseRow.status,
            CaseRow.district_code,
            CaseRow.applicant_type,
            CaseRow.sought_nok,
            CaseRow.recommended_nok,
            CaseRow.decided_nok,
            CaseRow.received_at,
            seen.label("is_seen"),
            Category.code.label("category"),
            Organisation.public_id,
            Organisation.orgnr,
            Activity.less_plan,
            Application.is_first_time,
            expenses.label("expenses_nok"),
        )
        .join(Activity, Activity.id == CaseRow.activity_id)
        .join(Application, Application.id == CaseRow.application_id)
        .join(Organisation, Organisation.id == Application.organisation_id)
        .outerjoin(Category, Category.id == CaseRow.category_id)
        .where(CaseRow.round_id == round_id, CaseRow.status.in_(IN_PLAY))
        .order_by(CaseRow.reference, CaseRow.position)
    ).all()


def _applied(row: CaseTuple, medians: Medians, *, redo: bool) -> Applied:
    settled = None if redo else _settled(row.status, row.recommended_nok, row.decided_nok)
    return Applied(
        key=key_of(row.reference, row.position),
        organisation=row.orgnr or row.public_id,  # two entries of one organisation share what it may get
        category=row.category,
        district=row.district_code,
        applicant_type=str(row.applicant_type),
        sought_nok=row.sought_nok,
        expenses_nok=row.expenses_nok,
        received=row.received_at.isoformat(),
        medians=medians.get(row.activity_id, ()) if row.is_seen else (),
        lowest_named_nok=least_named(row.less_plan, row.sought_nok),
        settled_nok=settled,
        settled_as=None if settled is None else "decided" if row.status in SETTLED else "recommended",
        blocked=_blocked(row.status, row.is_seen, redo=redo) if settled is None else None,
        is_first_time=bool(row.is_first_time),
    )


def key_of(reference: str, position: int) -> str:
    """«OMB-2026-0042/1»."""
    return f"{reference}/{position}"


def case_of(key: str) -> tuple[str, int]:
    """The reference and the position of the activity."""
    reference, _slash, position = key.rpartition("/")
    return reference, int(position)


def _settled(status: Status, recommended_nok: int | None, decided_nok: int | None) -> int | None:
    if status in SETTLED:
        return decided_nok or 0
    return (recommended_nok or 0) if status is Status.RECOMMENDED else None


def _blocked(status: Status, is_seen: bool, *, redo: bool) -> str | None:
    """Only what is in review can get something yet; done over, also what went on from there."""
    if status is not Status.REVIEW and not (redo and status in SETTLED | {Status.RECOMMENDED}):
        return str(status)
    return None if is_seen else HIDDEN


def _medians(grant_round: Round, seen: ColumnElement[bool]) -> Medians:
    """By activity: the median of each criterion, in the rubric's order."""
    codes = db.session.execute(
        select(Criterion.id, Criterion.code)
        .where(Criterion.rubric_id == grant_round.rubric_id)
        .order_by(Criterion.position, Criterion.id)
    ).all()
    rows = select(CaseRow.activity_id, CaseRow.subject_id).where(
        CaseRow.round_id == grant_round.id, CaseRow.status.in_(IN_PLAY), seen
    )
    return {
        activity: tuple(
            (code, median([value for sheet in sheets.values() if (value := sheet.get(criterion)) is not None]))
            for criterion, code in codes
        )
        for activity, sheets in sheets_of_all(rows).items()
    }


def rules(grant_round: Round) -> Rules:
    """As the round has them. Three statements."""
    tiers = db.session.scalars(
        select(AmountTier.amount_nok).where(AmountTier.round_id == grant_round.id).order_by(AmountTier.amount_nok)
    )
    weights = db.session.execute(
        select(Criterion.code, Criterion.weight)
        .where(Criterion.rubric_id == grant_round.rubric_id)
        .order_by(Criterion.position, Criterion.id)
    )
    places = db.session.scalars(
        select(District.code)
        .where(District.covers_city.is_(False), District.is_online.is_(False))
        .order_by(District.code)
    )
    return Rules(
        pot_nok=grant_round.pot_nok,
        reserve_nok=grant_round.reserve_nok,
        tiers=tuple(tiers),
        allows_between=grant_round.allows_amounts_between,
        step_nok=grant_round.step_nok,
        max_activity_nok=grant_round.max_activity_nok,
        weights=tuple((code, weight) for code, weight in weights),
        max_organisation_nok=grant_round.max_organisation_nok,
        max_organisation_activities=grant_round.max_organisation_activities,
        fundable_score=plain(grant_round.fundable_score),
        floor_criterion=grant_round.floor_criterion,
        floor_value=grant_round.floor_value,
        spread_score=plain(grant_round.spread_score),
        spreads=spreads(grant_round.spreads_categories, grant_round.spreads_districts),
        places=tuple(places),
    )


def spreads(categories: bool, districts: bool, category_share: int = 0, district_share: int = 0) -> tuple[Spread, ...]:
    """What is asked of categories and of districts; nothing where nothing is."""
    asked = (Spread("category", categories, category_share), Spread("district", districts, district_share))
    return tuple(spread for spread in asked if spread.needs_one or spread.share)


def plain(value: Decimal) -> Decimal:
    """40 and 40.00 are the same rule: databases keep one or the other."""
    return Decimal(f"{Decimal(value).normalize():f}")
