"""Money is to come back: warned of, commented, claimed, taken in, let go. Whole kroner; locked by its query."""

from dataclasses import dataclass
from datetime import date, datetime

from app.accounts.models import User
from app.audit.actions import record
from app.clock import local
from app.decisions.appeals.queries import newest_released
from app.extensions import db
from app.followup.grants.giving_back import give_back, keep_again
from app.followup.grants.models import GiveBackCause, Grant
from app.followup.grants.reopening import reopen
from app.followup.recovery import policy, queries, refunding
from app.followup.recovery.models import Recovery, RecoveryCause, RecoveryReduction, RecoveryStatus
from app.followup.recovery.workflow import move
from app.law.interest import interest_from


@dataclass(frozen=True)
class Warned:
    """What the party is warned of."""

    cause: RecoveryCause
    amount_nok: int
    facts: str
    comment_by: date


def warn(grant: Grant, about: Warned, *, by: User, at: datetime) -> Recovery:
    """Tell the party what we consider to claim and why, and let them comment (forvaltningsloven § 16)."""
    left = queries.claimable_nok(grant)
    policy.can_warn(by, grant, newest_released(grant.application_id), left)
    policy.is_warnable(about.amount_nok, left, about.comment_by, at)
    made = _made(grant, RecoveryStatus.WARNED, about.cause, about.amount_nok, about.facts, by, at)
    made.comment_by = about.comment_by
    db.session.add(made)
    db.session.flush()
    _record("recovery_warned", made, by, at, amount_nok=made.amount_nok)
    return made


def _made(
    grant: Grant, status: RecoveryStatus, cause: RecoveryCause, amount_nok: int, facts: str, by: User, at: datetime
) -> Recovery:
    return Recovery(
        grant=grant,
        number=queries.count_of(grant.id) + 1,
        status=status,
        cause=cause,
        amount_nok=amount_nok,
        facts=facts,
        prepared_by_id=by.id,
        prepared_by_name=by.name,
        warned_at=at,
    )


def let_go(grant: Grant, cause: RecoveryCause, amount_nok: int, reason: str, *, by: User, at: datetime) -> Recovery:
    """Money that could be claimed is not, and the party is not troubled with it. Kept as what was let go, with why."""
    left = queries.claimable_nok(grant)
    policy.can_let_go(by, grant, left)
    made = _made(grant, RecoveryStatus.WRITTEN_OFF, cause, min(amount_nok, left), reason, by, at)
    made.comment_by, made.closed_reason, made.closed_at = local(at).date(), reason, at
    db.session.add(made)
    db.session.flush()
    _record("recovery_ended", made, by, at, status=made.status)
    return made


def comment(recovery: Recovery, text: str, *, by: User, at: datetime) -> None:
    policy.can_comment(by, recovery)
    recovery.comment, recovery.commented_at, recovery.commented_by_name = text, at, by.name
    _record("recovery_commented", recovery, by, at)


def claim(recovery: Recovery, reasons: str, pay_by: date, *, by: User, at: datetime) -> None:
    """Decide that the money is claimed back: a decision of its own, which may be appealed."""
    policy.can_claim(by, recovery, at)
    policy.is_claimable(pay_by, at)
    recovery.reasons, recovery.pay_by = reasons, pay_by
    recovery.decided_by_id, recovery.decided_by_name, recovery.decided_at = by.id, by.name, at
    recovery.interest_from = interest_from(local(at).date(), pay_by)
    move(recovery, RecoveryStatus.CLAIMED, by=by)
    _record("recovery_claimed", recovery, by, at, amount_nok=recovery.amount_nok)


def drop(recovery: Recovery, reason: str, *, by: User, at: datetime) -> None:
    """There was no ground after all."""
    policy.can_drop(by, recovery)
    _end(recovery, RecoveryStatus.DROPPED, reason, by, at)


