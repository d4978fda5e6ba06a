"""Which rows of a list show their scores to a person, by the rule of judging.blindness."""

from sqlalchemy import ColumnElement

from app.access import Actor
from app.applications.models import CaseRow
from app.judging.blindness import Asking, Stage, totals_visible
from app.review.queries import STAGES

PROPOSED = [status for status, stage in STAGES.items() if stage is Stage.PROPOSED]
SETTLED = [status for status, stage in STAGES.items() if stage is Stage.SETTLED]


def scores_seen(user: Actor, asking: Asking = Asking.BY_ROW) -> ColumnElement[bool]:
    """True for the rows of which this person may see the score, and what follows from it."""
    return totals_visible(
        CaseRow.subject_id,
        user,
        proposed=CaseRow.status.in_(PROPOSED),
        settled=CaseRow.status.in_(SETTLED),
        asking=asking,
    )
