"""What a release adds to the letters of decisions that are made anew."""

from collections.abc import Mapping, Sequence

from app.decisions.models import Decision
from app.decisions.replies import replies_of_cases
from app.decisions.reversals import queries
from app.decisions.reversals.letters import with_change
from app.letters.content import DecisionContent


def with_changes(decisions: Sequence[Decision], contents: Mapping[int, DecisionContent]) -> dict[int, DecisionContent]:
    """The contents with what is changed, for the versions that replace an earlier one. No statement when none does."""
    anew = {decision.id: decision for decision in decisions if decision.version > 1}
    made = queries.reversals_that_made(list(anew))
    stands = replies_of_cases([decision.application_id for decision in anew.values()]) if made else {}
    changed = {
        decision_id: with_change(
            contents[decision_id], reversal, anew[decision_id].lines, stands[anew[decision_id].application_id]
        )
        for decision_id, reversal in made.items()
    }
    return {**contents, **changed}
