"""The party tells of a change; the plan, the programme and the money follow when it is approved, and not before."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app import clock
from app.access import Role
from app.accounts.models import GrantHistory
from app.extensions import db
from app.followup.changes import actions, letters
from app.followup.changes.differences import Frame, Wanted, differing, problems, weight
from app.followup.changes.jobs import missing_change_answers, print_answer
from app.followup.changes.models import ChangeNotice, ChangeStatus, ChangeWeight
from app.followup.changes.wording import names_of
from app.followup.grants import giving_back
from app.followup.grants.models import GiveBack, GiveBackCause, Grant
from app.followup.grants.telling import _reactions
from app.letters.models import Letter, LetterKind
from app.letters.sectioned import ChangeAnswerContent
from tests.counting import statements
from tests.decisions.stage import events
from tests.followup_world import FollowupStage

SignIn = Callable[[Any], FlaskClient]
PAGE = "/tilskudd/OMB-2026-0001/1"
S = ChangeStatus
PLAN: dict[str, Any] = {
    "title": "Fiksekveld",
    "public_text": "Ta med noe ødelagt.",
    "audience_text": None,
    "bring": None,
    "accessibility_text": None,
    "signup": "drop_in",
    "is_digital": False,
    "venue_name": "Tøyen bibliotek",
    "address": None,
    "postal_code": "0578",
    "district_code": "030101",
    "is_indoor": True,
    "expected_participants": 48,
    "capacity": None,
    "activity_types": ["repair_help"],
    "accessibility": [],
    "sessions": [{"held_on": "2026-11-24", "starts": "17:00", "ends": "20:30", "place": None}],
}
FRAME = Frame(date(2026, 11, 23), date(2026, 11, 29), date(2026, 9, 1), 5000, 0)


def on(day: str, starts: str | None = None, ends: str | None = None) -> dict[str, Any]:
    return {"sessions": [{"held_on": day, "starts": starts, "ends": ends, "place": None}]}


@pytest.mark.parametrize(
    ("plan", "amount", "field", "sentence"),
    [
        (on("2026-11-25"), None, None, None),
        (
            on("2026-12-01"),
            None,
            "sessions",
            "Tidspunkt 1: Tilskuddet gjelder uka fra mandag 23. november til søndag 29. november. "
            "Vi kan ikke flytte det til tirsdag 1. desember.",
        ),
        (on("2026-11-24", "18:00", "17:00"), None, "sessions", "Tidspunkt 1: Slutten må være etter starten."),
        (
            {"sessions": []},
            None,
            "sessions",
            "Skriv minst én dag. Skal det ikke holdes, må dere avlyse i stedet.",
        ),
        ({"venue_name": None}, None, "venue_name", "Skriv hvor det skal holdes."),
        ({"venue_name": None, "is_digital": True}, None, None, None),
        ({"postal_code": "57"}, None, "postal_code", "Et postnummer har fire sifre."),
        ({"district_code": None}, None, "district_code", "Velg bydel."),
        ({"expected_participants": 0}, None, "expected_participants", "Skriv et helt tall fra 1 til 20000."),
        ({"title": None}, None, "title", "Skriv hva aktiviteten heter."),
        ({"activity_types": ["a", "b", "c", "d"]}, None, "activity_types", "Velg høyst tre."),
        ({}, 3000, None, None),
        (
            {},
            5000,
            "amount_nok",
            "Skriv et beløp under 5\N{NARROW NO-BREAK SPACE}000\N{NO-BREAK SPACE}kr. "
            "En endring kan ikke gi mer enn det som er vedtatt.",
        ),
    ],
)
def test_a_new_plan_holds_or_says_why_not(
    plan: dict[str, Any], amount: int | None, field: str | None, sentence: str | None
) -> None:
    found = problems(PLAN, Wanted("Ny plan.", plan, amount), FRAME)
    assert found == ({field: sentence} if field else {})


def test_a_day_outside_the_week_that_was_accepted_stands() -> None:
    before = {**PLAN, **on("2026-12-05")}
    assert problems(before, Wanted("Nytt sted.", {"venue_name": "Torget"}), FRAME) == {}


def test_money_that_has_gone_out_cannot_be_given_up() -> None:
    frame = Frame(FRAME.week_starts_on, FRAME.week_ends_on, FRAME.today, 5000, 4000)
    assert set(problems(PLAN, Wanted("Mindre.", {}, 3000), frame)) == {"amount_nok"}
    assert problems(PLAN, Wanted("Mindre.", {}, 4500), frame) == {}


@pytest.mark.parametrize(
    ("wanted", "names", "heavy"),
    [
        (Wanted("x", on("2026-11-25")), ["sessions"], ChangeWeight.SMALL),
        (Wanted("x", {"venue_name": "Torget", "capacity": 30}), ["venue_name", "capacity"], ChangeWeight.SMALL),
        (Wanted("x", {"audience_text": "", "capacity": None}), [], ChangeWeight.SMALL),
        (Wanted("x", {"activity_types": ["swap"]}), ["activity_types"], ChangeWeight.LARGE),
        (Wanted("x", {}, amount_nok=3000), [], ChangeWeight.LARGE),
        (Wanted("x", {}, changes_purpose=True), [], ChangeWeight.LARGE),
        (Wanted("x", cancels=True), [], ChangeWeight.SMALL),
    ],
)
def test_only_what_differs_is_sent_and_its_weight_follows(
    wanted: Wanted, names: list[str], heavy: ChangeWeight
) -> None:
    before, after = differing(PLAN, wanted.plan)
    assert (sorted(after), before) == (sorted(names), {name: PLAN[name] for name in after})
    assert weight(after, wanted) is heavy


def send(client: FlaskClient, typed: dict[str, Any], **changes: str) -> Any:
    """The form as a browser sends it: the plan as it stood on the page, and what is changed."""
    return client.post(f"{PAGE}/endring", data={**typed, "explanation": "Rommet er opptatt.", **changes})


def fields_of(page: str) -> dict[str, Any]:
    """What the form of the page holds, by name."""
    from lxml import html

    form = next(one for one in html.fromstring(page).forms if one.get("action", "").endswith("/endring"))
    typed = {name: form.fields[name] for name in form.fields if name != "csrf_token"}
    return {
        name: value if isinstance(value, str) else list(value) for name, value in typed.items() if value is not None
    }


def test_a_moved_evening_is_decided_by_a_handler_and_then_told(stage: FollowupStage, sign_in: SignIn) -> None:
    grant = stage.grant()
    told: list[str] = []
    before = dict(grant.plan)
    client = sign_in(stage.kari)
    typed = fields_of(client.get(f"{PAGE}/endring").text)
    nothing = send(client, typed)
    assert (nothing.status_code, "Endre det som er annerledes ovenfor." in nothing.text) == (422, True)
    assert db.session.scalars(select(ChangeNotice)).all() == []
    assert send(client, typed, **{"sessions-0-held_on": "2026-11-26"}).status_code == 302
    notice = db.session.scalars(select(ChangeNotice)).one()
    assert (notice.number, notice.weight, list(notice.after)) == (1, ChangeWeight.SMALL, ["sessions"])
    assert grant.plan == before
    again = send(client, typed, **{"sessions-0-held_on": "2026-11-27", "explanation": "Enda en gang."})
    assert (again.status_code, "Trekk den først" in again.text, "Enda en gang." in again.text) == (409, True, True)
    page = client.get(f"{PAGE}/endring").text
    assert ("torsdag 26. november" in page, "Trekk endringen" in page) == (True, True)

    _reactions.append(lambda one, _at: told.append(one.plan["sessions"][0]["held_on"]))
    try:
        desk = sign_in(stage.hanne)
        assert "Fiksekroken" in desk.get("/staff/changes").text
        answered = desk.post(f"/staff/changes/{notice.public_id}", data={"decision": "approved"})
    finally:
        _reactions.pop()
    assert (answered.status_code, told) == (302, ["2026-11-26"])
    assert (grant.plan["sessions"][0]["held_on"], grant.ends_on) == ("2026-11-26", date(2026, 11, 26))
    assert {**grant.plan, "sessions": before["sessions"]} == before
    assert events(grant.application, "change_decided") == [{"activity": 1, "number": 1, "status": "approved"}]
    print_answer.run(notice.id)
    letter = db.session.scalars(select(Letter).where(Letter.kind == LetterKind.CHANGE_ANSWER)).one()
    assert (letter.title, letter.version) == ("Endringen av Fiksekveld 1 er godkjent", 101)
    assert letter.title in desk.get(f"/staff/changes/{notice.public_id}").text


def noticed(stage: FollowupStage, grant: Grant, wanted: Wanted) -> ChangeNotice:
    made = actions.notify(grant, wanted, by=stage.kari, at=stage.at)
    db.session.commit()
    return made


def answered(client: FlaskClient, notice: ChangeNotice, decision: str, answer: str = "") -> Any:
    return client.post(f"/staff/changes/{notice.public_id}", data={"decision": decision, "answer": answer})


def written(notice: ChangeNotice) -> ChangeAnswerContent:
    """The answer's letter, as it will be printed."""
    return letters.answer(notice, names_of(notice.grant.application.round), "http://localhost")


