"""What was accepted before grants had rows of their own is carried on."""

from sqlalchemy import delete, select

from app.extensions import db
from app.followup.acceptance.earlier import missing_grants
from app.followup.grants.models import Grant
from tests.followup_world import FollowupStage


def test_an_acceptance_from_before_gets_its_grant_once(stage: FollowupStage) -> None:
    stage.grant()
    db.session.execute(delete(Grant))
    db.session.commit()
    assert (missing_grants(stage.at), missing_grants(stage.at)) == (1, 0)
    db.session.commit()
    [made] = db.session.scalars(select(Grant)).all()
    assert (made.accepted_nok, made.plan["title"]) == (5000, "Fiksekveld 1")
