"""Reading who assesses what in a round. What the reader is tied to is left out of rows, counts and proposals alike,
so that nobody learns who assesses the application of an organisation of their own.

What counts is who an activity is given to, never who has assessed it: how far a colleague has come is not told before
the own assessment is sent (judging.blindness), so no page here looks at assessments at all.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import BindParameter, ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager

from app.access import Role
from app.accounts.models import User
from app.accounts.queries import staff_with, superiors
from app.applications.models import Activity, Application, CaseRow, Status
from app.extensions import db
from app.review.assigning import Hindrance, Proposal, Seat, propose
from app.review.models import Assignment
from app.review.ties import Tie, reporting_to_disqualified, ties
from app.rounds.models import Round

ASSIGNABLE = (Status.SCREENING, Status.SUPPLEMENT, Status.ELIGIBLE, Status.REVIEW)
"""From when nobody can take the application back to a draft, until it is proposed for decision."""
ROWS = 100
"""So many activities stand on a page."""

IS_OPEN = Assignment.withdrawn_at.is_(None)


def of_round(round_id: int) -> Select[int]:
    """The ids of a round's applications."""
    return select(Application.id).where(Application.round_id == round_id)


def given_to(user_id: int | BindParameter[int]) -> ColumnElement[bool]:
    """For CaseRow: the person has it to assess."""
    return CaseRow.activity_id.in_(select(Assignment.activity_id).where(Assignment.user_id == user_id, IS_OPEN))


def _assignable(round_id: int, hidden: Collection[int]) -> list[ColumnElement[bool]]:
    found = [CaseRow.round_id == round_id, CaseRow.status.in_(ASSIGNABLE)]
    return [*found, CaseRow.application_id.not_in(hidden)] if hidden else found


def hidden_from(user: User, round_id: int) -> set[int]:
    """The cases of a round that this person is tied to: application ids."""
    return {case for case, _person in ties([user.id], of_round(round_id))}


@dataclass(frozen=True)
class Person:
    """Somebody who can assess, and how many activities they have."""

    name: str
    public_id: str
    load: int


@dataclass(frozen=True)
class Line:
    """One activity and the names of who has it."""

    activity_id: int
    reference: str
    position: int
    organisation: str
    title: str
    assessors: Sequence[str]

    @property
    def key(self) -> str:
        """Where the next page begins: «OMB-2026-0042-1»."""
        return f"{self.reference}-{self.position}"


@dataclass(frozen=True)
class Overview:
    """The page of a round. `lacking`: activities with fewer than `wanted` assessors; `hidden`: cases not counted."""

    people: Sequence[Person]
    total: int
    lacking: int
    wanted: int
    hidden: int
    lines: Sequence[Line]
    next_key: str | None


def overview(grant_round: Round, user: User, *, only_lacking: bool, person: str = "", after: str = "") -> Overview:
    """Six statements, however many activities."""
    hidden = hidden_from(user, grant_round.id)
    conditions = _assignable(grant_round.id, hidden)
    wanted = grant_round.assessors_per_activity
    loads = _loads(conditions)
    people = staff_with(Role.CASE_HANDLER)
    total, lacking = _totals(conditions, wanted)
    rows = db.session.execute(_rows(conditions, wanted if only_lacking else None, person, after)).all()
    names = _assessors([row.activity_id for row in rows[:ROWS]])
    lines = [Line(*row, names.get(row.activity_id, [])) for row in rows[:ROWS]]
    return Overview(
        people=[Person(one.name, one.public_id, loads.get(one.id, 0)) for one in people],
        total=total,
        lacking=lacking,
        wanted=wanted,
        hidden=len(hidden),
        lines=lines,
        next_key=lines[-1].key if len(rows) > ROWS else None,
    )


def _loads(conditions: Sequence[ColumnElement[bool]]) -> dict[int, int]:
    rows = db.session.execute(
        select(Assignment.user_id, func.count())
        .join(CaseRow, CaseRow.activity_id == Assignment.activity_id)
        .where(IS_OPEN, *conditions)
        .group_by(Assignment.user_id)
    )
    return {user_id: count for user_id, count in rows}


def _readers() -> ColumnElement[int]:
    return (
        select(func.count(Assignment.id))
        .where(Assignment.activity_id == CaseRow.activity_id, IS_OPEN)
        .correlate(CaseRow)
        .scalar_subquery()
    )


def _totals(conditions: Sequence[ColumnElement[bool]], wanted: int) -> tuple[int, int]:
    total, lacking = db.session.execute(
        select(func.count(), func.count().filter(_readers() < wanted)).select_from(CaseRow).where(*conditions)
    ).one()
    return total, lacking


def _rows(
    conditions: Sequence[ColumnElement[bool]], below: int | None, person: str, after: str
) -> Select[int, str, int, str, str]:
    found = select(
        CaseRow.activity_id, CaseRow.reference, CaseRow.position, CaseRow.organisation_name, CaseRow.title
    ).where(*conditions)
    if below is not None:
        found = found.where(_readers() < below)
    if person:
        given = select(Assignment.activity_id).join(User, User.id == Assignment.user_id)
        found = found.where(CaseRow.activity_id.in_(given.where(User.public_id == person, IS_OPEN)))
    reference, _dash, position = after.rpartition("-")
    if reference and position.isdecimal() and len(position) < 3:
        later = and_(CaseRow.reference == reference, CaseRow.position > int(position))
        found = found.where(or_(CaseRow.reference > reference, later))
    return found.order_by(CaseRow.reference, CaseRow.position).limit(ROWS + 1)


