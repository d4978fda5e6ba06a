"""Where money ought to come back, and nobody has written to the party yet: derived, never stored. Whole kroner."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, and_, exists, or_, select
from sqlalchemy.orm import contains_eager

from app.applications.models import Application
from app.clock import local
from app.extensions import db
from app.followup.grants.models import Grant
from app.followup.payment.models import Payment, PaymentStatus
from app.followup.payment.queries import paid
from app.followup.recovery.models import Recovery, RecoveryCause, RecoveryStatus
from app.followup.recovery.queries import of_grants
from app.followup.report.models import Held, Report, ReportState

WARNED_AFTER = timedelta(days=28)
"""So long after the last day of the report the party has been warned of this (domain.md 4.1, T25)."""
MISSING = (ReportState.DRAFT, ReportState.RETURNED)
MOST = 300


@dataclass(frozen=True)
class Suggestion:
    """What could be claimed, and why."""

    grant: Grant
    cause: RecoveryCause
    amount_nok: int


def suggestions(at: datetime, grant_ids: Sequence[int] | None = None) -> list[Suggestion]:
    """What was paid and ought to come back, less what was warned of, claimed or let go; only of `grant_ids` if given.
    Three statements (two where there is nothing)."""
    rows = [(grant, report) for grant, report in db.session.execute(_candidates(at, grant_ids)).unique()]
    ids = [grant.id for grant, _report in rows]
    return suggested(rows, paid(ids), of_grants(ids), at)


def suggested(
    rows: Sequence[tuple[Grant, Report | None]],
    out: Mapping[int, int],
    claims: Mapping[int, Sequence[Recovery]],
    at: datetime,
) -> list[Suggestion]:
    """`out`: what was paid, by grant; `claims`: what was warned of, claimed or let go."""
    found = []
    for grant, report in rows:
        paid_nok = out.get(grant.id, 0)
        cause, wanted = _ought(grant, report, paid_nok, at)
        left = min(wanted, paid_nok) - sum(_asked_nok(one, cause) for one in claims.get(grant.id, ()))
        if left > 0:
            found.append(Suggestion(grant, cause, left))
    return found


def _asked_nok(claim: Recovery, cause: RecoveryCause) -> int:
    """What a claim has settled: all of it, dropped or not. One that was dropped because the report came says nothing of
    what the report shows."""
    was_about_report = claim.status is RecoveryStatus.DROPPED and claim.cause is RecoveryCause.NO_REPORT
    return 0 if was_about_report and cause is not RecoveryCause.NO_REPORT else claim.amount_nok


def _ought(grant: Grant, report: Report | None, paid_nok: int, at: datetime) -> tuple[RecoveryCause, int]:
    if grant.cancelled_at is not None:
        return RecoveryCause.NOT_HELD, paid_nok
    if report is None or report.state is not ReportState.APPROVED:
        is_missing = report is None or report.state in MISSING
        is_late = grant.report_due_on <= _warned_by(at)
        return RecoveryCause.NO_REPORT, paid_nok if is_missing and is_late else 0
    if report.held is Held.NO:
        return RecoveryCause.NOT_HELD, paid_nok if report.unused_nok is None else report.unused_nok
    return RecoveryCause.UNUSED, report.unused_nok or 0


def _warned_by(at: datetime) -> date:
    """Reports that were due on this day or before: the party has been warned of them."""
    return local(at - WARNED_AFTER).date()


def _candidates(at: datetime, grant_ids: Sequence[int] | None) -> Select[Grant, Report | None]:
    """Those of which anything can be suggested (the same rule as `_ought`)."""
    is_late = Grant.report_due_on <= _warned_by(at)
    is_missing = or_(Report.id.is_(None), Report.state.in_(MISSING))
    is_over = and_(Report.state == ReportState.APPROVED, or_(Report.unused_nok > 0, Report.held == Held.NO))
    is_paid = exists().where(Payment.grant_id == Grant.id, Payment.status == PaymentStatus.CONFIRMED)
    found = (
        select(Grant, Report)
        .outerjoin(Report, Report.grant_id == Grant.id)
        .join(Grant.activity)
        .join(Grant.application)
        .join(Application.organisation)
        .options(
            contains_eager(Grant.activity),
            contains_eager(Grant.application).contains_eager(Application.organisation),
        )
        .where(is_paid, or_(Grant.cancelled_at.is_not(None), is_over, and_(is_late, is_missing)))
        .order_by(Grant.report_due_on, Grant.id)
        .limit(MOST)
    )
    return found if grant_ids is None else found.where(Grant.id.in_(grant_ids))
