"""What waits, the list, and what of a decision may be paid while it is appealed."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from app import clock
from app.decisions.appeals import actions as appeal_actions
from app.decisions.appeals.queries import disputed_nok, undisputed_nok, waiting
from app.decisions.queries import own_decision
from app.extensions import db
from app.followup.acceptance.actions import answer
from app.followup.acceptance.models import AcceptanceAnswer
from tests.counting import statements
from tests.decisions.appeals import DISMISSAL, FORWARDING, IN_TIME, TOO_LATE, URL, Appeals
from tests.decisions.stage import PART, REJECTION

SignIn = Callable[[Any], FlaskClient]
CASE = "OMB-2026-0001"


def what(appeals: Appeals) -> list[tuple[str, date | None, str | None]]:
    people = {appeals.nils.id: "Nils", None: None}
    return [(one.what, one.due_on, people[one.person_id]) for one in waiting(IN_TIME)]


def test_each_step_waits_for_its_person(appeals: Appeals) -> None:
    target, seen = date(2026, 9, 24), []
    handling = appeals.received()
    seen += what(appeals)
    appeal_actions.take(handling, by=appeals.nils, at=IN_TIME)
    seen += what(appeals)
    appeal_actions.propose(handling, FORWARDING, by=appeals.nils, at=IN_TIME)
    seen += what(appeals)
    appeal_actions.approve(handling, URL, by=appeals.vera, at=IN_TIME)
    seen += what(appeals)
    appeal_actions.comment(handling, "Nei.", by=appeals.stage.kari, at=IN_TIME)
    db.session.commit()
    seen += what(appeals)
    appeal_actions.pass_on_comments(handling, by=appeals.nils, at=IN_TIME)
    db.session.commit()
    assert (what(appeals), waiting(IN_TIME)) == ([], [])
    assert seen == [
        ("Klage uten saksbehandler", target, None),
        ("Klage å vurdere", target, "Nils"),
        ("Oversendelse av klage å godkjenne", target, None),
        ("Merknader til klage skal sendes klageinstansen", target, "Nils"),
    ]


def test_the_soonest_comes_first_in_one_statement(appeals: Appeals) -> None:
    late = appeals.taken(at=TOO_LATE)
    appeal_actions.propose(late, DISMISSAL, by=appeals.nils, at=TOO_LATE)
    db.session.commit()
    appeals.received(decision=None)
    with statements() as seen:
        found = waiting(IN_TIME)
    assert [(one.reference, one.what) for one in found] == [
        ("OMB-2026-0002", "Klage uten saksbehandler"),
        ("OMB-2026-0001", "Avvisning av klage å godkjenne"),
    ]
    assert len(seen) == 1


def test_the_list_takes_as_many_statements_for_three_as_for_one(appeals: Appeals, sign_in: SignIn) -> None:
    appeals.received()
    db.session.commit()
    counts = []
    for more in (0, 2):
        for _ in range(more):
            appeals.received(decision=None)
        db.session.expire_all()
        db.session.commit()
        with statements() as seen:
            page = sign_in(appeals.nils).get("/staff/appeals").text
        counts.append(len(seen))
        assert page.count("Mottatt</span>") == more + 1
    assert counts[0] == counts[1] <= 4


def test_the_list_has_the_soonest_first(appeals: Appeals, sign_in: SignIn) -> None:
    appeals.forwarded()  # the party may comment until 24 September
    early = IN_TIME - timedelta(days=3)
    appeals.received(at=early)
    with clock.frozen(IN_TIME):
        page = sign_in(appeals.nils).get("/staff/appeals").text
    assert page.index("OMB-2026-0002") < page.index("OMB-2026-0001")


def test_the_page_of_a_case_with_two_appeals(appeals: Appeals, sign_in: SignIn) -> None:
    first = appeals.forwarded()
    appeals.received(at=IN_TIME + timedelta(minutes=1), decision=first.appeal.decision)
    db.session.commit()
    db.session.expire_all()
    with clock.frozen(IN_TIME), statements() as seen:
        page = sign_in(appeals.nils).get(f"/staff/cases/{CASE}/appeals")
    assert page.text.count("<article") == 2
    assert len(seen) <= 28


ACCEPTED = AcceptanceAnswer.ACCEPTED


@pytest.mark.parametrize(
    ("proposal", "accepts", "appealed", "disputes", "undisputed", "disputed"),
    [
        (PART, True, False, False, 3000, 0),
        (PART, True, True, False, 3000, 2000),
        (PART, False, True, False, 0, 2000),
        (PART, True, True, True, 0, 5000),
        (REJECTION, False, True, False, 0, 5000),
    ],
    ids=["not appealed", "asks for more", "not accepted", "asks for less", "rejected"],
)
def test_what_is_granted_and_accepted_is_undisputed_unless_the_appeal_asks_for_less(
    appeals: Appeals, proposal: Any, accepts: bool, appealed: bool, disputes: bool, undisputed: int, disputed: int
) -> None:
    decision = appeals.stage.released(proposal)
    appeals.impartial(decision)
    if accepts:
        mine = own_decision(CASE, appeals.stage.kari, for_change=True)
        answer(mine, {mine.lines[0].id: ACCEPTED}, agrees=True, by=appeals.stage.kari, at=IN_TIME)
        db.session.commit()
    if appealed:
        handling = appeals.received(decision=decision)
        appeal_actions.mark_disputed(handling, disputes_grant=disputes, by=appeals.nils)
        db.session.commit()
    assert (undisputed_nok(decision), disputed_nok(decision)) == (undisputed, disputed)
    if disputes:
        appeal_actions.withdraw(handling, by=appeals.stage.kari, at=IN_TIME)
        db.session.commit()
        assert (undisputed_nok(decision), disputed_nok(decision)) == (3000, 0)
