"""An approver takes back a decision that nobody has been told of: undo, as far as the law allows.

A decision binds when the party is told (forvaltningsloven § 35 first paragraph b). What was decided is kept as a record
beside the chain of events.
"""

from datetime import datetime

from flask_babel import gettext as _

from app.access import Role
from app.accounts.models import User
from app.applications.models import Application, Status
from app.applications.workflow import move
from app.audit.actions import record
from app.decisions import queries
from app.decisions.models import Decision, RecommendationStatus, RegrettedDecision
from app.decisions.outcomes import TEXTS
from app.extensions import db
from app.policy import NotNow, NotPermitted
from app.review import policy as review


def can_take_back(user: User, application: Application, decision: Decision | None) -> None:
    """An impartial approver, while the first decision is neither released nor planned to be."""
    if Role.APPROVER not in user.roles:
        raise NotPermitted(_("Bare godkjennere kan ta tilbake et vedtak."))
    review.can_read(user, application)
    if decision is None or decision.released_at is not None or decision.version > 1:
        raise NotNow(_("Vedtaket er sendt til søkeren. Det kan bare endres ved omgjøring."))
    if decision.release_id is not None:
        raise NotNow(_("Vedtaket er planlagt frigitt. Stopp frigivelsen først."))


def take_back(application: Application, *, by: User, at: datetime) -> None:
    """The recommendation waits again, and the money is back in the pot. The round is locked first, so that a release at
    the same moment is either planned or not."""
    grant_round = queries.locked_round(application.round_id)
    application = queries.cases_to_decide(application.round_id, [application.reference])[application.reference]
    decision = queries.newest_decision(application.id)
    can_take_back(by, application, decision)
    assert decision is not None
    amount = sum(line.amount_nok for line in decision.lines)
    db.session.add(_kept(decision, by, at))
    adopted = decision.recommendation
    db.session.delete(decision)
    adopted.status = RecommendationStatus.SENT
    grant_round.committed_nok -= amount
    for row in application.case_rows:
        row.decided_nok = None
    move(application, Status.RECOMMENDED, by=by, at=at)
    record("decision_taken_back", by=by, at=at, case=application.reference, amount_nok=amount)


def _kept(decision: Decision, by: User, at: datetime) -> RegrettedDecision:
    lines = [
        {
            "activity": line.activity_id,
            "outcome": line.outcome.value,
            "amount_nok": line.amount_nok,
            **{name: getattr(line, name) for name in TEXTS},
        }
        for line in decision.lines
    ]
    return RegrettedDecision(
        application_id=decision.application_id,
        recommendation_id=decision.recommendation_id,
        lines=lines,
        decided_by_id=decision.decided_by_id,
        decided_at=decision.decided_at,
        taken_back_by_id=by.id,
        taken_back_at=at,
    )
