"""Which advice of a round a person may see: only what is made of nothing that is hidden from them.

Whether something is hidden is told by what everybody knows (the statuses) and by the person's own assessments, never by
whether others have assessed.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, bindparam, select

from app.access import Actor, Role
from app.applications.models import Status
from app.applications.pot import Tallies
from app.extensions import db
from app.judging.blindness import Asking, asking
from app.review.ranking_models import Basis, RankingMark, RankingReview
from app.review.reckoning import STATUSES, is_stale
from app.review.sight import PROPOSED, SETTLED, scores_seen


@dataclass(frozen=True)
class Sight:
    """How one person sees the scores of a round."""

    user: Actor
    asking: Asking

    def seen(self, *, few: bool) -> ColumnElement[bool]:
        """The condition for the rows. `few`: a page of them, not all that stand before it."""
        return scores_seen(self.user, Asking.ONCE if self.asking is Asking.BY_ROW and not few else self.asking)

    @property
    def statuses(self) -> frozenset[Status]:
        """Where every score is seen."""
        reads = self.user.roles & {Role.APPROVER, Role.READER}
        return frozenset({*SETTLED, *(PROPOSED if reads else ())})


def sight(user: Actor, tallies: Tallies) -> Sight:
    """One statement."""
    rows = sum(tally.activities for tally in tallies if tally.status in STATUSES[Basis.ALL])
    return Sight(user, asking(user, rows))


@dataclass(frozen=True)
class Advising:
    """The advice that is shown, with what it is made of; None when there is none to show. `hides`: there are cases in
    review or beyond whose scores this person may not see yet."""

    hides: bool
    basis: Basis | None
    review: RankingReview | None
    is_stale: bool
    same_cases: bool  # the person sees the scores of the very cases that the advice ranks, and no others


def advising(known: Sight, round_id: int, tallies: Tallies) -> Advising:
    """The widest basis that hides nothing: one statement."""
    kept: dict[Basis, Kept] = {
        review.basis: (review, mark) for review, mark in db.session.execute(KEPT, {"round_id": round_id})
    }
    open_to = [basis for basis in Basis if _is_open(basis, known, kept.get(basis, NOTHING), tallies)]
    basis = next((basis for basis in open_to if _has_cases(basis, tallies)), None)
    review, mark = kept.get(basis, NOTHING) if basis else NOTHING
    return Advising(
        hides=Basis.ALL not in open_to,
        basis=basis,
        review=review,
        is_stale=review is not None and is_stale(review, mark, tallies),
        same_cases=basis is Basis.ALL or known.asking is Asking.NEVER,
    )


Kept = tuple[RankingReview | None, RankingMark | None]
NOTHING: Kept = (None, None)
KEPT = (
    select(RankingReview, RankingMark)
    .outerjoin(RankingMark, RankingMark.round_id == RankingReview.round_id)
    .where(RankingReview.round_id == bindparam("round_id"))
)


def _has_cases(basis: Basis, tallies: Tallies) -> bool:
    return any(tally.activities for tally in tallies if tally.status in STATUSES[basis])


def _is_open(basis: Basis, known: Sight, kept: Kept, tallies: Tallies) -> bool:
    """The person sees every score of such cases; or has assessed all of the others; or there are no others, neither now
    nor when it was reckoned."""
    review, mark = kept
    unsure = STATUSES[basis] - known.statuses
    if not unsure or (review is not None and known.user.actor_id in review.seen_by):
        return True
    is_old = review is not None and is_stale(review, mark, tallies)
    return not is_old and not any(tally.activities for tally in tallies if tally.status in unsure)
