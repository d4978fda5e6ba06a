"""Printing the letters of appeals. What each says is kept with the act that made it due; the worker prints it once."""

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from app.decisions.appeals.models import AppealHandling, AppealLetter
from app.decisions.models import Appeal
from app.extensions import db
from app.letters import making
from app.letters.content import KINDS
from app.letters.making import Due


def to_print(row_id: int) -> Due | None:
    """None when it is made already."""
    found = db.session.scalars(_unmade(row_id)).one_or_none()
    if found is None:
        return None
    return Due(KINDS[found.kind].from_dict(found.content), found.handling.appeal.number, found.recipients)


def keep(row_id: int, due: Due, pdf: bytes | None, at: datetime) -> None:
    """Keep the printed letter and tell of it, unless another worker was first."""
    found = db.session.scalars(_unmade(row_id).with_for_update(of=AppealLetter)).one_or_none()
    if found is not None:
        found.letter = making.keep(due, pdf, at)


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
