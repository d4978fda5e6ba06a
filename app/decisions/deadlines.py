"""When a decision was made known, and by when it can be appealed and accepted."""

from dataclasses import dataclass
from datetime import date, datetime

from app.clock import local
from app.decisions.letters import acceptance_deadline, may_appeal
from app.decisions.models import Decision
from app.law.deadlines import Deadline, appeal_deadline
from app.letters import queries as letters


@dataclass(frozen=True)
class Deadlines:
    """`told_at` is when the notice had gone out; until then the time has not begun to run, and the days are what they
    would be if it went out at `at`. `appeal` is None where the round makes no individual decisions."""

    told_at: datetime | None
    acceptance: date
    appeal: Deadline | None
    at: datetime

    @property
    def today(self) -> date:
        """In Oslo, with the server's clock."""
        return local(self.at.replace(microsecond=0)).date()

    @property
    def may_answer(self) -> bool:
        return self.today <= self.acceptance

    @property
    def appeal_is_late(self) -> bool:
        """Whether an appeal sent now comes too late (it is received all the same)."""
        return self.appeal is not None and not self.appeal.includes(self.today)


def deadlines(decision: Decision, at: datetime) -> Deadlines:
    """Counted from when the applicant was told: when the letter was available and the notice sent, whichever is last
    (eForvaltningsforskriften § 11)."""
    assert decision.letter is not None
    told_at = letters.notified_at(decision.letter)
    told_on = local(told_at or at).date()
    return Deadlines(
        told_at=told_at,
        acceptance=acceptance_deadline(decision.application.round, told_on),
        appeal=period(decision, told_on) if may_appeal(decision.application) else None,
        at=at,
    )


def period(decision: Decision, told_on: date) -> Deadline:
    """Three weeks; anew from when reasons that had been left out came, and longer where it was extended."""
    return appeal_deadline(told_on, counted_from=decision.appeal_counted_from, extended_to=decision.appeal_until)
