"""Reading the history."""

from collections.abc import Sequence

from sqlalchemy import bindparam, select

from app.audit.chain import first_break
from app.audit.events import EVENTS, Audience
from app.audit.models import AuditEvent, ChainHead
from app.extensions import db

TIMELINE = (
    select(AuditEvent)
    .where(
        AuditEvent.case_reference == bindparam("case_reference"),
        AuditEvent.audience.in_(bindparam("audiences", expanding=True)),
    )
    .order_by(AuditEvent.number.desc())
    .limit(200)
)


def timeline(case_reference: str, audiences: Sequence[Audience]) -> Sequence[AuditEvent]:
    """The newest 200 events of a case that these audiences may read, newest first."""
    return db.session.scalars(TIMELINE, {"case_reference": case_reference, "audiences": audiences}).all()


def sentence(event: AuditEvent) -> str:
    """What happened, in words."""
    return str(EVENTS[event.kind].sentence) % event.fields


def broken_link(expected_head: str | None = None) -> str | None:
    """The first break in the chain, in words, or None. `expected_head` is a hash kept elsewhere earlier:
    it must still be in the chain, which proves that no tail was cut since."""
    newest = db.session.execute(select(ChainHead.number, ChainHead.hash)).one()
    in_order = select(AuditEvent.__table__).order_by(AuditEvent.number).execution_options(yield_per=1000)
    with db.session.execute(in_order) as events:
        found = first_break((dict(row) for row in events.mappings()), newest.number, newest.hash)
    if found or expected_head is None:
        return found
    known = db.session.scalar(select(AuditEvent.number).where(AuditEvent.hash == expected_head))
    return None if known is not None or expected_head == newest.hash else "hodet som ble oppgitt, finnes ikke i kjeden"


def head() -> str:
    """The hash of the newest event: keep it elsewhere, and `broken_link(it)` proves later that nothing was cut."""
    return db.session.scalars(select(ChainHead.hash)).one()


def newest_number() -> int:
    """The number of the newest event; what happens later has a higher one."""
    return db.session.scalars(select(ChainHead.number)).one()
