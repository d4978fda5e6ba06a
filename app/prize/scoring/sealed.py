"""Who sees whose scores of the prize. The only filter: cards, lists, matrix, counts and documents ask here.

The rule: one's own assessment always. Others' when the scores are locked, and then only the jury and its secretary.
While scores are given, and again while they are open for deputies, nobody sees another's: not the secretary, and not an
administrator. What is told before the lock is how many cards somebody has finished (queries.progress), nothing else.
"""

from collections.abc import Collection, Sequence

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, bindparam, select, true
from sqlalchemy.orm import joinedload

from app.access import Actor, Role
from app.extensions import db
from app.judging.models import Assessment, Score
from app.policy import NotNow, NotPermitted
from app.prize.models import Prize, PrizeStatus

P = PrizeStatus
OPENED = frozenset(
    {P.LOCKED, P.MEETING, P.RANKED, P.STATEMENT_READY, P.SIGNED, P.EMBARGO, P.HANDED_OVER, P.PUBLISHED, P.ARCHIVED}
)
READERS = frozenset({Role.JUROR, Role.PRIZE_SECRETARY})


def check_open(prize: Prize, user: Actor) -> None:
    """Raises NotPermitted for whoever is neither of the jury nor its secretary, NotNow until the scores are locked."""
    if not READERS & user.roles:
        raise NotPermitted(_("Bare juryen og jurysekretæren ser poengene."))
    if prize.status not in OPENED:
        raise NotNow(_("Poengene er forseglet til de er låst. Til da ser ingen andres poeng."))


def visible(prize: Prize, user: Actor) -> ColumnElement[bool]:
    """The rule as a condition on `Assessment`."""
    if prize.status in OPENED and READERS & user.roles:
        return true()
    return Assessment.assessor_id == user.actor_id


def assessments(prize: Prize, subjects: Collection[int], user: Actor) -> Sequence[Assessment]:
    """Those of these subjects that `user` may see, each with its scores: one statement."""
    found = select(Assessment).where(Assessment.subject_id.in_(subjects), visible(prize, user))
    loaded = found.options(joinedload(Assessment.scores).joinedload(Score.revision)).order_by(Assessment.id)
    return db.session.scalars(loaded).unique().all()


OWN = (
    select(Assessment)
    .where(
        Assessment.subject_id.in_(bindparam("subjects", expanding=True)), Assessment.assessor_id == bindparam("user_id")
    )
    .options(joinedload(Assessment.scores).joinedload(Score.revision))
)


def own_assessments(subjects: Collection[int], user: Actor) -> Sequence[Assessment]:
    """The person's own, whatever the status."""
    return db.session.scalars(OWN, {"subjects": list(subjects), "user_id": user.actor_id}).unique().all()
