"""The period to appeal made longer, and begun anew only where reasons had been left out."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app import clock
from app.decisions.appeals import terms as appeal_terms
from app.decisions.deadlines import deadlines
from app.decisions.models import Decision
from app.extensions import db
from app.mail.models import Mail
from app.policy import NotComplete, NotNow
from tests.decisions.appeals import IN_TIME, LAST_DAY, TOO_LATE, URL
from tests.decisions.stage import REJECTION, Stage, events

SignIn = Callable[[Any], FlaskClient]
CASE = "OMB-2026-0001"
PAGE = f"/staff/cases/{CASE}/appeals"
LAST_MOMENT = datetime(2026, 9, 22, 21, 59, 59, tzinfo=UTC)


def last_day(decision: Decision) -> date:
    period = deadlines(decision, IN_TIME).appeal
    assert period is not None
    return period.last_day


def test_longer_through_the_page_and_the_party_is_told(stage: Stage, sign_in: SignIn) -> None:
    decision = stage.released(REJECTION)
    with clock.frozen(IN_TIME):
        handler = sign_in(stage.hanne)
        sent = handler.post(f"{PAGE}/deadline", data={"until": "2026-10-02", "reason": "Styret møtes den 1."})
        assert sent.status_code == 302
        assert "Fristen er forlenget til og med fredag 2. oktober 2026." in handler.get(PAGE).text
        own = sign_in(stage.kari).get(f"/vedtak/{CASE}").text
    assert "fredag 2. oktober" in own
    db.session.rollback()
    assert (last_day(decision), events(decision.application, "appeal_deadline_extended")) == (
        date(2026, 10, 2),
        [{"until": "2026-10-02"}],
    )
    mails = db.session.scalars(select(Mail).where(Mail.key.startswith("appeal-extended:"))).all()
    assert ("Dere kan klage til og med 2. oktober 2026." in mails[0].body, len(mails)) == (True, 2)


def test_an_appeal_within_the_longer_period_is_in_time(stage: Stage, sign_in: SignIn) -> None:
    decision = stage.released(REJECTION)
    appeal_terms.extend(decision, date(2026, 10, 2), "Ferie.", URL, by=stage.hanne, at=IN_TIME)
    db.session.commit()
    with clock.frozen(TOO_LATE):
        client = sign_in(stage.kari)
        page = client.get(client.post(f"/vedtak/{CASE}/klage", data={"text": "Uenige."}).location).text
    assert ("Fristen er forlenget til og med fredag 2. oktober 2026." in page, "Den er i tide." in page) == (True, True)


def test_not_after_it_has_run_out(stage: Stage) -> None:
    decision = stage.released(REJECTION)
    appeal_terms.extend(decision, date(2026, 9, 23), "I siste liten.", URL, by=stage.hanne, at=LAST_MOMENT)
    db.session.rollback()
    decision = db.session.get_one(Decision, decision.id)
    with pytest.raises(NotNow, match=r"22\. september 2026 og kan ikke forlenges"):
        appeal_terms.extend(decision, date(2026, 10, 2), "For sent.", URL, by=stage.hanne, at=TOO_LATE)


def test_only_to_a_later_day_and_the_form_keeps_what_was_typed(stage: Stage, sign_in: SignIn) -> None:
    decision = stage.released(REJECTION)
    with pytest.raises(NotComplete) as refusal:
        appeal_terms.extend(decision, LAST_DAY, "Kortere.", URL, by=stage.hanne, at=IN_TIME)
    assert set(refusal.value.missing) == {"until"}
    db.session.rollback()
    with clock.frozen(IN_TIME):
        page = sign_in(stage.hanne).post(f"{PAGE}/deadline", data={"until": "2026-09-01", "reason": "Kortere <b>."})
    assert (page.status_code, "Kortere &lt;b&gt;." in page.text) == (409, True)
    assert last_day(decision) == LAST_DAY


@pytest.mark.parametrize(
    ("left_out", "last"), [("no", LAST_DAY), ("yes", date(2026, 10, 1))], ids=["they stood there", "they were missing"]
)
def test_a_demand_for_reasons_restarts_the_period_only_where_they_were_left_out(
    stage: Stage, sign_in: SignIn, left_out: str, last: date
) -> None:
    decision = stage.released(REJECTION)
    with clock.frozen(IN_TIME):
        handler = sign_in(stage.hanne)
        handler.post(f"{PAGE}/reasons", data={"received_on": "2026-09-08", "demanded_by": "Kari"})
        form = handler.get(PAGE).text.partition(f'action="{PAGE}/reasons/')[2].partition('"')[0]
        answer = {"answer": "Fordi den er for liten.", "were_left_out": left_out}
        assert handler.post(f"{PAGE}/reasons/{form}", data=answer).status_code == 302
        again = handler.post(f"{PAGE}/reasons/{form}", data=answer)
        assert (again.status_code, "besvart allerede, av Hanne Holm" in again.text) == (409, True)
        own = sign_in(stage.kari).get(f"/vedtak/{CASE}").text
    db.session.rollback()
    assert (last_day(decision), "Fordi den er for liten." in own) == (last, True)
    assert ("Fristen løper på nytt fra da." in own) is (left_out == "yes")
    mails = db.session.scalars(select(Mail.body).where(Mail.key.startswith("reasons:"))).all()
    assert "Fordi den er for liten." not in mails[0]


@pytest.mark.parametrize("day", ["2026-08-31", "2026-09-11"])
def test_a_demand_from_before_the_letter_or_from_the_future_is_refused(stage: Stage, sign_in: SignIn, day: str) -> None:
    stage.released(REJECTION)
    with clock.frozen(IN_TIME):
        answer = sign_in(stage.hanne).post(f"{PAGE}/reasons", data={"received_on": day, "demanded_by": "Kari"})
    assert (answer.status_code, "Dagen må være fra vedtaket ble sendt, og til i dag." in answer.text) == (409, True)


def test_a_demand_after_the_period_is_refused(stage: Stage, sign_in: SignIn) -> None:
    stage.released(REJECTION)
    with clock.frozen(TOO_LATE):
        answer = sign_in(stage.hanne).post(f"{PAGE}/reasons", data={"received_on": "2026-09-23", "demanded_by": "Kari"})
    assert (answer.status_code, "Begrunnelse må kreves før klagefristen er ute." in answer.text) == (409, True)
