"""Notes for those who make next year's week: what worked, and what did not."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from app.access import Actor, Role
from app.audit.actions import record
from app.extensions import db
from app.insight.models import LearningNote
from app.policy import NotComplete, NotPermitted

WRITES = frozenset({Role.CASE_HANDLER, Role.APPROVER, Role.ADMINISTRATOR})


def can_write(by: Actor) -> None:
    if not by.roles & WRITES:
        raise NotPermitted(_("Bare saksbehandlere, godkjennere og administratorer skriver læringsnotater."))


def notes(year: int) -> list[LearningNote]:
    """What worked first, each in the order it was written. One statement."""
    found = select(LearningNote).where(LearningNote.year == year)
    return list(db.session.scalars(found.order_by(LearningNote.worked.desc(), LearningNote.id)))


def note(year: int, *, worked: bool, text: str, by: Actor, at: datetime) -> LearningNote:
    can_write(by)
    written = " ".join(text.split())
    if not written or len(written) > LearningNote.TEXT_LENGTH:
        raise NotComplete(_("Skriv et notat på høyst %(most)s tegn.", most=LearningNote.TEXT_LENGTH))
    made = LearningNote(year=year, worked=worked, text=written, by_name=by.display_name, at=at)
    db.session.add(made)
    record("learning_noted", by=by, at=at, year=year)
    return made


def remove(public_id: str, *, by: Actor, at: datetime) -> int:
    """Take a note away. Returns its year. Raises NoResultFound."""
    can_write(by)
    found = db.session.scalars(select(LearningNote).where(LearningNote.public_id == public_id)).one()
    year = found.year
    db.session.delete(found)
    record("learning_removed", by=by, at=at, year=year)
    return year
