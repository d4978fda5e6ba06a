"""What the work list and the case page read across rooms."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Integer,
    Row,
    Select,
    String,
    bindparam,
    cast,
    exists,
    func,
    literal,
    select,
    union_all,
)

from app.access import Actor, Role
from app.accounts.models import RoleGrant, User
from app.applications.models import CaseRow, CaseTally, Status
from app.extensions import db
from app.judging.blindness import Asking, asking
from app.overview import ordering
from app.overview.filters import Filter, Names
from app.review.sight import scores_seen as scores_seen
from app.rounds.models import AmountTier, Category, District

MOST_HITS = 1000
"""More hits of a search than this are not counted: the page says «over 1 000» and stays fast."""

Rows = Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class Totals:
    """Of all rows that the filter lets through. Whole kroner. `is_more`: there are more than were counted, and the
    sums are unknown."""

    hits: int
    sought_nok: int = 0
    recommended_nok: int = 0
    decided_nok: int = 0
    is_more: bool = False


def _all_names() -> CompoundSelect[*tuple[Any, ...]]:
    handles = exists().where(RoleGrant.user_id == User.id, RoleGrant.role == Role.CASE_HANDLER)
    of_round: BindParameter[int] = bindparam("round_id")
    no_text, nothing = cast(literal(""), String), cast(literal(0), Integer)
    return union_all(
        select(literal("category").label("kind"), Category.id, Category.code, Category.name, Category.position)
        .where(Category.round_id == of_round),
        select(literal("district"), nothing, District.code, District.name, District.position),
        select(literal("handler"), User.id, User.public_id, User.name, nothing).where(handles),
        select(literal("tier"), AmountTier.amount_nok, no_text, no_text, AmountTier.amount_nok)
        .where(AmountTier.round_id == of_round),
    ).order_by("kind", "position", "name")  # fmt: skip


ALL_NAMES = _all_names()  # built once: as slow to build as to run


def names(round_id: int) -> Names:
    """The categories and tiers of a round, the districts, and those who handle cases: one statement."""
    rows = db.session.execute(ALL_NAMES, {"round_id": round_id}).all()
    return Names(
        categories={key: (code, name) for kind, key, code, name, _at in rows if kind == "category"},
        districts={code: name for kind, _key, code, name, _at in rows if kind == "district"},
        handlers={key: (code, name) for kind, key, code, name, _at in rows if kind == "handler"},
        tiers=[key for kind, key, _code, _name, _at in rows if kind == "tier"],
    )


def cases_in_list(conditions: Sequence[ColumnElement[bool]], most: int) -> Sequence[Row[str, str]]:
    """Reference and applicant of the first `most` cases of a list, each once, in the order of their numbers."""
    wanted = select(CaseRow.reference, CaseRow.organisation_name).where(*conditions)
    return db.session.execute(wanted.distinct().order_by(CaseRow.reference).limit(most)).all()


ALL_ROWS: Rows = select(
    CaseRow.activity_id,
    CaseRow.reference,
    CaseRow.position,
    CaseRow.organisation_name,
    CaseRow.title,
    CaseRow.status,
    CaseRow.category_id,
    CaseRow.district_code,
    CaseRow.tier_nok,
    CaseRow.sought_nok,
    CaseRow.recommended_nok,
    CaseRow.decided_nok,
    CaseRow.handler_id,
    User.name.label("handler_name"),
    CaseRow.green_checks,
    CaseRow.amber_checks,
    CaseRow.red_checks,
    CaseRow.score,
    CaseRow.spread,
    CaseRow.assessments,
    CaseRow.received_at,
).outerjoin(User, User.id == CaseRow.handler_id)


def rows(conditions: Sequence[ColumnElement[bool]], seen: ColumnElement[bool]) -> Rows:
    """The work list's rows as plain tuples, with the handler's name; in no order yet."""
    return ALL_ROWS.add_columns(seen.label("score_is_seen")).where(*conditions)


def scores_asked(order: str, user: Actor, rows: int) -> ColumnElement[bool]:
    """`scores_seen` as it is asked best in a list of about `rows` rows: an order by score may pass by most of them. One
    statement for that order, none for the others."""
    by_score = ordering.COLUMNS.get(order.removeprefix("-")) is CaseRow.score
    return scores_seen(user, asking(user, rows) if by_score else Asking.BY_ROW)


def totals(round_id: int, chosen: Filter, conditions: Sequence[ColumnElement[bool]]) -> Totals:
    """How many rows there are and what they add up to: from the kept totals where they suffice, else counted inside
    an index. A search is counted to MOST_HITS."""
    if chosen.only_status:
        return _kept_totals(round_id, chosen.statuses)
    wanted = select(CaseRow.sought_nok, CaseRow.recommended_nok, CaseRow.decided_nok).where(*conditions)
    found = (wanted.limit(MOST_HITS + 1) if chosen.query else wanted).subquery()
    row = db.session.execute(_sums(func.count(), found.c)).one()
    if chosen.query and row[0] > MOST_HITS:
        return Totals(MOST_HITS, is_more=True)
    return Totals(*row)


def _kept_totals(round_id: int, statuses: Sequence[Status]) -> Totals:
    values: dict[str, Any] = {"round_id": round_id}
    if statuses:
        return Totals(*db.session.execute(KEPT_OF_STATUS, values | {"statuses": statuses}).one())
    return Totals(*db.session.execute(KEPT_TOTALS, values).one())


def _sums(count: ColumnElement[int], of: Any) -> Rows:
    return select(
        count, *(func.coalesce(func.sum(column), 0) for column in (of.sought_nok, of.recommended_nok, of.decided_nok))
    )


KEPT_TOTALS = _sums(func.coalesce(func.sum(CaseTally.activities), 0), CaseTally).where(
    CaseTally.round_id == bindparam("round_id")
)
KEPT_OF_STATUS = KEPT_TOTALS.where(CaseTally.status.in_(bindparam("statuses", expanding=True)))
