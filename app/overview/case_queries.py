"""What the case page reads beside the panels of review and decisions: few statements, however much there is."""

import marshal
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Integer,
    Row,
    Select,
    String,
    and_,
    bindparam,
    cast,
    func,
    literal,
    null,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import aliased, contains_eager, defer, joinedload

from app.access import Actor, Role
from app.accounts.models import GrantHistory, Organisation, User
from app.applications.models import Activity, Application, ApplicationVersion, Attachment, CaseRow, Status
from app.extensions import db
from app.letters.models import Letter
from app.overview import ordering
from app.overview.filters import Filter
from app.overview.ordering import Order, Place, stretches
from app.overview.queries import scores_seen

MOST_COUNTED = 500
"""Beyond this many hits the page does not say which number the case is."""
MOST_HISTORY = 20


EVERY = aliased(ApplicationVersion)
READER: BindParameter[int] = bindparam("reader")
IS_NEWEST = and_(
    ApplicationVersion.application_id == Application.id,
    ApplicationVersion.number
    == select(func.max(EVERY.number)).where(EVERY.application_id == Application.id).scalar_subquery(),
)
"""Joins an application to what was sent last."""


@dataclass(frozen=True)
class OpenedCase:
    """A case as it was last sent. `row` has the keys of the chosen activity's row in the work list, and the handler."""

    application: Application
    content: dict[str, Any]
    version: int
    sent_at: datetime
    row: Row[*tuple[Any, ...]]

    @property
    def key(self) -> tuple[str, bytes]:
        """What the page of the content follows from: the content itself, and the case that its files belong to."""
        return self.application.reference, marshal.dumps(self.content, 2)  # 2: the same bytes for the same values


@dataclass(frozen=True)
class Neighbour:
    reference: str
    position: int


@dataclass(frozen=True)
class Earlier:
    """Something the applicant got, or seeks, elsewhere: `state` is a ReportStatus or a Status."""

    reference: str
    year: int | None
    title: str
    amount_nok: int
    state: str


@dataclass(frozen=True)
class Around:
    """The cases beside this one in the list, and the applicant's other cases. `number` is the case's number in the
    list; it and `hits` are None where counting would cost too much."""

    before: Neighbour | None
    after: Neighbour | None
    number: int | None
    hits: int | None
    grants: Sequence[Earlier]
    cases: Sequence[Earlier]


def open_case(reference: str, position: int, user: Actor) -> OpenedCase:
    """One sent case with its round, organisation, handler, activities and what was sent last: one statement.

    `position` chooses the activity; the first for one that does not exist. NoResultFound for a draft.
    """
    values = {"reference": reference, "reader": user.actor_id}
    found = db.session.execute(_opening(user.roles), values)
    rows = found.unique(itemgetter(0)).all()  # a row an activity; content cannot be hashed
    if not rows:
        raise NoResultFound
    chosen = next((row for row in rows if row.position == position), rows[0])
    return OpenedCase(chosen.Application, chosen.content, chosen.number, chosen.submitted_at, chosen)


@dataclass(frozen=True)
class _Reader:
    """Anybody with these roles: who it is, is said when the statement is run."""

    roles: frozenset[Role]
    actor_id: Any = READER
    display_name: str = ""


@lru_cache(maxsize=16)
def _opening(roles: frozenset[Role]) -> Select[*tuple[Any, ...]]:
    """Built once for each set of roles: as slow to build as to run."""
    return (
        select(
            CaseRow.activity_id,
            Application,
            ApplicationVersion.content,
            ApplicationVersion.number,
            ApplicationVersion.submitted_at,
            CaseRow.reference,
            CaseRow.position,
            CaseRow.received_at,
            CaseRow.sought_nok,
            CaseRow.score,
            scores_seen(_Reader(roles)).label("score_is_seen"),
            User.name.label("handler_name"),
        )
        .join(Application.activities)
        .join(CaseRow, CaseRow.activity_id == Activity.id)
        .join(ApplicationVersion, IS_NEWEST)
        .outerjoin(User, User.id == Application.handler_id)
        .options(
            contains_eager(Application.activities),
            joinedload(Application.round, innerjoin=True),
            joinedload(Application.organisation, innerjoin=True),
        )
        .where(Application.reference == bindparam("reference"), Application.status != Status.DRAFT)
        .order_by(Activity.position)
    )