def test_less_money_is_an_approvers_and_goes_back_to_the_pot(stage: FollowupStage, sign_in: SignIn) -> None:
    grant = stage.grant()
    notice = noticed(stage, grant, Wanted("Vi fikk rommet gratis.", {}, amount_nok=3000))
    assert (notice.weight, notice.before) == (ChangeWeight.LARGE, {"accepted_nok": 5000})
    assert answered(sign_in(stage.hanne), notice, "approved").status_code == 403
    assert (grant.accepted_nok, stage.round.committed_nok) == (5000, 5000)
    gro = sign_in(stage.gro)
    silent = answered(gro, notice, "refused")
    assert (silent.status_code, "Skriv hvorfor. Søkeren leser det i brevet." in silent.text) == (422, True)
    noted = answered(gro, notice, "noted")
    assert (noted.status_code, "Godkjenn den, eller si nei." in noted.text) == (422, True)
    assert answered(gro, notice, "approved").status_code == 302
    assert (grant.accepted_nok, stage.round.committed_nok) == (3000, 3000)
    kept = db.session.scalars(select(GiveBack)).one()
    assert (kept.kept_nok, kept.cause, kept.by_name) == (3000, GiveBackCause.REDUCED, "Gro Gran")
    assert db.session.scalars(select(GrantHistory.granted_nok)).one() == 3000
    said = [text for section in written(notice).sections for text in section.paragraphs]
    assert "Tilskuddet er nå 3\N{NO-BREAK SPACE}000 kroner." in said
    late = answered(gro, notice, "approved")
    assert (late.status_code, "Endringen er alt avsluttet: Godkjent." in late.text) == (409, True)


