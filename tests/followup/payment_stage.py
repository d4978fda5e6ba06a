"""Payments at the point a test begins, made through the same actions as the pages and the clock."""

from datetime import date, datetime, timedelta

from app.accounts.models import ApplicantType
from app.extensions import db
from app.followup.payment import actions, exporting, planning, queries
from app.followup.payment.models import Payment, PaymentBatch
from tests.followup_world import ACCOUNTS, FollowupStage

PAYER = "86011117947"
MONDAY = date(2026, 9, 7)  # a working day after tests.conftest.MORNING


def planned(stage: FollowupStage, count: int = 1) -> list[Payment]:
    """Payments of so many grants, each to an account of its own."""
    for number in range(count):
        grant = stage.grant()
        stage.account(grant.application.organisation, number=ACCOUNTS[number])
    planning.plan_due(stage.at)
    db.session.commit()
    return list(queries.unsent(stage.round.id))


def internal(stage: FollowupStage) -> Payment:
    """To a unit of the municipality."""
    grant = stage.grant()
    organisation = grant.application.organisation
    organisation.applicant_type, organisation.cost_centre = ApplicantType.MUNICIPAL, "27110"
    planning.plan_due(stage.at)
    db.session.commit()
    return queries.all_of([grant.id])[grant.id][0]


def approved(stage: FollowupStage, *payments: Payment) -> list[str]:
    """By Finn and Gro. Their references."""
    references = [payment.reference for payment in payments]
    for person in (stage.finn, stage.gro):
        actions.approve(references, by=person, at=stage.at)
    db.session.commit()
    return references


def exported(stage: FollowupStage, *payments: Payment, at: datetime | None = None) -> PaymentBatch:
    references = approved(stage, *payments)
    made = exporting.export(stage.round.id, references, MONDAY, PAYER, by=stage.tuva, at=at or stage.at)
    db.session.commit()
    return made


def confirmed(stage: FollowupStage, *payments: Payment) -> PaymentBatch:
    batch = exported(stage, *payments)
    references = [payment.reference for payment in payments]
    actions.confirm(batch, references, MONDAY, by=stage.finn, at=stage.at + timedelta(days=10))
    db.session.commit()
    return batch