def _assessors(activities: Collection[int]) -> dict[int, list[str]]:
    names: dict[int, list[str]] = {}
    for row in db.session.execute(
        select(Assignment.activity_id, Assignment.user_name)
        .where(Assignment.activity_id.in_(activities), IS_OPEN)
        .order_by(Assignment.user_name, Assignment.id)
    ):
        names.setdefault(row.activity_id, []).append(row.user_name)
    return names


@dataclass(frozen=True)
class Desk:
    """All that a proposal follows from: what can be given, to whom, what is given already, and who is tied."""

    lines: Mapping[int, Line]
    people: Mapping[int, User]
    existing: Mapping[int, Sequence[int]]
    blocked: Mapping[Seat, Hindrance]
    handlers: Mapping[int, int]
    hidden: int = field(default=0)

    def propose(self, per_activity: int, *, reads_some_twice: bool) -> Proposal:
        """The same for everybody who is tied to the same cases."""
        return propose(
            list(self.lines),
            list(self.people),
            per_activity,
            self.existing,
            self.blocked,
            preferred=self.handlers,
            reads_some_twice=reads_some_twice,
        )


def desk(grant_round: Round, user: User) -> Desk:
    """Five statements, however many activities and people."""
    leaders = superiors()
    people = {one.id: one for one in staff_with(Role.CASE_HANDLER)}
    everybody = {user.id, *people, *leaders.values()}
    found = ties(everybody, of_round(grant_round.id))
    hidden = {case for case, person in found if person == user.id}
    rows = db.session.execute(
        select(CaseRow, Application.handler_id)
        .join(Application, CaseRow.application_id == Application.id)
        .where(*_assignable(grant_round.id, hidden))
        .order_by(CaseRow.reference, CaseRow.position)
    ).all()
    existing = _existing([CaseRow.round_id == grant_round.id])
    cases = {row.CaseRow.activity_id: row.CaseRow.application_id for row in rows}
    return Desk(
        lines={row.CaseRow.activity_id: _line(row.CaseRow) for row in rows},
        people=people,
        existing=existing,
        blocked=_blocked(cases, people, found, leaders),
        handlers={row.CaseRow.activity_id: row.handler_id for row in rows if row.handler_id in people},
        hidden=len(hidden),
    )


def _line(row: CaseRow) -> Line:
    return Line(row.activity_id, row.reference, row.position, row.organisation_name, row.title, ())


def _existing(conditions: Sequence[ColumnElement[bool]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for row in db.session.execute(
        select(Assignment.activity_id, Assignment.user_id)
        .join(CaseRow, CaseRow.activity_id == Assignment.activity_id)
        .where(IS_OPEN, *conditions)
        .order_by(Assignment.id)
    ):
        found.setdefault(row.activity_id, []).append(row.user_id)
    return found


def _blocked(
    cases: Mapping[int, int], people: Collection[int], found: Mapping[Tie, Hindrance], leaders: Mapping[int, int]
) -> dict[Seat, Hindrance]:
    """By activity, of the people who assess."""
    under = reporting_to_disqualified(people, leaders, found)
    by_case: dict[int, dict[int, Hindrance]] = {}
    for case, person in under:
        by_case.setdefault(case, {})[person] = Hindrance.LEADER
    for (case, person), why in found.items():
        if person in people:
            by_case.setdefault(case, {})[person] = why
    return {
        (activity, person): why for activity, case in cases.items() for person, why in by_case.get(case, {}).items()
    }


def activity_to_assign(reference: str, position: int, *, for_change: bool = False) -> Activity:
    """With its case, applicant and round. `for_change` locks the case. NoResultFound for a draft."""
    found = (
        select(Activity)
        .join(Activity.application)
        .join(Application.organisation)
        .join(Application.round)
        .where(Application.reference == reference, Application.status != Status.DRAFT, Activity.position == position)
        .options(
            contains_eager(Activity.application).options(
                contains_eager(Application.organisation), contains_eager(Application.round)
            )
        )
    )
    return db.session.scalars(found.with_for_update(of=Application) if for_change else found).one()


def assignments_of(activity_id: int) -> Sequence[Assignment]:
    """All that were ever given, oldest first."""
    return db.session.scalars(
        select(Assignment).where(Assignment.activity_id == activity_id).order_by(Assignment.id)
    ).all()


def hindrances(application: Application, people: Collection[int]) -> dict[int, Hindrance]:
    """Person → why they are not proposed for this case. Two statements."""
    leaders = superiors()
    found = ties({*people, *leaders.values()}, [application.id])
    blocked = _blocked({0: application.id}, people, found, leaders)
    return {person: why for (_activity, person), why in blocked.items()}


def open_assignment(activity_id: int, public_id: str) -> Assignment:
    """The one that this person has now. NoResultFound when they have none."""
    return db.session.scalars(
        select(Assignment)
        .join(User, User.id == Assignment.user_id)
        .where(Assignment.activity_id == activity_id, User.public_id == public_id, IS_OPEN)
        .with_for_update(of=Assignment)
    ).one()


def public_ids(people: Collection[int]) -> dict[int, str]:
    """User id → the name in addresses."""
    return {
        row.id: row.public_id for row in db.session.execute(select(User.id, User.public_id).where(User.id.in_(people)))
    }


def open_of(user_id: int) -> int:
    """How many activities somebody has to assess that are not decided."""
    found = (
        select(func.count(Assignment.id))
        .join(CaseRow, CaseRow.activity_id == Assignment.activity_id)
        .where(Assignment.user_id == user_id, IS_OPEN, CaseRow.status.in_((*ASSIGNABLE, Status.RECOMMENDED)))
    )
    return db.session.scalar(found) or 0