def test_a_refused_change_changes_nothing(stage: FollowupStage, sign_in: SignIn) -> None:
    grant = stage.grant()
    plan = dict(grant.plan)
    notice = noticed(stage, grant, Wanted("Vi vil selge kaffe.", changes_purpose=True))
    assert answered(sign_in(stage.gro), notice, "refused", "Det er ikke ombruk.").status_code == 302
    assert (notice.status, grant.plan, grant.accepted_nok) == (S.REFUSED, plan, 5000)
    page = sign_in(stage.kari).get(f"{PAGE}/endring").text
    assert ("Det er ikke ombruk." in page, "Ikke godkjent" in page) == (True, True)


def test_what_is_cancelled_is_not_paid_and_stays_cancelled(stage: FollowupStage, sign_in: SignIn) -> None:
    grant = stage.grant()
    client = sign_in(stage.kari)
    silent = client.post(f"{PAGE}/avlys", data={"explanation": " "})
    assert (silent.status_code, "Skriv kort hvorfor." in silent.text) == (422, True)
    assert client.post(f"{PAGE}/avlys", data={"explanation": "Lederen er syk."}).status_code == 302
    notice = db.session.scalars(select(ChangeNotice)).one()
    assert (notice.cancels, notice.weight, grant.cancelled_at) == (True, ChangeWeight.SMALL, None)
    assert answered(sign_in(stage.hanne), notice, "approved").status_code == 302
    assert (grant.cancelled_at, grant.accepted_nok, stage.round.committed_nok) == (stage.at, 0, 0)
    assert events(grant.application, "grant_given_back") == [{"activity": 1, "amount_nok": 5000, "cause": "cancelled"}]
    assert written(notice).title() == "Fiksekveld 1 er avlyst"
    closed = sign_in(stage.kari).post(f"{PAGE}/endring", data={"explanation": "Likevel!"})
    assert (closed.status_code, "Aktiviteten er avlyst." in closed.text, "Likevel!" in closed.text) == (409, True, True)


