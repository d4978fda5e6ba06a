"""The applicant accepts or declines each grant, once, within the round's time."""

import html
import io
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app import clock
from app.accounts.models import ApplicantType, GrantHistory
from app.applications.models import CaseRow
from app.applications.pot import pot
from app.decisions.models import Appeal
from app.extensions import db
from app.followup.acceptance.models import Acceptance, AcceptanceAnswer, AccountStatus, PayoutAccount
from app.formatting import HARD, THIN
from tests.decisions.stage import FULL, PART, REJECTION, events
from tests.files.test_kinds import PDF
from tests.followup.answers import said
from tests.followup_world import FollowupStage

SignIn = Callable[[Any], FlaskClient]
ACCEPTED, DECLINED = AcceptanceAnswer.ACCEPTED, AcceptanceAnswer.DECLINED
PAGE = "/vedtak/OMB-2026-0001"
URL = f"{PAGE}/svar"
TWO = [{"title": "Verksted"}, {"title": "Byttekveld"}]
LAST_SECOND = datetime(2026, 9, 22, 21, 59, 59, tzinfo=UTC)  # told 1 September, 14 days and 7 more, Oslo's midnight
ONE_LATER = datetime(2026, 9, 22, 22, 0, 0, tzinfo=UTC)


def answers() -> list[AcceptanceAnswer]:
    db.session.rollback()
    return list(db.session.scalars(select(Acceptance.answer).order_by(Acceptance.decision_line_id)))


def test_a_grant_is_accepted_with_its_conditions(stage: FollowupStage, sign_in: SignIn) -> None:
    decision = stage.released()
    client = sign_in(stage.kari)
    refused = client.post(URL, data=said(decision, "accepted", agrees=["1"], number="1234.56.78904"))
    assert refused.status_code == 409
    assert missing(refused.text) == [
        "Kontonummer: Kontonummeret finnes ikke. Se etter om et siffer er feil.",
        "Kryss av for hvert vilkår.",
    ]
    for kept in ('value="accepted" checked', 'id="agrees-1" value="1" checked', 'value="1234.56.78904"'):
        assert kept in refused.text
    assert answers() == []
    done = client.post(URL, data=said(decision, "accepted"))
    assert (done.status_code, done.location) == (302, "/tilskudd/OMB-2026-0001/1")
    assert answers() == [ACCEPTED]
    assert events(decision.application, "grant_accepted") == [{"activity": 1}]
    assert events(decision.application, "account_entered") == [{"last4": "8903", "waits": False}]
    assert "Svart av Kari Nordmann" in client.get(PAGE).text
    page = client.get(done.location).text
    assert re.findall(r"<strong>(.*?)</strong>", page)[:2] == [
        f"Dere har godtatt 5{THIN}000{HARD}kr",
        "Pengene går til kontoen •••• •• •8903",
    ]
    assert stage.round.committed_nok == 5000


def missing(page: str) -> list[str]:
    """What the summary says."""
    listed = page.partition('class="error-summary__list"')[2].partition("</ul>")[0]
    return [html.unescape(sentence) for sentence in re.findall(r"<a [^>]*>(.*?)</a>", listed)]


def test_what_is_declined_goes_back_to_the_pot(stage: FollowupStage, sign_in: SignIn) -> None:
    decision = stage.released(FULL, PART, activities=TWO)
    assert stage.round.committed_nok == 8000
    sign_in(stage.kari).post(URL, data=said(decision, "declined", "accepted"))
    assert answers() == [DECLINED, ACCEPTED]
    assert (stage.round.committed_nok, pot(stage.round).decided_nok) == (3000, 3000)
    rows = select(CaseRow.decided_nok).order_by(CaseRow.activity_id)
    assert list(db.session.scalars(rows)) == [0, 3000]
    assert db.session.scalars(select(GrantHistory.granted_nok)).one() == 3000
    assert events(decision.application, "grant_declined") == [{"activity": 1, "amount_nok": 5000}]


def test_each_is_answered_once(stage: FollowupStage, sign_in: SignIn) -> None:
    decision = stage.released()
    client = sign_in(stage.kari)
    assert client.post(URL, data={"line-1": "declined"}).location == f"{PAGE}#svar"
    again = client.post(URL, data=said(decision, "accepted"))
    assert (again.status_code, "Dere har svart allerede." in again.text) == (409, True)
    assert (answers(), stage.round.committed_nok) == ([DECLINED], 0)


