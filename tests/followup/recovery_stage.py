"""Money that was paid and ought to come back, at the point a test begins."""

from datetime import date, datetime, timedelta
from typing import Any

from app.extensions import db
from app.followup.grants.models import Grant
from app.followup.payment.planning import plan_due
from app.followup.payment.queries import unsent
from app.followup.recovery import actions
from app.followup.recovery.models import Recovery, RecoveryCause
from app.followup.report.models import Held, Report, ReportState
from tests.decisions.stage import FULL
from tests.followup.payment_stage import PAYER, confirmed, planned
from tests.followup_world import FollowupStage

COMMENT_BY = date(2026, 9, 15)  # two weeks after tests.conftest.MORNING


def paid(stage: FollowupStage) -> Grant:
    """5 000 kroner that have reached the receiver."""
    stage.round.payer_account = PAYER
    payment = planned(stage)[0]
    confirmed(stage, payment)
    return payment.grant


def all_paid(stage: FollowupStage, count: int) -> list[Grant]:
    """So many activities of one case, each paid 1 000 kroner."""
    stage.round.payer_account = PAYER
    activities = [{"title": f"Kveld {number}", "sought_nok": 1000} for number in range(count)]
    grants = stage.accepted(stage.released(*[FULL] * count, activities=activities))
    stage.account()
    plan_due(stage.at)
    db.session.commit()
    confirmed(stage, *unsent(stage.round.id))
    return grants


def reported(grant: Grant, at: datetime, state: ReportState = ReportState.APPROVED, **fields: Any) -> Report:
    """A report of the grant, as it stands after its own pages."""
    made = Report(
        grant_id=grant.id,
        state=state,
        length="short",
        saved_at=at,
        submitted_at=at,
        approved_at=at if state is ReportState.APPROVED else None,
        **{"held": Held.YES, "total_cost_nok": grant.accepted_nok, "other_income_nok": 0, "unused_nok": 0, **fields},
    )
    db.session.add(made)
    db.session.commit()
    return made


def warned(stage: FollowupStage, grant: Grant, amount_nok: int = 2000) -> Recovery:
    about = actions.Warned(RecoveryCause.UNUSED, amount_nok, "Rapporten viser 2 000 kroner til overs.", COMMENT_BY)
    made = actions.warn(grant, about, by=stage.hanne, at=stage.at)
    db.session.commit()
    return made


def claimed(stage: FollowupStage, grant: Grant, amount_nok: int = 2000) -> Recovery:
    """Commented by Kari, and decided by Gro."""
    made = warned(stage, grant, amount_nok)
    actions.comment(made, "Vi kjøpte verktøy for resten.", by=stage.kari, at=stage.at)
    pay_by = (stage.at + timedelta(days=21)).date()
    actions.claim(made, "Verktøy var ikke med i budsjettet.", pay_by, by=stage.gro, at=stage.at)
    db.session.commit()
    return made
