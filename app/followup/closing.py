"""A case ends by itself when nothing in it is open (domain.md 4.1, T28): the time to appeal is over, every grant is
declined, lapsed, called off, reported or let go, and no money is on its way in or out. It goes on only where something
comes after all (grants/reopening.py), and ends by itself again. Whole kroner."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.access import SYSTEM
from app.applications.models import Application, Status
from app.applications.workflow import move
from app.clock import local
from app.decisions.appeals.models import AppealHandling, ReasonsDemand
from app.decisions.appeals.workflow import DONE as APPEAL_DONE
from app.decisions.deadlines import deadlines
from app.decisions.models import Appeal, Decision
from app.decisions.replies import Reply, replies_of_cases
from app.decisions.reversals.models import ChangeStatus as ProposalStatus
from app.decisions.reversals.models import Correction, Reversal
from app.extensions import db
from app.followup.changes.models import ChangeNotice, ChangeStatus
from app.followup.grants.giving_back import give_back
from app.followup.grants.models import GiveBackCause, Grant
from app.followup.payment.models import Payment
from app.followup.payment.planning import owed_nok
from app.followup.payment.queries import OPEN, paid
from app.followup.recovery import refunding
from app.followup.recovery.models import Recovery
from app.followup.recovery.queries import returned
from app.followup.recovery.suggesting import suggestions
from app.followup.recovery.workflow import ENDED
from app.followup.report.models import Report, ReportState
from app.followup.report.queries import DONE as REPORT_DONE
from app.law.deadlines import APPEAL_PERIOD
from app.letters.models import Letter

CHUNK = 100


@dataclass(frozen=True)
class Money:
    """Of one grant: what was paid, what of it came back, and what is still owed; `owes_again`: of what came back some
    should not have, and is not on its way out."""

    paid_nok: int = 0
    returned_nok: int = 0
    owed_nok: int = 0
    owes_again: bool = False


def close_due(at: datetime) -> int:
    """For the tick: end every case in which nothing is open. Returns how many. Safe to run twice."""
    closed = 0
    for decisions in _chunks(at):
        ids = [decision.application_id for decision in decisions]
        stands, grants = replies_of_cases(ids), _grants(ids)
        money = _money(grants)
        waits = {one.grant.application_id for one in suggestions(at, [grant.id for grant in grants])}
        for decision in decisions:
            own = [grant for grant in grants if grant.application_id == decision.application_id]
            if decision.application_id not in waits and _is_over(decision, stands, own, money, at):
                _close(decision.application, own, money, at)
                closed += 1
    return closed


def _chunks(at: datetime) -> Iterator[Sequence[Decision]]:
    """The newest decisions of cases with nothing open that the database can see, in the order of the cases."""
    last = 0
    while True:
        found = db.session.scalars(
            select(Decision)
            .join(Decision.application)
            .where(
                Application.status == Status.RELEASED,
                Application.id > last,
                Decision.released_at < at - APPEAL_PERIOD,
                _is_newest(),
                ~_is_open(),
            )
            .options(
                joinedload(Decision.application, innerjoin=True).options(
                    joinedload(Application.round, innerjoin=True),
                    joinedload(Application.organisation, innerjoin=True),
                    selectinload(Application.case_rows),
                ),
                joinedload(Decision.letter, innerjoin=True).selectinload(Letter.notices),
            )
            .order_by(Application.id)
            .limit(CHUNK)
            .with_for_update(of=Application)
        ).all()
        if not found:
            return
        last = found[-1].application_id
        yield found


def _is_newest() -> ColumnElement[bool]:
    """A later version that is not released yet keeps the case open."""
    newer = aliased(Decision)
    return ~exists().where(newer.application_id == Decision.application_id, newer.version > Decision.version)


def _is_open() -> ColumnElement[bool]:
    """Something in the case waits for somebody: a report, a change, a payment, a claim, an appeal, a proposal."""
    of_case = Grant.application_id == Application.id
    has_report = exists().where(Report.grant_id == Grant.id, Report.state.in_(REPORT_DONE))
    return or_(
        exists().where(of_case, Grant.cancelled_at.is_(None), ~has_report),
        exists().where(of_case, ChangeNotice.grant_id == Grant.id, ChangeNotice.status == ChangeStatus.OPEN),
        exists().where(of_case, Payment.grant_id == Grant.id, Payment.status.in_(OPEN)),
        exists().where(of_case, Recovery.grant_id == Grant.id, _runs()),
        _is_disputed(),
    )


def _runs() -> ColumnElement[bool]:
    """A claim that is not ended, or an appeal on it that nobody has answered."""
    return or_(Recovery.status.not_in(ENDED), and_(Recovery.appealed_at.is_not(None), Recovery.appeal_answer.is_(None)))


def _is_disputed() -> ColumnElement[bool]:
    """An appeal, a demand for reasons, or a proposal to change the decision, in any version of it."""
    version = aliased(Decision)
    of_case = version.application_id == Application.id
    proposed = ProposalStatus.PROPOSED
    return or_(
        exists().where(
            of_case,
            Appeal.decision_id == version.id,
            AppealHandling.appeal_id == Appeal.id,
            AppealHandling.status.not_in(APPEAL_DONE),
        ),
        exists().where(of_case, ReasonsDemand.decision_id == version.id, ReasonsDemand.answered_at.is_(None)),
        exists().where(of_case, Reversal.reversed_id == version.id, Reversal.status == proposed),
        exists().where(of_case, Correction.decision_id == version.id, Correction.status == proposed),
    )


def _grants(application_ids: Sequence[int]) -> list[Grant]:
    found = select(Grant).where(Grant.application_id.in_(application_ids)).order_by(Grant.id)
    return list(db.session.scalars(found.options(joinedload(Grant.activity), joinedload(Grant.application))))


def _money(grants: Sequence[Grant]) -> dict[int, Money]:
    """By grant. At most five statements; none for no grants."""
    ids = [grant.id for grant in grants]
    if not ids:
        return {}
    out, back, again = paid(ids), returned(ids), refunding.owed(ids)
    reports = {report.grant_id: report for report in db.session.scalars(select(Report).where(Report.grant_id.in_(ids)))}
    return {
        grant.id: Money(
            out.get(grant.id, 0),
            back.get(grant.id, 0),
            _owed(grant, reports.get(grant.id), out.get(grant.id, 0)),
            grant.id in again,
        )
        for grant in grants
    }


def _owed(grant: Grant, report: Report | None, paid_nok: int) -> int:
    """Nothing is owed for what was called off, or whose report was let go."""
    if grant.cancelled_at is not None or report is None or report.state is not ReportState.APPROVED:
        return 0
    used = None
    if not grant.application.round.pays_before_report and report.total_cost_nok is not None:
        used = report.total_cost_nok - (report.other_income_nok or 0)
    return owed_nok(grant.accepted_nok, paid_nok, used)


def _is_over(
    decision: Decision,
    stands: Mapping[int, Mapping[int, Reply]],
    grants: Sequence[Grant],
    money: Mapping[int, Money],
    at: datetime,
) -> bool:
    """Told, the time to appeal over, everything answered, and everything owed paid."""
    times = deadlines(decision, at)
    if times.told_at is None or (times.appeal is not None and times.appeal.includes(local(at).date())):
        return False
    if any(reply.asked_nok for reply in stands[decision.application_id].values()):
        return False
    return not any(money[grant.id].owed_nok or money[grant.id].owes_again for grant in grants)


def _close(application: Application, grants: Sequence[Grant], money: Mapping[int, Money], at: datetime) -> None:
    """What was accepted and never paid, because less was needed or nothing was reported, goes back to the pot."""
    for grant in grants:
        of_grant = money[grant.id]
        if grant.accepted_nok > of_grant.paid_nok:
            kept = of_grant.paid_nok - of_grant.returned_nok
            cause = GiveBackCause.REDUCED if grant.cancelled_at is None else GiveBackCause.CANCELLED
            give_back(grant, kept, cause, by=SYSTEM, at=at)
    move(application, Status.CLOSED, by=SYSTEM, at=at)
