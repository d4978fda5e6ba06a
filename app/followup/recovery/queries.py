"""Claims by grant and for staff, and what has come back. Whole kroner."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app.accounts.models import Membership, Organisation, User
from app.applications.models import Activity, Application
from app.casework.waiting import Waiting
from app.clock import local
from app.extensions import db
from app.followup.grants.models import Grant
from app.followup.payment.queries import paid
from app.followup.recovery.models import Recovery, RecoveryStatus
from app.followup.recovery.workflow import ENDED
from app.letters.models import Letter

MOST_LISTED, MOST_WAITING = 300, 500
LETTERS_A_GRANT = 100
"""A letter's version counts the letters of a kind in a case: activity and claim in one number."""


def version(recovery: Recovery) -> int:
    return recovery.grant.activity.position * LETTERS_A_GRANT + recovery.number


def returned(grant_ids: Sequence[int]) -> dict[int, int]:
    """Kroner that were paid back, by grant; those with nothing are left out. One statement."""
    rows = db.session.execute(
        select(Recovery.grant_id, func.sum(Recovery.returned_nok))
        .where(Recovery.grant_id.in_(grant_ids), Recovery.returned_nok > 0)
        .group_by(Recovery.grant_id)
    )
    return {grant_id: int(total or 0) for grant_id, total in rows}


def claimed(grant_ids: Sequence[int], *, dropped: bool) -> dict[int, int]:
    """Kroner that were warned of or claimed, by grant, come back or not; `dropped`: with what was dropped. One
    statement."""
    found = select(Recovery.grant_id, func.sum(Recovery.amount_nok)).where(Recovery.grant_id.in_(grant_ids))
    if not dropped:
        found = found.where(Recovery.status != RecoveryStatus.DROPPED)
    rows = db.session.execute(found.group_by(Recovery.grant_id))
    return {grant_id: int(total or 0) for grant_id, total in rows}


def claimable_nok(grant: Grant) -> int:
    """What was paid and is not claimed already. Two statements."""
    return paid([grant.id]).get(grant.id, 0) - claimed([grant.id], dropped=False).get(grant.id, 0)


def _recoveries() -> Select[Recovery]:
    """With grant, activity, case, organisation and round, and the letters with their notices."""
    return (
        select(Recovery)
        .join(Recovery.grant)
        .join(Grant.activity)
        .join(Grant.application)
        .join(Application.organisation)
        .join(Application.round)
        .options(
            contains_eager(Recovery.grant).options(
                contains_eager(Grant.activity),
                contains_eager(Grant.application).options(
                    contains_eager(Application.organisation), contains_eager(Application.round)
                ),
            ),
            joinedload(Recovery.warning_letter),
            joinedload(Recovery.claim_letter).selectinload(Letter.notices),
        )
    )


def recovery(public_id: str, *, for_change: bool = False) -> Recovery:
    """For staff; locked with its grant. Raises NoResultFound."""
    return _one(Recovery.public_id == public_id, for_change)


def own_recovery(reference: str, position: int, number: int, user: User, *, for_change: bool = False) -> Recovery:
    """Of one of the user's organisations. Raises NoResultFound."""
    mine = select(Membership.organisation_id).where(Membership.user_id == user.id)
    is_it = (
        (Application.reference == reference)
        & (Activity.position == position)
        & (Recovery.number == number)
        & Recovery.warned_of
        & Application.organisation_id.in_(mine)
    )
    return _one(is_it, for_change)


def by_id(recovery_id: int, *, for_change: bool = False) -> Recovery:
    return _one(Recovery.id == recovery_id, for_change)


def _one(which: ColumnElement[bool], for_change: bool) -> Recovery:
    found = _recoveries().where(which)
    if for_change:
        found = found.with_for_update(of=(Recovery, Grant)).execution_options(populate_existing=True)
    return db.session.scalars(found).one()


def of_grants(grant_ids: Sequence[int]) -> dict[int, list[Recovery]]:
    """By grant, the oldest first. One statement."""
    found: dict[int, list[Recovery]] = {}
    for one in db.session.scalars(
        select(Recovery).where(Recovery.grant_id.in_(grant_ids)).order_by(Recovery.grant_id, Recovery.number)
    ):
        found.setdefault(one.grant_id, []).append(one)
    return found


def count_of(grant_id: int) -> int:
    return db.session.scalar(select(func.count()).where(Recovery.grant_id == grant_id)) or 0


def listed(*, ended: bool = False) -> Sequence[Recovery]:
    """Those that run, the oldest first; or those that ended, the newest first. Two statements."""
    found = _recoveries().limit(MOST_LISTED)
    if ended:
        found = found.where(Recovery.status.in_(ENDED)).order_by(Recovery.id.desc())
    else:
        found = found.where(Recovery.status.not_in(ENDED)).order_by(Recovery.warned_at, Recovery.id)
    return db.session.scalars(found).all()


def waiting(at: datetime) -> Sequence[Waiting]:
    """For the board: warnings whose time to comment is over, or that were commented, and appeals to answer. One
    statement."""
    today = local(at).date()
    is_ripe = or_(Recovery.comment_by < today, Recovery.commented_at.is_not(None))
    to_answer = Recovery.appealed_at.is_not(None) & Recovery.appeal_answer.is_(None)
    rows = db.session.execute(
        select(Recovery, Application.reference, Organisation.name)
        .join(Recovery.grant)
        .join(Grant.application)
        .join(Application.organisation)
        .where(or_((Recovery.status == RecoveryStatus.WARNED) & is_ripe, to_answer))
        .order_by(Recovery.comment_by, Recovery.id)
        .limit(MOST_WAITING)
    )
    return [
        Waiting(
            reference,
            name,
            str(_("Krav om tilbakebetaling å avgjøre") if one.decided_at is None else _("Klage på krav å svare på")),
            one.comment_by if one.decided_at is None else None,
            None,
            f"/staff/recoveries/{one.public_id}",
        )
        for one, reference, name in rows
    ]


def lost_letters(before: datetime) -> Sequence[int]:
    """Claims with a letter that was due before this moment and is not made; at most a hundred."""
    no_warning = Recovery.warned_of & Recovery.warning_letter_id.is_(None) & (Recovery.warned_at < before)
    no_claim = Recovery.claim_letter_id.is_(None) & (Recovery.decided_at < before)
    return db.session.scalars(
        select(Recovery.id).where(or_(no_warning, no_claim)).order_by(Recovery.id).limit(100)
    ).all()