def test_money_on_its_way_is_kept_until_it_is_claimed(stage: FollowupStage) -> None:
    grant = stage.grant()
    gone_out = giving_back._lookups[:]
    giving_back._lookups[:] = [lambda ids: dict.fromkeys(ids, 2000)]
    try:
        notice = noticed(stage, grant, Wanted("Lederen er syk.", cancels=True))
        actions.decide(notice, S.APPROVED, None, by=stage.hanne, at=stage.at)
        db.session.commit()
    finally:
        giving_back._lookups[:] = gone_out
    assert (grant.accepted_nok, stage.round.committed_nok) == (2000, 2000)


def test_the_party_takes_a_notice_back_and_afterwards_there_is_the_report(
    stage: FollowupStage, sign_in: SignIn
) -> None:
    grant = stage.grant()
    noticed(stage, grant, Wanted("Nytt rom.", {"venue_name": "Torget"}))
    client = sign_in(stage.kari)
    assert client.post(f"{PAGE}/endring/1/trekk").status_code == 302
    assert client.post(f"{PAGE}/endring/1/trekk").status_code == 409
    with clock.frozen(datetime(2026, 11, 24, 22, 59, tzinfo=UTC)):
        assert "Send endringen" in client.get(f"{PAGE}/endring").text
    with clock.frozen(datetime(2026, 11, 24, 23, 1, tzinfo=UTC)):
        late = client.get(f"{PAGE}/endring").text
    sentence = "Siste dag var 24. november 2026. Skriv i rapporten hvordan det ble i stedet."
    assert ("Send endringen" in late, sentence in late) == (False, True)


def test_who_belongs_to_the_applicant_or_sent_it_does_not_answer(stage: FollowupStage, sign_in: SignIn) -> None:
    grant = stage.grant()
    notice = noticed(stage, grant, Wanted("Nytt rom.", {"venue_name": "Torget"}))
    stranger = stage.world.user(Role.CASE_HANDLER, name="Siri Sak")
    asked = sign_in(stranger).get(f"/staff/changes/{notice.public_id}")
    assert (asked.status_code, "Svar på om du er habil" in asked.text) == (409, True)
    notice.sent_by_id = stage.hanne.id
    db.session.commit()
    own = answered(sign_in(stage.hanne), notice, "approved")
    assert (own.status_code, notice.status) == (403, S.OPEN)


def test_the_queue_asks_the_database_no_more_for_three_than_for_one(stage: FollowupStage, sign_in: SignIn) -> None:
    noticed(stage, stage.grant(), Wanted("Nytt rom.", {"venue_name": "Torget"}))
    desk, counts = sign_in(stage.hanne), []
    for more in (0, 2):
        for _other in range(more):
            noticed(stage, stage.grant(), Wanted("Avlyst.", cancels=True))
        desk.get("/staff/changes")
        with statements() as seen:
            page = desk.get("/staff/changes").text
        counts.append((page.count('scope="row"'), len(seen)))
    assert (counts[0][0], counts[1][0], counts[1][1] <= 8) == (1, 3, True)
    assert counts[0][1] == counts[1][1]


def test_a_lost_letter_is_found_again_and_made_once(stage: FollowupStage) -> None:
    grant = stage.grant()
    notice = noticed(stage, grant, Wanted("Nytt rom.", {"venue_name": "Torget"}))
    actions.decide(notice, S.APPROVED, None, by=stage.hanne, at=stage.at)
    db.session.commit()
    assert missing_change_answers(stage.at + timedelta(minutes=4)) == 0
    assert missing_change_answers(stage.at + timedelta(minutes=6)) == 1
    print_answer.run(notice.id)
    assert missing_change_answers(stage.at + timedelta(minutes=6)) == 0
    assert len(db.session.scalars(select(Letter).where(Letter.kind == LetterKind.CHANGE_ANSWER)).all()) == 1
