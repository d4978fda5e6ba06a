"""Who is to hear when the answer comes, what they are told, and what people have written down to do."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app import clock
from app.accounts.models import User
from app.applications.models import Application
from app.applications.workflow import Status
from app.casework.timekeeping import actions as timekeeping
from app.casework.timekeeping import jobs as time_jobs
from app.casework.timekeeping.models import ReplyKind, Task, TimeReply
from app.casework.timekeeping.queries import due_replies
from app.extensions import db
from app.letters.models import Letter, LetterKind
from app.mail.models import Mail
from app.policy import NotComplete
from tests.counting import statements
from tests.review.cases import DISQUALIFIED, declare, handler
from tests.world import World

SignIn = Callable[[Any], FlaskClient]
REASONS = "Vi har fått mange søknader i år."
SENT = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
EXPECTED = date(2026, 10, 9)


@pytest.fixture
def hanne(world: World) -> User:
    return handler(world)


@pytest.fixture
def case(world: World) -> Application:
    kari = world.user()
    return world.application(world.organisation(kari), kari, world.round())


def after(days: int) -> datetime:
    return SENT + timedelta(days=days)


def due(at: datetime) -> list[tuple[ReplyKind, date]]:
    return [(one.kind, one.due_on) for one in due_replies(at)]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (24, []),
        (25, [(ReplyKind.INTERIM, date(2026, 10, 1))]),
        (36, [(ReplyKind.INTERIM, date(2026, 10, 1))]),
    ],
)
def test_from_day_25_an_interim_reply_is_on_the_list(
    case: Application, days: int, expected: list[tuple[ReplyKind, date]]
) -> None:
    assert due(after(days)) == expected


@pytest.mark.parametrize("status", [Status.WITHDRAWN, Status.RELEASED, Status.CLOSED])
def test_who_has_an_answer_is_not_on_the_list(case: Application, status: Status) -> None:
    case.status = status
    db.session.commit()
    assert due(after(40)) == []


def test_a_promise_that_cannot_be_kept_is_a_delay(case: Application, hanne: User) -> None:
    timekeeping.reply_to([case.reference], EXPECTED, REASONS, by=hanne, at=after(25))
    db.session.commit()
    assert due(after(26)) == []
    promised = datetime(2026, 10, 9, 8, 0, tzinfo=UTC)
    assert due(promised - timedelta(days=4)) == []
    assert due(promised - timedelta(days=3)) == [(ReplyKind.DELAY, EXPECTED)]
    [same] = timekeeping.reply_to([case.reference], EXPECTED, REASONS, by=hanne, at=promised - timedelta(days=2))
    assert same.refusal == "Søkeren har alt fått vite at svaret kommer 9. oktober 2026."
    [later] = timekeeping.reply_to([case.reference], date(2026, 10, 23), REASONS, by=hanne, at=promised)
    db.session.commit()
    assert (later.refusal, later.reply and later.reply.number) == (None, 2)


def test_once_is_enough(case: Application, hanne: User) -> None:
    timekeeping.reply_to([case.reference], EXPECTED, REASONS, by=hanne, at=after(25))
    db.session.commit()
    [again] = timekeeping.reply_to([case.reference], EXPECTED, REASONS, by=hanne, at=after(25))
    assert again.refusal == "Søkeren har fått beskjed allerede, eller saken er avgjort."
    assert db.session.query(TimeReply).count() == 1


def test_who_is_disqualified_leaves_it_to_another(case: Application, hanne: User) -> None:
    declare(case, hanne, answer=DISQUALIFIED)
    db.session.commit()
    [result] = timekeeping.reply_to([case.reference], EXPECTED, REASONS, by=hanne, at=after(25))
    assert result.refusal == "Du er inhabil i saken. En annen må sende svaret."


@pytest.mark.parametrize(
    ("expected_on", "reasons", "missing"),
    [
        (None, REASONS, ["expected_on"]),
        (date(2026, 9, 26), " ", ["expected_on", "reasons"]),
        (EXPECTED, "", ["reasons"]),
    ],
)
def test_without_a_day_and_a_reason_nothing_is_sent(
    case: Application, hanne: User, expected_on: date | None, reasons: str, missing: list[str]
) -> None:
    with pytest.raises(NotComplete) as refusal:
        timekeeping.reply_to([case.reference], expected_on, reasons, by=hanne, at=after(25))
    assert list(refusal.value.missing) == missing


def test_the_letter_is_made_after_the_commit_once_and_found_again_after_a_crash(
    app: Flask, case: Application, hanne: User
) -> None:
    [result] = timekeeping.reply_to([case.reference], EXPECTED, REASONS, by=hanne, at=after(25))
    db.session.commit()
    assert result.reply is not None
    with clock.frozen(after(25) + timedelta(minutes=6)):
        assert time_jobs.missing_replies(clock.now()) == 1
        app.extensions["jobs"].run_waiting()
        time_jobs.print_reply.run(result.reply.id)
        assert time_jobs.missing_replies(clock.now()) == 0
    letter = db.session.scalars(select(Letter).where(Letter.kind == LetterKind.INTERIM_REPLY)).one()
    assert letter.title == "Dere får svar innen 9. oktober 2026"
    assert letter.content["rules"] == "forvaltningsloven §\N{NO-BREAK SPACE}11 a"
    told = db.session.scalars(select(Mail).where(Mail.key.startswith(f"notice-1:{letter.public_id}"))).all()
    assert ({mail.subject for mail in told}, any(REASONS in mail.body for mail in told)) == (
        {f"Nytt brev i saken {case.reference}"},
        False,
    )


def test_the_page_lists_sends_and_keeps_what_was_typed(
    app: Flask, case: Application, hanne: User, sign_in: SignIn
) -> None:
    with clock.frozen(after(25)):
        client = sign_in(hanne)
        assert case.reference in client.get("/staff/replies").text
        refused = client.post("/staff/replies", data={"case": case.reference, "reasons": "Fordi."})
        assert (refused.status_code, "Velg en dag etter i dag." in refused.text) == (409, True)
        assert "Fordi.</textarea>" in refused.text
        typed = {"case": case.reference, "reasons": REASONS, "expected_on": "2026-10-09"}
        assert "1 søker får beskjed" in client.post("/staff/replies", data=typed).text
        assert "Ingen venter på beskjed nå." in client.get("/staff/replies").text


def test_the_list_asks_as_much_for_three_as_for_one(world: World, case: Application) -> None:
    kari = world.user(name="Pål Ås")
    with statements() as one:
        due_replies(after(30))
    for number in (1, 2):
        world.application(world.organisation(kari, name=f"Forening {number}", orgnr=None), kari, case.round)
    with statements() as three:
        assert len(due_replies(after(30))) == 3
    assert len(one) == len(three) == 1


def test_a_task_is_written_down_done_and_not_done_after_all(case: Application, hanne: User, sign_in: SignIn) -> None:
    client = sign_in(hanne)
    typed = {"title": "Ring bydelen", "due_on": "2026-09-03", "person": hanne.public_id, "reference": case.reference}
    assert client.post("/staff/tasks", data=typed).location == "/staff/board"
    board = client.get("/staff/board").text
    assert ("Ring bydelen" in board, case.reference in board, "De neste 3 arbeidsdagene" in board) == (True,) * 3
    public_id = db.session.scalars(select(Task.public_id)).one()
    client.post(f"/staff/tasks/{public_id}/done")
    after_done = client.get("/staff/board").text
    assert ("Gjort: Ring bydelen." in after_done, "Angre" in after_done) == (True, True)
    assert "Ring bydelen" not in client.get("/staff/board").text
    client.post(f"/staff/tasks/{public_id}/reopen")
    assert "Ring bydelen" in client.get("/staff/board").text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"title": " "}, "Skriv hva som skal gjøres."),
        ({"due_on": ""}, "Velg en dato."),
        ({"reference": "OMB-1-9999"}, "Fant ingen sak med dette nummeret."),
        ({"person": "ukjent"}, "Velg en saksbehandler eller godkjenner."),
    ],
)
def test_a_task_that_lacks_something_is_shown_again(
    world: World, hanne: User, sign_in: SignIn, typed: dict[str, str], sentence: str
) -> None:
    good = {"title": "Ring <b>bydelen</b>", "due_on": "2026-09-03", "person": hanne.public_id}
    answer = sign_in(hanne).post("/staff/tasks", data=good | typed)
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert db.session.query(Task).count() == 0


def test_what_is_late_stands_first_and_others_are_left_out_until_asked_for(
    world: World, case: Application, hanne: User, sign_in: SignIn
) -> None:
    berit = handler(world, "Berit Bø")
    for title, day, person in (("Sent", 1, hanne), ("I morgen", 2, hanne), ("Berits", 2, berit)):
        timekeeping.add_task(title, date(2026, 9, day), person, None, by=hanne, at=world.at)
    db.session.commit()
    with clock.frozen(after(0) + timedelta(days=1)):
        page = sign_in(hanne).get("/staff/board").text
        everybody = sign_in(hanne).get("/staff/board?hvem=alle").text
    assert page.index("Forfalt") < page.index("Sent") < page.index("I dag") < page.index("I morgen")
    assert ("Berits" in page, "Berits" in everybody) == (False, True)
