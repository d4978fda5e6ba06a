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
from app.followup.recovery.models import RecoveryCause
from app.followup.recovery.queries import claimed
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
    Three statements."""
    rows = [(grant, report) for grant, report in db.session.execute(_candidates(at, grant_ids)).unique()]
    ids = [grant.id for grant, _report in rows]
    return suggested(rows, paid(ids), claimed(ids, dropped=True), at)


def suggested(
    rows: Sequence[tuple[Grant, Report | None]], out: Mapping[int, int], asked: Mapping[int, int], at: datetime
) -> list[Suggestion]:
    """`out`: what was paid, by grant; `asked`: what was warned of, claimed or let go."""
    found = []
    for grant, report in rows:
        paid_nok = out.get(grant.id, 0)
        cause, wanted = _ought(grant, report, paid_nok, at)
        left = min(wanted, paid_nok) - asked.get(grant.id, 0)
        if left > 0:
            found.append(Suggestion(grant, cause, left))
    return found


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
