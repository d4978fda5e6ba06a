"""Cases that lack something, asked for through the same actions as the pages."""

from datetime import date, datetime

from sqlalchemy import select

from app.accounts.models import User
from app.applications.models import Application
from app.casework.supplements import actions as supplements
from app.casework.supplements.actions import Given
from app.casework.supplements.models import Supplement
from app.casework.supplements.policy import Asked
from app.clock import at_oslo
from app.extensions import db
from app.mail.models import Mail
from tests.decisions.stage import Stage

WHEN = Asked("free-1", "Når er aktiviteten?", "Ordningen støtter bare det som skjer i uka.")
WHERE = Asked("free-2", "Hvor er den?")
DUE = date(2026, 9, 8)  # the tests' clock stands at Tuesday 1 September
DAY_AFTER = at_oslo(date(2026, 9, 9), 6)


def ask(
    stage: Stage,
    application: Application,
    *items: Asked,
    due_on: date | None = DUE,
    by: User | None = None,
    at: datetime | None = None,
) -> Supplement:
    made = supplements.request(
        application,
        items or (WHEN, WHERE),
        due_on,
        public_url="http://localhost",
        by=by or stage.hanne,
        at=at or stage.at,
    )
    db.session.commit()
    return made


def asked(stage: Stage, *items: Asked, **changes: object) -> Supplement:
    """A case in the formal check that waits for its applicant."""
    return ask(stage, stage.in_screening(**changes), *items)


def write(supplement: Supplement, by: User, at: datetime, *texts: str, revision: int | None = None) -> dict[int, str]:
    """Save a draft; what came of it where somebody else wrote meanwhile, in words."""
    given = {position: Given(text) for position, text in enumerate(texts, start=1)}
    found = supplements.save_draft(supplement, given, revision=revision, by=by, at=at)
    db.session.commit()
    return {position: conflict.sentence for position, conflict in found.items()}


def answer(supplement: Supplement, by: User, at: datetime, *texts: str) -> None:
    write(supplement, by, at, *texts)
    supplements.answer(supplement, by=by, at=at)
    db.session.commit()


def subjects(application: Application) -> list[tuple[str, str]]:
    found = select(Mail).where(Mail.case_reference == application.reference).order_by(Mail.id)
    return [(mail.recipient, mail.subject) for mail in db.session.scalars(found)]
