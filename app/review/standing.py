"""How a person stands to a case: member of the applicant, impartial, in doubt, disqualified, or not asked yet."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import BindParameter, ColumnElement, Row, Select, and_, bindparam, exists, or_, select, true
from sqlalchemy.orm import aliased

from app.access import Actor
from app.accounts.models import Membership, Organisation, User
from app.applications.models import Activity, Application
from app.extensions import db
from app.judging.models import Impartiality, ImpartialityAnswer
from app.judging.policy import is_waiting


class Answer(StrEnum):
    """A person's answers for all activities of a case, as one."""

    NOT_ASKED = "not_asked"
    IMPARTIAL = "impartial"
    DOUBT = "doubt"
    DISQUALIFIED = "disqualified"


@dataclass(frozen=True)
class Standing:
    is_member: bool
    answer: Answer


@dataclass(frozen=True)
class Declared:
    """One person's answer for one activity, with the person's public id."""

    impartiality: Impartiality
    public_id: str


@dataclass(frozen=True)
class CaseStandings:
    """A person's standing, and what everybody has declared on the case."""

    own: Standing
    declared: Sequence[Declared]


def standing(user: Actor, application: Application) -> Standing:
    """One query."""
    return standings(user, [application.id])[application.id]


def standings(user: Actor, applications: Collection[int]) -> dict[int, Standing]:
    """Application id → standing, for any number of cases in one query."""
    values = {"applications": list(applications), "reader": user.actor_id}
    rows = db.session.execute(OWN_ROWS, values).all()
    return {case: _standing([row for row in rows if row.application_id == case], user) for case in applications}


def case_standings(user: Actor, application: Application) -> CaseStandings:
    """The same for one case, with everybody's answers: one query."""
    rows = db.session.execute(ALL_ROWS, {"applications": [application.id], "reader": user.actor_id}).all()
    declared = [Declared(row.Impartiality, row.public_id) for row in rows if row.Impartiality is not None]
    return CaseStandings(_standing(rows, user), declared)


OWN = aliased(Organisation)
READER: BindParameter[int] = bindparam("reader")


def _rows(whose: ColumnElement[bool]) -> Select[int, int, bool, Impartiality, str]:
    """A row for each activity and answer; at least one for each activity."""
    return (
        select(
            Activity.application_id,
            Activity.id.label("activity_id"),
            _is_member().label("is_member"),
            Impartiality,
            User.public_id.label("public_id"),
        )
        .join(Application, Activity.application_id == Application.id)
        .join(Organisation, Application.organisation_id == Organisation.id)
        .outerjoin(Impartiality, and_(Impartiality.subject_id == Activity.subject_id, whose))
        .outerjoin(User, User.id == Impartiality.user_id)
        .where(Activity.application_id.in_(bindparam("applications", expanding=True)))
        .order_by(Impartiality.declared_at, Impartiality.id, Activity.id)
    )


def _is_member() -> ColumnElement[bool]:
    """Of the applicant, or of another organisation with its number."""
    return exists(
        select(Membership.id)
        .join(OWN, Membership.organisation_id == OWN.id)
        .where(Membership.user_id == READER, or_(OWN.id == Organisation.id, OWN.orgnr == Organisation.orgnr))
        .correlate(Organisation)
    )


OWN_ROWS = _rows(Impartiality.user_id == READER)  # built once: as slow to build as to run
ALL_ROWS = _rows(true())


def _standing(rows: Sequence[Row[int, int, bool, Impartiality, str]], user: Actor) -> Standing:
    activities = {row.activity_id for row in rows}
    own = {
        row.activity_id: row.Impartiality
        for row in rows
        if row.Impartiality is not None and row.Impartiality.user_id == user.actor_id
    }
    answer = answer_of(list(own.values()), all_answered=bool(activities) and own.keys() == activities)
    return Standing(any(row.is_member for row in rows), answer)


def answer_of(own: Sequence[Impartiality], *, all_answered: bool) -> Answer:
    """What shuts out speaks first. An activity without an answer makes the whole «not asked»."""
    if any((row.settled_as or row.answer) is ImpartialityAnswer.DISQUALIFIED for row in own):
        return Answer.DISQUALIFIED
    if any(is_waiting(row) for row in own):
        return Answer.DOUBT
    return Answer.IMPARTIAL if all_answered else Answer.NOT_ASKED
