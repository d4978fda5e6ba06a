"""Who is to hear when the answer comes, and what people have written down to do."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from app.accounts.models import Organisation
from app.applications.models import Application, Status
from app.casework.timekeeping.models import ReplyKind, Task, TimeReply
from app.clock import local
from app.extensions import db
from app.law.answering import PREPARE_AFTER, interim_reply_due, needs_interim_reply
from app.rounds.models import Round

UNANSWERED = frozenset(
    {
        Status.SUBMITTED,
        Status.SCREENING,
        Status.SUPPLEMENT,
        Status.ELIGIBLE,
        Status.REVIEW,
        Status.RECOMMENDED,
        Status.DECIDED,
    }
)
"""The applicant has no answer yet."""
MOST = 500
WARN_BEFORE = timedelta(days=3)
"""So long before the day that was promised, a delay is on the list."""


@dataclass(frozen=True)
class DueReply:
    """A case whose applicant is to hear from us. `promised_on` is when we said the answer would come."""

    application_id: int
    reference: str
    organisation: str
    received_on: date
    kind: ReplyKind
    due_on: date
    promised_on: date
    handler_id: int | None
    number: int


def due_replies(at: datetime, round_id: int | None = None, references: Collection[str] | None = None) -> list[DueReply]:
    """The soonest first, at most MOST; of one round, or of these cases, where they are named. One statement."""
    today = local(at).date()
    rows = db.session.execute(_unanswered(at, today, round_id, references)).all()
    found = [reply for row in rows if (reply := _due(row, today)) is not None]
    return sorted(found, key=lambda one: (one.due_on, one.reference))


def _unanswered(
    at: datetime, today: date, round_id: int | None, references: Collection[str] | None
) -> Select[*tuple[Any, ...]]:
    told = (
        select(
            TimeReply.application_id,
            func.max(TimeReply.expected_on).label("expected_on"),
            func.count().label("number"),
        )
        .group_by(TimeReply.application_id)
        .subquery()
    )
    promised = func.coalesce(told.c.expected_on, Round.answer_due_on)
    is_first = and_(told.c.number.is_(None), Application.received_at <= at - PREPARE_AFTER)
    wanted = (
        select(
            Application.id,
            Application.reference,
            Application.received_at,
            Application.handler_id,
            Organisation.name.label("organisation"),
            promised.label("promised_on"),
            func.coalesce(told.c.number, 0).label("number"),
        )
        .join(Organisation, Application.organisation_id == Organisation.id)
        .join(Round, Application.round_id == Round.id)
        .outerjoin(told, told.c.application_id == Application.id)
        .where(Application.status.in_(UNANSWERED), or_(promised <= today + WARN_BEFORE, is_first))
        .order_by(Application.received_at, Application.id)
        .limit(MOST)
    )
    if round_id is not None:
        wanted = wanted.where(Application.round_id == round_id)
    return wanted if references is None else wanted.where(Application.reference.in_(references))


def _due(row: Row[*tuple[Any, ...]], today: date) -> DueReply | None:
    received_on = local(row.received_at).date()
    needs_first = row.number == 0 and needs_interim_reply(today) and today >= received_on + PREPARE_AFTER
    is_late = row.promised_on <= today + WARN_BEFORE
    if not needs_first and not is_late:
        return None
    kind = ReplyKind.INTERIM if needs_first else ReplyKind.DELAY
    due_on = interim_reply_due(received_on) if needs_first else row.promised_on
    return DueReply(
        row.id,
        row.reference,
        row.organisation,
        received_on,
        kind,
        due_on,
        row.promised_on,
        row.handler_id,
        row.number + 1,
    )


def reply_to_print(reply_id: int) -> TimeReply | None:
    """With what its letter needs; None when it has its letter already."""
    return (
        db.session.scalars(
            select(TimeReply)
            .where(TimeReply.id == reply_id, TimeReply.letter_id.is_(None))
            .options(
                joinedload(TimeReply.application, innerjoin=True).options(
                    joinedload(Application.round, innerjoin=True),
                    joinedload(Application.organisation, innerjoin=True),
                )
            )
        )
        .unique()
        .one_or_none()
    )


def without_letter(sent_before: datetime) -> Sequence[int]:
    """Replies that were sent before this moment and have no letter yet: at most a hundred."""
    return db.session.scalars(
        select(TimeReply.id)
        .where(TimeReply.letter_id.is_(None), TimeReply.sent_at <= sent_before)
        .order_by(TimeReply.id)
        .limit(100)
    ).all()


def open_tasks() -> Sequence[Task]:
    """What is not done, the soonest first: one statement, at most MOST."""
    return (
        db.session.scalars(
            select(Task)
            .where(Task.done_at.is_(None))
            .order_by(Task.due_on, Task.id)
            .limit(MOST)
            .options(
                joinedload(Task.person, innerjoin=True),
                joinedload(Task.application).joinedload(Application.organisation, innerjoin=True),
            )
        )
        .unique()
        .all()
    )


def task(public_id: str) -> Task:
    """Locked until the transaction ends. NoResultFound for an unknown one."""
    return db.session.scalars(select(Task).where(Task.public_id == public_id).with_for_update()).one()
