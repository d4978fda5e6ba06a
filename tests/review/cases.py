"""Cases at the stages of the review, made through the same actions as the pages."""

from typing import Any

from sqlalchemy import select

from app.access import Role
from app.accounts.models import User
from app.applications.models import Application
from app.audit.models import AuditEvent
from app.extensions import db
from app.judging.models import Assessment, Criterion, ImpartialityAnswer
from app.review import actions
from tests.world import World

IMPARTIAL, DOUBT, DISQUALIFIED = (
    ImpartialityAnswer.IMPARTIAL,
    ImpartialityAnswer.DOUBT,
    ImpartialityAnswer.DISQUALIFIED,
)


def submitted(world: World, **changes: Any) -> Application:
    """A sent application of Fiksekroken, for one standard activity unless `activities` says otherwise."""
    kari = world.user()
    return world.application(world.organisation(kari), kari, world.round(), **changes)


def handler(world: World, name: str = "Hanne Holm") -> User:
    return world.user(Role.CASE_HANDLER, name=name)


def declare(application: Application, *people: User, answer: ImpartialityAnswer = IMPARTIAL, reason: str = "") -> None:
    for person in people:
        actions.declare(application, answer, reason, by=person, at=application.saved_at)
    db.session.commit()


def in_screening(world: World, by: User, **changes: Any) -> Application:
    application = submitted(world, **changes)
    declare(application, by)
    actions.start_screening(application, by=by, at=world.at)
    db.session.commit()
    return application


def in_review(world: World, by: User, *others: User, **changes: Any) -> Application:
    application = in_screening(world, by, **changes)
    declare(application, *others)
    actions.pass_screening(application, by=by, at=world.at)
    db.session.commit()
    return application


def criteria(application: Application) -> list[Criterion]:
    assert application.round.rubric is not None
    return list(application.round.rubric.criteria)


def score(world: World, application: Application, by: User, *values: int | None, activity: int = 0) -> None:
    """Save a sheet, with a comment where one is required; None is «kan ikke vurderes»."""
    for criterion, value in zip(criteria(application), values, strict=True):
        actions.save_score(
            application.activities[activity],
            criterion,
            value,
            cannot_assess=value is None,
            comment="Fordi planen viser det." if value in (1, 5) else None,
            by=by,
            at=world.at,
        )
    db.session.commit()


def send(world: World, application: Application, by: User, *values: int | None, activity: int = 0) -> Assessment:
    score(world, application, by, *values, activity=activity)
    sent = actions.send_assessment(application.activities[activity], by=by, at=world.at)
    db.session.commit()
    return sent


def events(application: Application, kind: str) -> list[dict[str, Any]]:
    """The fields of each such event of the case, oldest first."""
    found = select(AuditEvent).where(AuditEvent.case_reference == application.reference, AuditEvent.kind == kind)
    return [event.fields for event in db.session.scalars(found.order_by(AuditEvent.number))]
