"""Where the money goes: which numbers are taken, who has to look at them, and who sees them whole."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.access import Role
from app.extensions import db
from app.followup.acceptance import accounts
from app.followup.acceptance.accounts import Typed, compact
from app.followup.acceptance.models import AccountStatus, PayoutAccount
from app.followup.payment import queries as payment
from app.mail.models import Mail
from app.policy import NotComplete
from tests.counting import statements
from tests.decisions.stage import events
from tests.followup_world import FollowupStage

SignIn = Callable[[Any], FlaskClient]
FIRST, SECOND = "12345678903", "86011117947"
S = AccountStatus


def enter(stage: FollowupStage, number: str, case: str = "OMB-2026-0001", **typed: Any) -> PayoutAccount:
    owner = typed.pop("owner", stage.organisation)
    made = accounts.enter(owner, Typed(number, **{"is_own_name": True, **typed}), case, by=stage.kari, at=stage.at)
    db.session.commit()
    return made


def test_numbers_are_typed_in_many_ways() -> None:
    assert [compact(typed) for typed in ("1234 56 78903", " 1234.56.78903", "1234-56\N{NO-BREAK SPACE}78903")] == [
        FIRST
    ] * 3


WRONG = [
    (Typed("", True), {"number": "Skriv kontonummeret."}),
    (Typed("1234567890", True), {"number": "Et kontonummer har 11 siffer. Dere skrev 10."}),
    (Typed("1234567890A", True), {"number": "Et kontonummer har bare tall."}),
    (Typed("١٢٣٤٥٦٧٨٩٠٣", True), {"number": "Et kontonummer har bare tall."}),
    (Typed("12345678904", True), {"number": "Kontonummeret finnes ikke. Se etter om et siffer er feil."}),
    (Typed(FIRST, None), {"is_own_name": "Svar ja eller nei."}),
    (
        Typed(FIRST, False),
        {"holder": "Skriv hvem som eier kontoen.", "reason": "Skriv hvorfor pengene skal dit."},
    ),
]


def test_what_is_not_an_account_is_refused_at_its_field(stage: FollowupStage) -> None:
    for typed, wrong in WRONG:
        with pytest.raises(NotComplete) as refusal:
            accounts.check(stage.organisation, typed)
        assert refusal.value.missing == wrong


def current(organisation_id: int) -> PayoutAccount | None:
    return payment.accounts([organisation_id])[organisation_id].current


def test_the_account_of_another_organisation_is_refused(stage: FollowupStage, sign_in: SignIn) -> None:
    stage.grant()
    second = stage.grant()  # of another organisation
    enter(stage, FIRST)
    client = sign_in(stage.kari)
    page = "/tilskudd/OMB-2026-0002/1/konto"
    refused = client.post(page, data={"number": FIRST, "is_own_name": "yes"})
    assert (refused.status_code, "Kontoen tilhører en annen organisasjon hos oss." in refused.text) == (409, True)
    assert f'value="{FIRST}"' in refused.text
    assert payment.accounts([second.application.organisation_id]) == {}
    theirs = {"number": FIRST, "is_own_name": "no", "holder": "Fiksekroken", "reason": "De tar imot for oss."}
    assert client.post(page, data=theirs).status_code == 302
    assert current(second.application.organisation_id) is None  # it waits, and staff see whose it is
    shown = sign_in(stage.finn).get("/staff/accounts").text
    assert "Fiksekroken, Forening 1" in shown


def test_a_changed_account_waits_for_a_second_person(stage: FollowupStage, sign_in: SignIn) -> None:
    grant = stage.grant()
    first = enter(stage, FIRST)
    assert (first.status, enter(stage, FIRST).id) == (S.CURRENT, first.id)
    assert db.session.scalars(select(Mail).where(Mail.key.startswith("account:"))).all() == []
    second = enter(stage, SECOND)
    told = db.session.scalars(select(Mail.subject).where(Mail.key.startswith("account:"))).all()
    assert told == ["Kontonummeret til Fiksekroken er endret"]
    assert (second.status, current(stage.organisation.id)) == (S.WAITING, first)
    client, url = sign_in(stage.hanne), f"/staff/accounts/{second.public_id}"
    assert client.post(url, data={"confirm": "yes"}).status_code == 422
    assert "Skriv hvordan du har kontrollert kontoen" in client.post(url, data={"confirm": "yes"}).text
    assert client.post(url, data={"confirm": "yes", "how": "Ringte kassereren."}).status_code == 302
    db.session.expire_all()
    assert (first.status, current(stage.organisation.id)) == (S.REPLACED, second)
    again = client.post(url, data={"confirm": "no", "how": "Angret."})
    assert (again.status_code, "Kontoen er kontrollert allerede." in again.text) == (409, True)
    assert events(grant.application, "account_settled") == [{"last4": "7947", "status": "current"}]


def test_nobody_settles_what_they_entered_or_belong_to(stage: FollowupStage, sign_in: SignIn) -> None:
    both = stage.world.user(Role.CASE_HANDLER, name="Berit Bo")
    stage.grant()
    waiting = stage.account(number=SECOND, status=S.WAITING, by=both)
    said = {"confirm": "yes", "how": "Det er min."}
    url = f"/staff/accounts/{waiting.public_id}"
    refused = sign_in(both).post(url, data=said)
    assert (refused.status_code, "Du oppga kontoen selv." in refused.text) == (403, True)
    member = stage.world.user(Role.FINANCE, name="Mona Medlem")
    from_inside = stage.world.organisation(member, name="Monas lag", orgnr=None)
    theirs = stage.account(from_inside, status=S.WAITING)
    assert sign_in(member).post(f"/staff/accounts/{theirs.public_id}", data=said).status_code == 403


def test_only_finance_sees_whole_numbers(stage: FollowupStage, sign_in: SignIn) -> None:
    stage.grant()
    enter(stage, FIRST)
    enter(stage, SECOND)
    seen = {}
    for person in (stage.hanne, stage.finn):
        page = sign_in(person).get("/staff/accounts").text
        seen[person.name] = re.findall(r"<dd>((?:\d|•){4} .*?)</dd>", page)
    assert seen == {"Hanne Holm": ["•••• •• •7947"], "Finn Fjell": ["8601 11 17947"]}
    for path in ("/tilskudd/OMB-2026-0001/1", "/tilskudd/OMB-2026-0001/1/konto"):
        page = sign_in(stage.kari).get(path).text
        assert ("7947" in page, SECOND in page, "8601" in page) == (True, False, False)


def test_the_list_takes_the_same_statements_however_many_wait(stage: FollowupStage, sign_in: SignIn) -> None:
    counts = []
    client = sign_in(stage.finn)
    for number in range(4):
        owner = stage.world.organisation(stage.kari, name=f"Lag {number}", orgnr=None)
        stage.account(owner, status=S.WAITING)
        with statements() as counted:
            assert client.get("/staff/accounts").status_code == 200
        counts.append(len(counted))
    assert counts[1] == counts[3] <= 8