LETTERS = (
    select(Letter)
    .where(Letter.case_reference == bindparam("reference"))
    .options(defer(Letter.content), joinedload(Letter.notices), joinedload(Letter.openings))
    .order_by(Letter.issued_at.desc(), Letter.id.desc())
)


def letters(reference: str) -> Sequence[Letter]:
    """The letters of a case, newest first, with their notices, mails and openings, but not their content: one
    statement."""
    return db.session.scalars(LETTERS, {"reference": reference}).unique().all()


def letter_of_case(reference: str, public_id: str) -> Letter:
    """NoResultFound for a letter of another case."""
    return db.session.scalars(
        select(Letter).where(Letter.public_id == public_id, Letter.case_reference == reference)
    ).one()


def attachment_of_case(application_id: int, public_id: str) -> Attachment:
    """NoResultFound for an attachment of another case."""
    return db.session.scalars(
        select(Attachment)
        .where(Attachment.public_id == public_id, Attachment.application_id == application_id)
        .options(joinedload(Attachment.file, innerjoin=True))
    ).one()


def around(opened: OpenedCase, chosen: Filter, user: Actor, *, history: bool) -> Around:
    """The neighbours in the list that was chosen, and what else there is of the applicant: one statement. A search is
    not counted. `history`: the applicant's other cases are shown."""
    application, counted = opened.application, not chosen.query
    order = _order(chosen.order, user.roles)
    here = _place(opened.row, order)
    statement = _surroundings(chosen, user.roles, here.part, history, bool(application.organisation.orgnr))
    values = {
        "reader": user.actor_id,
        "round_id": application.round_id,
        "application_id": application.id,
        "reference": application.reference,
        "applicant": application.organisation.orgnr or application.organisation.id,
        **{f"here_{index}": value for index, value in enumerate(here.values)},
    }
    rows = db.session.execute(statement, values).all()
    number, hits = _count(rows, "passed"), _count(rows, "hits")
    is_known = counted and hits <= MOST_COUNTED and number < hits
    return Around(
        before=_nearest(rows, "before"),
        after=_nearest(rows, "after"),
        number=number + 1 if is_known else None,
        hits=hits if is_known else None,
        grants=sorted(_earlier(rows, "grant"), key=lambda one: (-(one.year or 0), one.reference)),
        cases=sorted(_earlier(rows, "case"), key=lambda one: one.reference, reverse=True),
    )


@lru_cache(maxsize=64)
def _order(name: str, roles: frozenset[Role]) -> Order:
    return ordering.order_by(name, scores_seen(_Reader(roles)))


@lru_cache(maxsize=64)
def _surroundings(
    chosen: Filter, roles: frozenset[Role], part: int, history: bool, has_number: bool
) -> CompoundSelect[*tuple[Any, ...]]:
    """Built once for a list that is followed from case to case. `part` of the order is where the case stands."""
    order = _order(chosen.order, roles)
    keys = enumerate(order.parts[part].keys)
    here = Place(part, tuple_(*(bindparam(f"here_{index}", type_=key.type) for index, key in keys)))
    conditions = chosen.conditions(bindparam("round_id"), READER)
    parts = [_beside(kind, conditions, order, here) for kind in ("after", "before")]
    if not chosen.query:
        parts += _numbers(conditions, order, here)
    if history:
        same = (Organisation.orgnr if has_number else Organisation.id) == bindparam("applicant")
        parts += [_grants(same), _other_cases(same)]
    return union_all(*parts)


