"""What the case page shows of the recommendation: one form for each activity, the round's snippets, and the pot."""

import functools
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.access import Role
from app.accounts.models import User
from app.applications.models import Activity, Application, Status
from app.applications.pot import Pot, pot
from app.decisions import policy, queries, snippets
from app.decisions.actions import proposal_of
from app.decisions.forms import ProposalForm
from app.decisions.models import Decision, Outcome, Recommendation, RecommendationStatus
from app.decisions.outcomes import Proposal, highest_nok, settled_amount
from app.policy import denial
from app.review.standing import Standing
from app.rounds.merging import merge


@dataclass(frozen=True)
class Snippet:
    """A reusable reason, offered for the outcome it belongs to."""

    position: int
    outcome: str
    title: str
    text: str


@dataclass(frozen=True)
class PanelLine:
    """One activity, with the form for its proposal. Amounts are whole kroner. `key`: everything that the form shows;
    None for one that was refused."""

    position: int
    title: str
    sought_nok: int
    highest_nok: int
    step_nok: int
    kept: Proposal
    typed: ProposalForm | None
    outcome: Outcome | None
    amount_nok: int | None
    snippets: tuple[Snippet, ...]
    key: Hashable

    @functools.cached_property
    def form(self) -> ProposalForm:
        """Made when it is asked for: as slow to make as to write."""
        return self.typed or ProposalForm(prefix=prefix(self.position), obj=self.kept)


@dataclass(frozen=True)
class RecommendationPanel:
    """`blocked` says why nothing can be written now; then the panel is read, not filled in.

    `step` folds it to a line: write, waiting (sent to the approver) or decided.
    """

    reference: str
    step: str
    lines: Sequence[PanelLine]
    pot: Pot
    blocked: str | None
    recommendation: Recommendation | None
    returned: Recommendation | None
    decision: Decision | None
    may_take_back: bool
    may_regret: bool

    @property
    def this_nok(self) -> int:
        """What this recommendation comes to."""
        return sum(line.amount_nok or 0 for line in self.lines)

    @property
    def left_after_nok(self) -> int:
        """What is left of the pot when this recommendation is counted too."""
        counted = self.step != "write"
        return self.pot.left_nok - (0 if counted else self.this_nok)


def recommendation_panel(
    application: Application,
    user: User,
    typed: Mapping[int, ProposalForm] | None = None,
    own: Standing | None = None,
) -> RecommendationPanel:
    """`typed` are forms by activity that were refused, with their errors: shown instead of what is kept. `own`: how the
    user stands to the case (review.standing), where it is loaded already. Three statements at most."""
    decided = application.status in {Status.DECIDED, Status.RELEASED, Status.CLOSED, Status.ARCHIVED}
    step = "decided" if decided else "waiting" if application.status is Status.RECOMMENDED else "write"
    decision = queries.newest_decision(application.id) if decided else None
    latest = None if decided else queries.latest_recommendation(application.id)
    written = decision or latest
    kept = {line.activity_id: proposal_of(line) for line in written.lines} if written else {}
    texts = _snippets(application, step)
    return RecommendationPanel(
        reference=application.reference,
        step=step,
        lines=[
            _line(application, activity, kept.get(activity.id, Proposal()), (typed or {}).get(activity.id), texts)
            for activity in application.activities
        ],
        pot=pot(application.round),
        blocked=denial(policy.can_write, user, application, own) if step == "write" else None,
        recommendation=latest,
        returned=latest if latest and latest.status is RecommendationStatus.RETURNED else None,
        decision=decision,
        may_regret=application.status is Status.DECIDED and Role.APPROVER in user.roles,
        may_take_back=step == "waiting" and Role.CASE_HANDLER in user.roles,
    )


def _snippets(application: Application, step: str) -> tuple[Snippet, ...]:
    if step != "write":
        return ()
    texts = queries.snippets(application.round_id)
    return tuple(Snippet(text.position, text.code or "", text.title or "", text.text) for text in texts)


def _merged(texts: tuple[Snippet, ...], application: Application, activity: Activity) -> tuple[Snippet, ...]:
    values = snippets.values(application, activity)
    return tuple(replace(one, text=merge(one.text, values)) if "{{" in one.text else one for one in texts)


def _line(
    application: Application,
    activity: Activity,
    kept: Proposal,
    typed: ProposalForm | None,
    texts: tuple[Snippet, ...],
) -> PanelLine:
    sought = activity.sought_nok or 0
    texts = _merged(texts, application, activity)
    most, step = highest_nok(sought, application.round), application.round.step_nok
    shown = typed.proposal() if typed else kept
    return PanelLine(
        position=activity.position,
        title=activity.title or "",
        sought_nok=sought,
        highest_nok=most,
        step_nok=step,
        kept=kept,
        typed=typed,
        outcome=shown.outcome,
        amount_nok=settled_amount(shown.outcome, shown.amount_nok, sought),
        snippets=texts,
        key=None if typed else (activity.position, activity.title, sought, most, step, kept, texts),
    )


def prefix(position: int) -> str:
    """The start of the names of an activity's fields: «a1-»."""
    return f"a{position}-"


def typed_forms(application: Application, formdata: Any) -> dict[int, ProposalForm]:
    """The posted forms, by activity."""
    return {
        activity.id: ProposalForm(formdata, prefix=prefix(activity.position)) for activity in application.activities
    }


def show_problems(application: Application, forms: Mapping[int, ProposalForm], missing: Mapping[str, str]) -> None:
    """Put the sentences of a refusal at their fields; `missing` by field name: {"a1-reasons": sentence}."""
    for activity in application.activities:
        for name, sentence in missing.items():
            if name.startswith(prefix(activity.position)):
                forms[activity.id][name.removeprefix(prefix(activity.position))].errors = [sentence]