def test_one_may_be_answered_now_and_the_other_later(stage: FollowupStage, sign_in: SignIn) -> None:
    decision = stage.released(FULL, FULL, activities=TWO)
    client = sign_in(stage.kari)
    client.post(URL, data={"line-1": "declined"})
    assert answers() == [DECLINED]
    page = client.get(URL).text
    assert ('name="line-1"' in page, 'name="line-2"' in page) == (False, True)
    client.post(URL, data=said(decision, "", "accepted"))
    assert answers() == [DECLINED, ACCEPTED]


def test_nothing_chosen_is_nothing_sent(stage: FollowupStage, sign_in: SignIn) -> None:
    stage.released()
    empty = sign_in(stage.kari).post(URL, data={"agrees": "1"})
    assert (empty.status_code, "Velg om dere godtar eller takker nei." in empty.text) == (409, True)


def test_a_refusal_cannot_be_accepted(stage: FollowupStage, sign_in: SignIn) -> None:
    decision = stage.released(REJECTION)
    refused = sign_in(stage.kari).post(URL, data=said(decision, "accepted"))
    assert (refused.status_code, answers()) == (409, [])


@pytest.mark.parametrize(("moment", "status"), [(LAST_SECOND, 302), (ONE_LATER, 409)])
def test_answers_are_taken_to_the_end_of_the_last_day(
    stage: FollowupStage, sign_in: SignIn, moment: datetime, status: int
) -> None:
    decision = stage.released()
    client = sign_in(stage.kari)
    with clock.frozen(moment):
        assert client.post(URL, data=said(decision, "accepted")).status_code == status


def test_one_may_accept_and_appeal_at_once(stage: FollowupStage, sign_in: SignIn) -> None:
    decision = stage.released(PART)
    client = sign_in(stage.kari)
    lone = {"attachment": (io.BytesIO(PDF), "kart.pdf")}
    refused = client.post(URL, data=said(decision, "accepted", **lone))
    assert missing(refused.text) == ["Hva vil dere ha endret, og hvorfor? Skriv hva dere klager på, og hvorfor."]
    assert answers() == []
    whole = {"attachment": (io.BytesIO(PDF), "kart.pdf"), "text": "Vi mener det bør være mer."}
    assert client.post(URL, data=said(decision, "accepted", **whole)).status_code == 302
    assert answers() == [ACCEPTED]
    assert db.session.execute(select(Appeal.text, Appeal.filename)).one() == ("Vi mener det bør være mer.", "kart.pdf")
    page = client.get(PAGE).text
    assert f"3{THIN}000{HARD}kr" in page
    assert "Se klagen" in page


@pytest.mark.parametrize(
    ("changes", "typed", "expected"),
    [
        ({"applicant_type": ApplicantType.MUNICIPAL, "cost_centre": "4711"}, {"number": None}, ["Koststedet"]),
        ({"applicant_type": ApplicantType.INFORMAL, "orgnr": None}, {"is_own_name": "no"}, ["Hvem eier", "Hvorfor"]),
        ({}, {"number": None, "is_own_name": None}, ["Kontonummer", "Står kontoen"]),
    ],
    ids=["municipal", "informal", "nothing"],
)
def test_where_the_money_goes_is_asked_by_who_they_are(
    stage: FollowupStage, sign_in: SignIn, changes: dict[str, Any], typed: dict[str, Any], expected: list[str]
) -> None:
    decision = stage.released()
    for name, value in changes.items():
        setattr(stage.organisation, name, value)
    db.session.commit()
    client = sign_in(stage.kari)
    told = missing(client.post(URL, data=said(decision, "accepted", **typed)).text)
    assert [sentence for sentence in told if not sentence.startswith(tuple(expected))] == []
    assert len(told) == len(expected)
    whole = {**typed, "cost_centre_ok": "y", "holder": "Kari Nordmann", "reason": "Vi er ei nabogruppe."}
    if typed == {"number": None, "is_own_name": None}:
        whole = {}
    assert client.post(URL, data=said(decision, "accepted", **whole)).status_code == 302
    rows = db.session.execute(select(PayoutAccount.holder, PayoutAccount.status)).all()
    assert [tuple(row) for row in rows] == {
        "municipal": [],
        "informal": [("Kari Nordmann", AccountStatus.WAITING)],
    }.get(str(changes.get("applicant_type")), [("Fiksekroken", AccountStatus.CURRENT)])