def _place(row: Row[*tuple[Any, ...]], order: Order) -> Place:
    """Where the row stands: in the first part that takes it."""
    is_last = len(order.parts) > 1 and (row.score is None or not row.score_is_seen)
    part = 1 if is_last else 0
    return Place(part, tuple(getattr(row, key.key) for key in order.parts[part].keys))


Union = Select[*tuple[Any, ...]]


def _line(kind: str, *columns: Any) -> Union:
    """A row of the one statement: kind, reference, number, title, amount, state."""
    padding = [cast(null(), kind_of) for kind_of in (String, Integer, String, Integer, String)][len(columns) :]
    return select(literal(kind).label("kind"), *columns, *padding)


def _beside(kind: str, conditions: Sequence[ColumnElement[bool]], order: Order, here: Place) -> Union:
    """The nearest row of another case, as «reference/position». The next part of the order is looked through only when
    this one has none, since looking for what is not there can take long."""
    named = CaseRow.reference + "/" + cast(CaseRow.position, String)
    rows = select(named).where(*conditions, CaseRow.application_id != bindparam("application_id"))
    nearest = [
        part.limit(1).scalar_subquery() for _index, part in stretches(rows, order, here, backwards=kind == "before")
    ]
    return _line(kind, func.coalesce(*nearest, null()))


def _numbers(conditions: Sequence[ColumnElement[bool]], order: Order, here: Place) -> list[Union]:
    """How many rows there are, and how many stand before this one: counted no further than is shown."""
    rows = select(CaseRow.activity_id).where(*conditions)
    before = [part.order_by(None) for _index, part in stretches(rows, order, here, backwards=True)]
    counted = [("hits", rows), *(("passed", part) for part in before)]
    return [
        _line(kind, cast(null(), String), func.count()).select_from(part.limit(MOST_COUNTED + 1).subquery())
        for kind, part in counted
    ]


def _grants(same_applicant: ColumnElement[bool]) -> Union:
    """The newest grants, also those of another organisation with the same number."""
    newest = (
        select(GrantHistory)
        .join(Organisation, Organisation.id == GrantHistory.organisation_id)
        .where(same_applicant, GrantHistory.case_reference != bindparam("reference"))
        .order_by(GrantHistory.year.desc(), GrantHistory.case_reference)
        .limit(MOST_HISTORY)
        .subquery()
    )
    c = newest.c
    return _line("grant", c.case_reference, c.year, c.title, c.granted_nok, cast(c.report_status, String))


def _other_cases(same_applicant: ColumnElement[bool]) -> Union:
    newest = (
        select(CaseRow.reference, CaseRow.title, CaseRow.sought_nok, CaseRow.status)
        .join(Application, Application.id == CaseRow.application_id)
        .join(Organisation, Organisation.id == Application.organisation_id)
        .where(same_applicant, CaseRow.application_id != bindparam("application_id"))
        .order_by(CaseRow.received_at.desc(), CaseRow.activity_id)
        .limit(MOST_HISTORY)
        .subquery()
    )
    c = newest.c
    return _line("case", c.reference, cast(null(), Integer), c.title, c.sought_nok, cast(c.status, String))


def _nearest(rows: Sequence[Any], kind: str) -> Neighbour | None:
    named = next(row[1] for row in rows if row.kind == kind)
    if named is None:
        return None
    reference, _slash, position = named.rpartition("/")
    return Neighbour(reference, int(position))


def _count(rows: Sequence[Any], kind: str) -> int:
    return sum(row[2] for row in rows if row.kind == kind)


def _earlier(rows: Sequence[Any], kind: str) -> list[Earlier]:
    return [Earlier(*row[1:]) for row in rows if row.kind == kind]


def case_to_read(reference: str) -> Application:
    """A sent case with its organisation, to ask whether it may be read. NoResultFound for a draft."""
    return db.session.scalars(
        select(Application)
        .where(Application.reference == reference, Application.status != Status.DRAFT)
        .options(joinedload(Application.organisation, innerjoin=True))
    ).one()
