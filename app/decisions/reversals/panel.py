"""What the pages show of reversals: the decision that stands beside what is proposed, and what waits for approval."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.applications.models import Application
from app.decisions.actions import proposal_of
from app.decisions.forms import ProposalForm
from app.decisions.models import Decision, DecisionLine
from app.decisions.outcomes import highest_nok, settled_amount
from app.decisions.panel import PanelLine, prefix
from app.decisions.reversals import policy as rules
from app.decisions.reversals import queries
from app.decisions.reversals.grounds import GROUNDS
from app.decisions.reversals.models import ChangeStatus, Reversal, ReversalLine
from app.decisions.standing import Standing, standings
from app.policy import denial

STATES: dict[ChangeStatus, str] = {
    ChangeStatus.PROPOSED: _l("Venter"),
    ChangeStatus.APPROVED: _l("Godkjent"),
    ChangeStatus.RETURNED: _l("Sendt tilbake"),
    ChangeStatus.WITHDRAWN: _l("Trukket"),
}
"""Of a proposal to reverse or correct, as staff read it."""


@dataclass(frozen=True)
class Compared:
    """One activity: what stands, and what is proposed."""

    title: str
    before: DecisionLine
    now: ReversalLine

    @property
    def is_changed(self) -> bool:
        """Whether the party gets anything else than before."""
        return (self.before.outcome, self.before.amount_nok, self.before.special_condition) != (
            self.now.outcome,
            self.now.amount_nok,
            self.now.special_condition,
        )


@dataclass(frozen=True)
class Proposed:
    """One proposal as staff read it. `approving` and `following` say why the person who looks cannot approve it, or
    cannot follow it up (notice, comment, withdrawal); None when they can."""

    reversal: Reversal
    compared: Sequence[Compared]
    needs_notice: bool
    approving: str | None
    returning: str | None
    following: str | None

    @property
    def ground(self) -> str:
        return str(GROUNDS[self.reversal.ground])

    @property
    def before_nok(self) -> int:
        return sum(one.before.amount_nok for one in self.compared)

    @property
    def now_nok(self) -> int:
        return sum(one.now.amount_nok for one in self.compared)


def proposed(reversal: Reversal, user: User, today: date) -> Proposed:
    """With what this person may do with it."""
    application = reversal.reversed.application
    standing = standings(user, [application.id])[application.id]
    return Proposed(
        reversal,
        compared(reversal),
        rules.needs_notice(reversal),
        denial(rules.can_approve, user, reversal, standing, today),
        denial(rules.may_answer, user, reversal, standing),
        denial(rules.can_follow_up, user, reversal),
    )


def compared(reversal: Reversal) -> list[Compared]:
    """In the order of the activities."""
    before = {line.activity_id: line for line in reversal.reversed.lines}
    return [Compared(line.activity.title or "", before[line.activity_id], line) for line in reversal.lines]


def lines(
    application: Application,
    decision: Decision,
    typed: Mapping[int, ProposalForm] | None = None,
    begun: Reversal | None = None,
) -> list[tuple[DecisionLine, PanelLine]]:
    """For each activity what stands, and the form for what is to stand. `begun`: a returned or withdrawn proposal that
    the form begins with; `typed`: forms that were refused."""
    kept: Mapping[int, Any] = {line.activity_id: line for line in (begun or decision).lines}
    forms = typed or {}
    return [
        (line, _line(application, line, kept[line.activity_id], forms.get(line.activity_id)))
        for line in sorted(decision.lines, key=lambda line: line.activity.position)
    ]


def _line(application: Application, stands: DecisionLine, kept: Any, typed: ProposalForm | None) -> PanelLine:
    proposal, activity = proposal_of(kept), stands.activity
    form = typed or ProposalForm(prefix=prefix(activity.position), obj=proposal)
    form.outcome.label.text = _("Nytt utfall")
    shown = form.proposal()
    return PanelLine(
        position=activity.position,
        title=activity.title or "",
        sought_nok=stands.sought_nok,
        highest_nok=highest_nok(stands.sought_nok, application.round),
        step_nok=application.round.step_nok,
        kept=proposal,
        typed=form,
        outcome=shown.outcome,
        amount_nok=settled_amount(shown.outcome, shown.amount_nok, stands.sought_nok),
        snippets=(),
        key=None,
    )


@dataclass(frozen=True)
class WaitingReversal:
    """One row for the approver. `may_declare`: they have not said whether they are impartial, and see the name only."""

    reversal: Reversal
    before_nok: int
    now_nok: int
    may_declare: bool
    blocked: str | None

    @property
    def ground(self) -> str:
        return str(GROUNDS[self.reversal.ground])


def waiting(round_id: int, user: User, today: date) -> list[WaitingReversal]:
    """What waits for approval in a round: one statement where nothing does."""
    found = queries.waiting_reversals(round_id)
    if not found:
        return []
    known = standings(user, sorted({one.reversed.application_id for one in found}))
    return [_waiting(one, user, known[one.reversed.application_id], today) for one in found]


def _waiting(reversal: Reversal, user: User, standing: Standing, today: date) -> WaitingReversal:
    return WaitingReversal(
        reversal,
        before_nok=sum(line.amount_nok for line in reversal.reversed.lines),
        now_nok=sum(line.amount_nok for line in reversal.lines),
        may_declare=standing.may_declare and user.id != reversal.prepared_by_id,
        blocked=denial(rules.can_approve, user, reversal, standing, today),
    )
