"""A case that has ended goes on when something comes in it after all: a report that nobody waited for any more, or an
appeal on a claim. It ends by itself again (followup/closing.py)."""

from datetime import datetime

from sqlalchemy import select

from app.access import SYSTEM
from app.applications.models import Application, Status
from app.applications.workflow import move
from app.extensions import db


def reopen(application: Application, at: datetime) -> None:
    """Nothing where it has not ended. The row is locked: the clock may be ending it at this moment."""
    db.session.flush()
    found = select(Application).where(Application.id == application.id).with_for_update(of=Application)
    locked = db.session.scalars(found.execution_options(populate_existing=True)).one()
    if locked.status is Status.CLOSED:
        move(locked, Status.RELEASED, by=SYSTEM, at=at)
