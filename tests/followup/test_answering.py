"""The applicant accepts or declines each grant, once, within the round's time."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app import clock
from app.accounts.models import GrantHistory
from app.applications.models import CaseRow
from app.applications.pot import pot
from app.extensions import db
from app.followup.acceptance.models import Acceptance, AcceptanceAnswer
from app.formatting import HARD, THIN
from tests.decisions.stage import FULL, PART, REJECTION, Stage, events
from tests.world import World

SignIn = Callable[[Any], FlaskClient]
ACCEPTED, DECLINED = AcceptanceAnswer.ACCEPTED, AcceptanceAnswer.DECLINED
PAGE = "/vedtak/OMB-2026-0001"
TWO = [{"title": "Verksted"}, {"title": "Byttekveld"}]
LAST_SECOND = datetime(2026, 9, 15, 21, 59, 59, tzinfo=UTC)  # told 1 September, 14 days, until midnight in Oslo
ONE_LATER = datetime(2026, 9, 15, 22, 0, 0, tzinfo=UTC)


@pytest.fixture
def stage(world: World) -> Stage:
    return Stage(world)


def answer(client: FlaskClient, **data: str) -> Any:
    return client.post(f"{PAGE}/svar", data={name.replace("_", "-"): value for name, value in data.items()})


def answers() -> list[AcceptanceAnswer]:
    db.session.rollback()
    return list(db.session.scalars(select(Acceptance.answer).order_by(Acceptance.decision_line_id)))


def test_a_grant_is_accepted_with_its_conditions(stage: Stage, sign_in: SignIn) -> None:
    decision = stage.released()
    client = sign_in(stage.kari)
    refused = answer(client, line_1="accepted")
    assert (refused.status_code, "Kryss av for at dere godtar vilkårene." in refused.text) == (409, True)
    assert 'value="accepted" checked' in refused.text
    assert answers() == []
    assert answer(client, line_1="accepted", agrees="y").status_code == 302
    assert answers() == [ACCEPTED]
    assert events(decision.application, "grant_accepted") == [{"activity": 1}]
    page = client.get(PAGE).text
    assert "Svart av Kari Nordmann" in page
    assert stage.round.committed_nok == 5000


def test_what_is_declined_goes_back_to_the_pot(stage: Stage, sign_in: SignIn) -> None:
    decision = stage.released(FULL, PART, activities=TWO)
    assert stage.round.committed_nok == 8000
    answer(sign_in(stage.kari), line_1="declined", line_2="accepted", agrees="y")
    assert answers() == [DECLINED, ACCEPTED]
    assert (stage.round.committed_nok, pot(stage.round).decided_nok) == (3000, 3000)
    rows = select(CaseRow.decided_nok).order_by(CaseRow.activity_id)
    assert list(db.session.scalars(rows)) == [0, 3000]
    assert db.session.scalars(select(GrantHistory.granted_nok)).one() == 3000
    assert events(decision.application, "grant_declined") == [{"activity": 1, "amount_nok": 5000}]


def test_each_is_answered_once(stage: Stage, sign_in: SignIn) -> None:
    stage.released()
    client = sign_in(stage.kari)
    answer(client, line_1="declined")
    again = answer(client, line_1="accepted", agrees="y")
    assert (again.status_code, "Dere har svart allerede." in again.text) == (409, True)
    assert (answers(), stage.round.committed_nok) == ([DECLINED], 0)


def test_one_may_be_answered_now_and_the_other_later(stage: Stage, sign_in: SignIn) -> None:
    stage.released(FULL, FULL, activities=TWO)
    client = sign_in(stage.kari)
    answer(client, line_1="declined")
    assert answers() == [DECLINED]
    answer(client, line_2="accepted", agrees="y")
    assert answers() == [DECLINED, ACCEPTED]


def test_nothing_chosen_is_nothing_sent(stage: Stage, sign_in: SignIn) -> None:
    stage.released()
    empty = answer(sign_in(stage.kari), agrees="y")
    assert (empty.status_code, "Velg om dere godtar eller takker nei." in empty.text) == (409, True)


def test_a_refusal_cannot_be_accepted(stage: Stage, sign_in: SignIn) -> None:
    stage.released(REJECTION)
    refused = answer(sign_in(stage.kari), line_1="accepted", agrees="y")
    assert (refused.status_code, answers()) == (409, [])


@pytest.mark.parametrize(("moment", "status"), [(LAST_SECOND, 302), (ONE_LATER, 409)])
def test_answers_are_taken_to_the_end_of_the_last_day(
    stage: Stage, sign_in: SignIn, moment: datetime, status: int
) -> None:
    stage.released()
    client = sign_in(stage.kari)
    with clock.frozen(moment):
        assert answer(client, line_1="accepted", agrees="y").status_code == status


def test_one_may_accept_and_appeal(stage: Stage, sign_in: SignIn) -> None:
    stage.released(PART)
    client = sign_in(stage.kari)
    answer(client, line_1="accepted", agrees="y")
    assert client.post(f"{PAGE}/klage", data={"text": "Vi mener det bør være mer."}).status_code == 302
    page = client.get(PAGE).text
    assert f"3{THIN}000{HARD}kr" in page
    assert "Se klagen" in page
