"""The chain of events: what is changed, removed or cut is found; and what does not commit did not happen."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.access import SYSTEM
from app.audit.actions import record
from app.audit.events import EVENTS
from app.audit.models import AuditEvent
from app.audit.queries import broken_link, head
from app.extensions import db


@pytest.fixture
def three_events(app: Flask, at: datetime) -> None:
    for number in (1, 2, 3):
        record("reserve_released", by=SYSTEM, at=at, round="ombruksuka-2026", amount_nok=number * 1000)
        db.session.commit()


def unlock(table: str) -> None:
    """What an attacker with the database's password would do first."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
    else:
        for change in ("update", "delete"):
            db.session.execute(text(f"DROP TRIGGER {table}_no_{change}"))


def test_an_untouched_chain_is_whole(three_events: None) -> None:
    assert broken_link() is None


def test_a_changed_event_is_found(three_events: None) -> None:
    unlock("audit_event")
    db.session.execute(text("UPDATE audit_event SET actor_name = 'Ingen' WHERE number = 2"))
    assert broken_link() == "hendelse 2 er endret"
    db.session.rollback()


def test_a_removed_event_is_found(three_events: None) -> None:
    unlock("audit_event")
    db.session.execute(text("DELETE FROM audit_event WHERE number = 2"))
    assert broken_link() == "hendelse 2 mangler"
    db.session.rollback()


def test_a_cut_tail_is_found_by_the_head_and_by_a_hash_kept_elsewhere(three_events: None) -> None:
    kept = head()
    unlock("audit_event")
    db.session.execute(text("DELETE FROM audit_event WHERE number = 3"))
    assert broken_link() == "kjeden er kuttet: den slutter på 2, hodet sier 3"
    previous = db.session.scalar(text("SELECT hash FROM audit_event WHERE number = 2"))
    db.session.execute(text("UPDATE audit_chain_head SET number = 2, hash = :hash"), {"hash": previous})
    assert broken_link() is None
    assert broken_link(kept) == "hodet som ble oppgitt, finnes ikke i kjeden"
    db.session.rollback()


@pytest.mark.parametrize("statement", ["UPDATE audit_event SET kind = 'x'", "DELETE FROM audit_event"])
def test_the_database_refuses_to_change_history(three_events: None, statement: str) -> None:
    with pytest.raises(DatabaseError, match="insert-only"):
        db.session.execute(text(statement))
    db.session.rollback()


def test_what_is_rolled_back_leaves_no_event(app: Flask, at: datetime) -> None:
    record("reserve_released", by=SYSTEM, at=at, round="ombruksuka-2026", amount_nok=1)
    db.session.rollback()
    db.session.commit()
    assert db.session.query(AuditEvent).count() == 0


def test_an_undeclared_event_or_field_is_refused(app: Flask, at: datetime) -> None:
    with pytest.raises(KeyError):
        record("party_held", by=SYSTEM, at=at)
    with pytest.raises(ValueError, match="declares"):
        record("reserve_released", by=SYSTEM, at=at, round="ombruksuka-2026", comment="free text")


def test_every_sentence_can_be_filled_from_its_fields(app: Flask) -> None:
    for kind, declaration in EVENTS.items():
        filled = str(declaration.sentence) % {name: "x" for name in declaration.fields}
        assert "%(" not in filled, kind
