"""The letter of a case that waits, made of what is recommended. Nothing of it is kept."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.exc import NoResultFound

from app.accounts.models import User
from app.applications.models import Application
from app.applications.queries import latest_version
from app.casework.supplements.actions import newest_answered_on
from app.clock import local
from app.decisions import queries
from app.decisions.letters import Line, Signers, decision_content, link_to
from app.decisions.models import RecommendationStatus
from app.decisions.printing import competition
from app.decisions.replies import Offer, replies_with
from app.decisions.reversals.letters import with_change
from app.decisions.reversals.models import Reversal
from app.letters.content import DecisionContent
from app.review.policy import can_read


def content(application: Application, user: User, at: datetime) -> DecisionContent:
    """As it would be if `user` decided now and it was released now. The link is only the path: the page it leads to is
    not there yet. Raises NoResultFound when nothing is recommended."""
    can_read(user, application)
    recommendation = queries.latest_recommendation(application.id)
    waiting = {RecommendationStatus.SENT, RecommendationStatus.ADOPTED}
    if recommendation is None or recommendation.status not in waiting:
        raise NoResultFound
    return _content(application, recommendation.lines, recommendation.made_by_name, user, at)


def of_reversal(application: Application, reversal: Reversal, user: User, at: datetime) -> DecisionContent:
    """The letter of the new version, as it would be if `user` approved now and it was released now."""
    can_read(user, application)
    proposed = {line.activity_id: Offer(line.amount_nok, line.special_condition) for line in reversal.lines}
    made = _content(application, reversal.lines, reversal.prepared_by_name, user, at)
    return with_change(made, reversal, reversal.lines, replies_with(application.id, proposed))


def _content(
    application: Application, lines: Sequence[Line], prepared_by: str, user: User, at: datetime
) -> DecisionContent:
    return decision_content(
        application,
        latest_version(application.id).content,
        lines,
        Signers(prepared_by, user.name, user.title),
        competition(application.round_id),
        on=local(at).date(),
        links=link_to(application.reference, ""),
        supplement_on=newest_answered_on(application.id),
    )
