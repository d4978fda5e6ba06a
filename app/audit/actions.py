"""Record events in the transaction they belong to, and seal them last of all before it commits."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import event, insert, select, update
from sqlalchemy.orm import Session, SessionTransaction

from app.access import Actor
from app.audit.chain import seal
from app.audit.events import EVENTS
from app.audit.models import AuditEvent, ChainHead
from app.extensions import db

WAITING = "audit_events_waiting"


def record(kind: str, /, *, by: Actor, at: datetime, case: str | None = None, **fields: Any) -> None:
    """Add an event to this transaction. `case` is the public reference; `fields` are those declared for `kind`.

    Raises KeyError for an undeclared kind and ValueError for fields other than the declared ones.
    """
    declared = EVENTS[kind]
    if declared.fields != fields.keys():
        raise ValueError(f"{kind} declares {sorted(declared.fields)}, got {sorted(fields)}")
    if not db.session().in_transaction():
        db.session().begin()
    waiting: list[dict[str, Any]] = db.session.info.setdefault(WAITING, [])
    waiting.append(
        {
            "at": at,
            "kind": kind,
            "case_reference": case,
            "audience": declared.audience.value,
            "actor_id": by.actor_id,
            "actor_name": by.display_name,
            "fields": {name: _plain(value) for name, value in fields.items()},
        }
    )


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return value if isinstance(value, bool | int | list) or value is None else str(value)


@event.listens_for(db.session, "before_commit")
def write_waiting(session: Session) -> None:
    """Lock the head of the chain last, number and seal what waits, and insert it in one statement."""
    waiting = session.info.pop(WAITING, [])
    if not waiting:
        return
    session.flush()
    head = session.execute(select(ChainHead.number, ChainHead.hash).with_for_update()).one()
    rows = list(_sealed(waiting, head.number, head.hash))
    session.execute(insert(AuditEvent), rows)
    session.execute(update(ChainHead).values(number=rows[-1]["number"], hash=rows[-1]["hash"]))


def _sealed(waiting: Iterable[dict[str, Any]], number: int, previous: str) -> Iterable[dict[str, Any]]:
    for row in waiting:
        number += 1
        row = {**row, "number": number, "previous_hash": previous}
        previous = seal(row)
        yield {**row, "hash": previous}


@event.listens_for(db.session, "after_transaction_end")
def forget_waiting(session: Session, transaction: SessionTransaction) -> None:
    """What was not committed did not happen."""
    if transaction.parent is None:
        session.info.pop(WAITING, None)
