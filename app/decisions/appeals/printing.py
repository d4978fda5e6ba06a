"""Printing the letters of appeals. What each says is kept with the act that made it due; the worker prints it once."""

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from app.access import SYSTEM
from app.decisions.appeals.models import AppealHandling, AppealLetter
from app.decisions.models import Appeal
from app.extensions import db
from app.letters.actions import issue, notify
from app.letters.content import KINDS, Content


def to_print(row_id: int) -> Content | None:
    """What it says; None when it is made already."""
    found = db.session.scalars(_unmade(row_id)).one_or_none()
    return KINDS[found.kind].from_dict(found.content) if found else None


def keep(row_id: int, content: Content, pdf: bytes, at: datetime) -> bool:
    """Keep the printed letter and tell of it, once. False when another worker was first."""
    found = db.session.scalars(_unmade(row_id).with_for_update(of=AppealLetter)).one_or_none()
    if found is None:
        return False
    found.letter = issue(
        kind=found.kind,
        case_reference=content.reference,
        version=found.handling.appeal.number,
        content=content,
        by=SYSTEM,
        at=at,
        pdf=pdf,
    )
    notify(found.letter, found.recipients, at)
    return True


def _unmade(row_id: int) -> Select[AppealLetter]:
    return (
        select(AppealLetter)
        .where(AppealLetter.id == row_id, AppealLetter.letter_id.is_(None))
        .options(
            joinedload(AppealLetter.handling, innerjoin=True)
            .joinedload(AppealHandling.appeal, innerjoin=True)
            .load_only(Appeal.number)
        )
    )
