"""A party tells of a change, takes it back, and gets an answer. The plan and the money follow an approval only."""

from datetime import datetime

from flask_babel import gettext as _

from app.accounts.models import User
from app.audit.actions import record
from app.clock import local
from app.extensions import db
from app.followup.changes import policy, queries
from app.followup.changes.differences import Frame, Wanted, differing, problems, weight
from app.followup.changes.models import ChangeNotice, ChangeStatus
from app.followup.changes.workflow import move
from app.followup.grants.giving_back import give_back, gone_out
from app.followup.grants.models import GiveBackCause, Grant
from app.followup.grants.plan import ends_on
from app.followup.grants.telling import tell
from app.policy import NotComplete


def notify(grant: Grant, wanted: Wanted, *, by: User, at: datetime) -> ChangeNotice:
    """Send a change notice with what differs from the plan as it stands. `grant` is locked by its query."""
    policy.can_notice(by, grant, queries.waiting_of(grant.id), at)
    before, after = ({}, {}) if wanted.cancels else differing(grant.plan, wanted.plan)
    policy.is_change(after, wanted)
    if wanted.amount_nok is not None:
        before["accepted_nok"] = grant.accepted_nok
    _holds(grant, wanted, at)
    made = ChangeNotice(
        grant=grant,
        number=queries.count_of(grant.id) + 1,
        status=ChangeStatus.OPEN,
        weight=weight(after, wanted),
        before=before,
        after=after,
        amount_nok=None if wanted.cancels else wanted.amount_nok,
        cancels=wanted.cancels,
        changes_purpose=wanted.changes_purpose,
        explanation=wanted.explanation,
        sent_by_id=by.id,
        sent_by_name=by.name,
        sent_at=at,
    )
    db.session.add(made)
    db.session.flush()
    _record("change_noticed", made, by, at, what=made.weight)
    return made


def _holds(grant: Grant, wanted: Wanted, at: datetime) -> None:
    of_round = grant.application.round
    frame = Frame(of_round.week_starts_on, of_round.week_ends_on, local(at).date(), grant.accepted_nok, gone_out(grant))
    missing = problems(grant.plan, wanted, frame)
    if missing:
        raise NotComplete(_("Endringen er ikke sendt. Noe må rettes."), missing)


def withdraw(notice: ChangeNotice, *, by: User, at: datetime) -> None:
    policy.can_withdraw(by, notice)
    move(notice, ChangeStatus.WITHDRAWN, by=by)
    _record("change_withdrawn", notice, by, at)


def decide(notice: ChangeNotice, to: ChangeStatus, answer: str | None, *, by: User, at: datetime) -> None:
    """Approve, refuse or note. Approved, the plan is the new one at once, and what is not needed goes back to the pot.
    The notice's grant is locked by its query."""
    policy.can_decide(by, notice)
    policy.is_answered(notice, to, answer)
    notice.answer, notice.decided_at = answer, at
    notice.decided_by_id, notice.decided_by_name = by.id, by.name
    move(notice, to, by=by)
    _record("change_decided", notice, by, at, status=to)
    if to is ChangeStatus.APPROVED:
        _carry_out(notice, by, at)


def _carry_out(notice: ChangeNotice, by: User, at: datetime) -> None:
    """What has left for the bank can not be given back here: for that money there is a claim (recovery)."""
    grant = notice.grant
    grant.plan = {**grant.plan, **notice.after}
    grant.ends_on = ends_on(grant.plan, grant.application.round)
    kept = grant.accepted_nok
    if notice.cancels:
        grant.cancelled_at = at
        record("grant_cancelled", by=by, at=at, case=grant.application.reference, activity=grant.activity.position)
        kept = min(kept, gone_out(grant))
    elif notice.amount_nok is not None:
        kept = min(kept, max(notice.amount_nok, gone_out(grant)))
    if kept < grant.accepted_nok:
        cause = GiveBackCause.CANCELLED if notice.cancels else GiveBackCause.REDUCED
        give_back(grant, kept, cause, by=by, at=at)
    else:
        tell(grant, at)


def _record(event: str, notice: ChangeNotice, by: User, at: datetime, **fields: object) -> None:
    grant = notice.grant
    here = {"activity": grant.activity.position, "number": notice.number}
    record(event, by=by, at=at, case=grant.application.reference, **here, **fields)
