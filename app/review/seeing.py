"""Which advice of a round a person may see: only what is made of nothing that is hidden from them.

Whether something is hidden is told by what everybody knows (the statuses) and by the person's own assessments, never by
whether others have assessed.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, not_, select

from app.access import Actor, Role
from app.applications.models import CaseRow, Status
from app.applications.pot import Tallies
from app.extensions import db
from app.judging.blindness import Asking, asking
from app.review.ranking_models import Basis, RankingMark, RankingReview
from app.review.reckoning import STATUSES, is_stale
from app.review.sight import PROPOSED, SETTLED, scores_seen


@dataclass(frozen=True)
class Advising:
    """The advice that is shown, with what it is made of; None when there is none to show. `hides`: there are cases in
    review or beyond whose scores this person may not see yet."""

    hides: bool
    basis: Basis | None
    review: RankingReview | None
    is_stale: bool
    same_cases: bool = False  # the person sees the scores of the very cases that the advice ranks, and no others


@dataclass(frozen=True)
class Sight:
    """What one person sees of a round's scores: the condition for its rows, and how it is asked."""

    round_id: int
    asking: Asking
    seen: ColumnElement[bool]
    tallies: Tallies
    statuses_seen: frozenset[Status]

    def is_hidden(self, basis: Basis) -> bool:
        """Whether some case of the basis hides its scores. No statement for those who see by status alone."""
        unsure = STATUSES[basis] - self.statuses_seen
        if not any(tally.activities for tally in self.tallies if tally.status in unsure):
            return False
        if self.asking is Asking.NEVER:
            return True
        hidden = select(CaseRow.activity_id).where(
            CaseRow.round_id == self.round_id, CaseRow.status.in_(unsure), not_(self.seen)
        )
        return bool(db.session.scalar(select(exists(hidden))))


def sight(user: Actor, round_id: int, tallies: Tallies) -> Sight:
    """One statement."""
    rows = sum(tally.activities for tally in tallies if tally.status in STATUSES[Basis.ALL])
    how = asking(user, rows)
    by_status = {*SETTLED, *(PROPOSED if user.roles & {Role.APPROVER, Role.READER} else ())}
    return Sight(round_id, how, scores_seen(user, how), tallies, frozenset(by_status))


def advising(known: Sight) -> Advising:
    """The widest basis that hides nothing: four statements at most."""
    hides = known.is_hidden(Basis.ALL)
    basis = Basis.ALL if not hides else None if known.is_hidden(Basis.PROPOSED) else Basis.PROPOSED
    if basis is None:
        return Advising(hides, None, None, False)
    wanted = (
        select(RankingReview, RankingMark)
        .outerjoin(RankingMark, RankingMark.round_id == RankingReview.round_id)
        .where(RankingReview.round_id == known.round_id, RankingReview.basis == basis)
    )
    found = db.session.execute(wanted).one_or_none()
    if found is None:
        return Advising(hides, basis, None, False)
    review, mark = found
    same = basis is Basis.ALL or known.asking is Asking.NEVER
    return Advising(hides, basis, review, is_stale(review, mark, known.tallies), same)
