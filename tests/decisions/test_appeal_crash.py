"""No act on an appeal without its event: what the history cannot hold did not happen."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.exc import DatabaseError

from app.audit.queries import broken_link
from app.decisions.appeals import actions as appeal_actions
from app.decisions.appeals.actions import Decided
from app.decisions.appeals.models import AppealResult
from app.extensions import db
from tests.decisions.appeals import FORWARDING, IN_TIME, URL, Appeals
from tests.rows import everything
from tests.test_crash import REFUSED, accept_events, refuse_events

Prepared = Callable[[Appeals], Callable[[], Any]]
SAID = Decided(AppealResult.CONFIRMED, IN_TIME.date(), "Står.", "Enige.")


def _take(appeals: Appeals) -> Callable[[], Any]:
    handling = appeals.received()
    return lambda: appeal_actions.take(handling, by=appeals.nils, at=IN_TIME)


def _propose(appeals: Appeals) -> Callable[[], Any]:
    handling = appeals.taken()
    return lambda: appeal_actions.propose(handling, FORWARDING, by=appeals.nils, at=IN_TIME)


def _approve(appeals: Appeals) -> Callable[[], Any]:
    handling = appeals.upheld()
    return lambda: appeal_actions.approve(handling, URL, by=appeals.vera, at=IN_TIME)


def _answer(appeals: Appeals) -> Callable[[], Any]:
    handling = appeals.forwarded()
    return lambda: appeal_actions.answer(handling, SAID, None, URL, by=appeals.nils, at=IN_TIME)


def _withdraw(appeals: Appeals) -> Callable[[], Any]:
    handling = appeals.forwarded()
    return lambda: appeal_actions.withdraw(handling, by=appeals.stage.kari, at=IN_TIME)


@pytest.mark.parametrize("prepare", [_take, _propose, _approve, _answer, _withdraw])
def test_an_act_without_its_event_does_not_happen(appeals: Appeals, prepare: Prepared) -> None:
    act = prepare(appeals)
    refuse_events()
    try:
        before = everything()
        act()
        with pytest.raises(DatabaseError, match=REFUSED):
            db.session.commit()
        assert everything() == before
    finally:
        accept_events()
    act()
    db.session.commit()
    assert everything() != before
    assert broken_link() is None
