"""What a person has to assess, and which of it comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased

from app.accounts.models import Membership, Organisation, User
from app.applications.models import Activity, Application, CaseRow, Status
from app.extensions import db
from app.judging.models import Assessment, Impartiality
from app.judging.queries import IS_IMPARTIAL
from app.review.assignment_queries import IS_OPEN, given_to
from app.review.models import Assignment
from app.rounds.models import Round

AT_ONCE = 200
"""So many stand on the page at a time; the next ones come as these are sent."""

IN_ROUND = aliased(CaseRow)
OTHER = aliased(Organisation)


@dataclass(frozen=True)
class Own:
    """One activity and how far the person themselves has come with it. Nothing of what others have done."""

    reference: str
    position: int
    organisation: str
    title: str
    status: Status
    received_at: datetime
    is_started: bool
    sent_at: datetime | None


def to_assess(user: User, round_id: int) -> Sequence[Own]:
    """What this person can assess now and has not sent: what they are given, or all of the round where nothing is
    given to anybody; without the cases they are tied to. The first received first, at most 200. One statement."""
    return _own(user.id, [*_open_to(user.id, round_id), ~_sent_by(user.id)])


def later_and_done(user: User, round_id: int) -> Sequence[Own]:
    """What the person is given that cannot be assessed yet, or that they have sent. One statement."""
    mine = [CaseRow.round_id == round_id, or_(given_to(user.id), _sent_by(user.id))]
    return _own(user.id, [*mine, or_(CaseRow.status != Status.REVIEW, _sent_by(user.id)), *_untied(user.id)])


def next_to_assess(user: User, round_id: int) -> tuple[str, int] | None:
    """(reference, position) of the one that fewest have assessed; the first received where that is equal. None when
    nothing is left.

    The order uses what the page must not show. What it may reveal: that an activity served before another has been
    assessed by no more people than that one, if the other came in first. It says nothing of who, of what they gave, or
    of how many; and it is asked only where a person goes on to the next, never shown as a list.
    """
    found = db.session.execute(
        select(CaseRow.reference, CaseRow.position)
        .where(*_open_to(user.id, round_id), ~_sent_by(user.id))
        .order_by(CaseRow.assessments, CaseRow.received_at, CaseRow.activity_id)
        .limit(1)
    ).one_or_none()
    return (found.reference, found.position) if found else None


def _own(user_id: int, conditions: Sequence[ColumnElement[bool]]) -> list[Own]:
    is_own = and_(Assessment.subject_id == CaseRow.subject_id, Assessment.assessor_id == user_id)
    rows = db.session.execute(
        select(CaseRow, Assessment.id, Assessment.sent_at)
        .outerjoin(Assessment, is_own)
        .where(*conditions)
        .order_by(CaseRow.received_at, CaseRow.activity_id)
        .limit(AT_ONCE)
    )
    return [
        Own(
            reference=row.reference,
            position=row.position,
            organisation=row.organisation_name,
            title=row.title,
            status=row.status,
            received_at=row.received_at,
            is_started=own is not None,
            sent_at=sent_at,
        )
        for row, own, sent_at in rows
    ]


def _open_to(user_id: int, round_id: int) -> list[ColumnElement[bool]]:
    nothing_is_given = ~exists(
        select(Assignment.id)
        .join(IN_ROUND, IN_ROUND.activity_id == Assignment.activity_id)
        .where(IN_ROUND.round_id == round_id, IS_OPEN)
    )
    in_review = [CaseRow.round_id == round_id, CaseRow.status == Status.REVIEW]
    closed = exists(select(Round.id).where(Round.id == round_id, Round.assessing_closed_at.is_not(None)))
    in_review.append(or_(~closed, CaseRow.assessments == 0))
    return [*in_review, or_(given_to(user_id), nothing_is_given), *_untied(user_id)]


def _sent_by(user_id: int) -> ColumnElement[bool]:
    return CaseRow.subject_id.in_(
        select(Assessment.subject_id).where(Assessment.assessor_id == user_id, Assessment.sent_at.is_not(None))
    )


def _untied(user_id: int) -> list[ColumnElement[bool]]:
    """Neither a member of the applicant, or of another organisation with its number, nor disqualified or in doubt.
    Who has not been asked yet is asked on the case page."""
    declared = (
        select(Activity.application_id)
        .join(Impartiality, Impartiality.subject_id == Activity.subject_id)
        .where(Impartiality.user_id == user_id, ~IS_IMPARTIAL)
    )
    own = (
        select(Application.id)
        .join(Organisation, Application.organisation_id == Organisation.id)
        .join(OTHER, or_(OTHER.id == Organisation.id, OTHER.orgnr == Organisation.orgnr))
        .join(Membership, Membership.organisation_id == OTHER.id)
        .where(Membership.user_id == user_id)
    )
    return [CaseRow.application_id.not_in(declared), CaseRow.application_id.not_in(own)]