def take_in(recovery: Recovery, amount_nok: int, on: date, *, by: User, at: datetime) -> None:
    """Money came back, all or a part. What came is in the pot again."""
    policy.can_take_in(by, recovery)
    policy.is_paid_back(recovery, amount_nok, on, at)
    recovery.returned_nok = (recovery.returned_nok or 0) + amount_nok
    recovery.returned_on = on
    if not recovery.outstanding_nok:
        move(recovery, RecoveryStatus.PAID, by=by)
        recovery.closed_at = at
    db.session.flush()
    _record("recovery_paid", recovery, by, at, returned_nok=amount_nok)
    grant = recovery.grant
    kept_nok = grant.accepted_nok - queries.back_for_good_nok(grant.id)
    give_back(grant, kept_nok, GiveBackCause.RECOVERED, by=by, at=at)


def write_off(recovery: Recovery, reason: str, *, by: User, at: datetime) -> None:
    """The rest is not asked for any more. What came back stays in the pot."""
    policy.can_write_off(by, recovery)
    _end(recovery, RecoveryStatus.WRITTEN_OFF, reason, by, at)


def appeal(recovery: Recovery, text: str, *, by: User, at: datetime) -> None:
    """The party gets a receipt. A case that has ended goes on."""
    policy.can_appeal(by, recovery)
    recovery.appeal_text, recovery.appealed_at = text, at
    _record("recovery_appealed", recovery, by, at)
    reopen(recovery.grant.application, at)


def answer_appeal(recovery: Recovery, answer: str, to_nok: int | None, *, by: User, at: datetime) -> None:
    """The claim stands, as the appeal body says too (`to_nok` is None), or the party is right: it is set down to so
    much, or given up (0)."""
    policy.can_answer_appeal(by, recovery)
    if to_nok is not None:
        policy.can_reduce(by, recovery)
        policy.is_reduction(recovery, to_nok)
        _reduce(recovery, to_nok, answer, by, at)
    recovery.appeal_answer = answer


def reduce(recovery: Recovery, to_nok: int, reason: str, *, by: User, at: datetime) -> None:
    """What the claim was built on is no longer so, as when the report came after all."""
    policy.can_reduce(by, recovery)
    policy.is_reduction(recovery, to_nok)
    _reduce(recovery, to_nok, reason, by, at)


def _reduce(recovery: Recovery, to_nok: int, reason: str, by: User, at: datetime) -> None:
    """What came in and was not to, is the party's again: out of the pot, and planned to be paid (refunding.py)."""
    grant, before, overpaid = recovery.grant, recovery.stands_nok, recovery.overpaid_nok
    recovery.reduced_to_nok = to_nok
    if not to_nok:
        move(recovery, RecoveryStatus.DROPPED, by=by)
        recovery.closed_reason, recovery.closed_at = reason, at
    elif recovery.status is RecoveryStatus.CLAIMED and not recovery.outstanding_nok:
        move(recovery, RecoveryStatus.PAID, by=by)
        recovery.closed_at = at
    again = recovery.overpaid_nok - overpaid
    recovery.reductions.append(
        RecoveryReduction(
            number=len(recovery.reductions) + 1,
            from_nok=before,
            to_nok=to_nok,
            overpaid_nok=again,
            reason=reason,
            by_id=by.id,
            by_name=by.name,
            at=at,
        )
    )
    db.session.flush()
    _record("recovery_reduced", recovery, by, at, amount_nok=to_nok)
    reopen(grant.application, at)
    if again:
        keep_again(grant, grant.accepted_nok - queries.back_for_good_nok(grant.id), by=by, at=at)
        refunding.plan(recovery, at)


def _end(recovery: Recovery, to: RecoveryStatus, reason: str, by: User, at: datetime) -> None:
    move(recovery, to, by=by)
    recovery.closed_reason, recovery.closed_at = reason, at
    _record("recovery_ended", recovery, by, at, status=to)


def _record(event: str, recovery: Recovery, by: User, at: datetime, **fields: object) -> None:
    grant = recovery.grant
    here = {"activity": grant.activity.position, "number": recovery.number}
    record(event, by=by, at=at, case=grant.application.reference, **here, **fields)
