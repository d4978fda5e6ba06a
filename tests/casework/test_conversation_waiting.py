"""What the conversations leave to do, by when, in few statements."""

from datetime import date, timedelta

import pytest
from flask import Flask

from app.casework.conversation import actions as conversing
from app.casework.conversation import noting
from app.casework.conversation.waiting import waiting
from app.extensions import db
from app.law.deadlines import working_days_after
from tests.casework.talk import SignIn, Talk
from tests.counting import statements
from tests.world import World

LINK = "http://localhost/x"


@pytest.fixture
def talk(world: World) -> Talk:
    return Talk(world)


def found(app: Flask, talk: Talk, *, days: int = 0) -> list[tuple[str, date | None]]:
    with app.test_request_context():
        return [(one.what, one.due_on) for one in waiting(talk.at + timedelta(days=days))]


def test_the_applicant_waits_three_working_days_at_most(app: Flask, talk: Talk) -> None:
    conversing.answer(talk.case, "Når får vi svar?", link=LINK, by=talk.kari, at=talk.at)
    later = talk.at + timedelta(days=1)
    conversing.answer(talk.case, "Er det noen der?", link=LINK, by=talk.kari, at=later)
    db.session.commit()
    assert found(app, talk) == [("Svar på melding fra søkeren", date(2026, 9, 4))]
    conversing.send(talk.case, "Snart.", link=LINK, by=talk.hanne, at=later)
    db.session.commit()
    assert found(app, talk) == []


def test_what_others_said_waits_until_it_is_put(app: Flask, talk: Talk) -> None:
    told = noting.record_information(talk.case, "Naboen", "Bråk.", date(2026, 8, 31), by=talk.hanne, at=talk.at)
    db.session.commit()
    assert found(app, talk) == [("Legg opplysning fra andre fram for søkeren", date(2026, 9, 4))]
    noting.exempt(told, "Uten betydning.", by=talk.hanne, at=talk.at)
    db.session.commit()
    assert found(app, talk) == []


def test_a_question_waits_for_us_when_its_day_is_over(app: Flask, talk: Talk) -> None:
    conversing.send(talk.case, "Hvem?", answer_due_on=date(2026, 9, 3), link=LINK, by=talk.hanne, at=talk.at)
    db.session.commit()
    assert found(app, talk, days=2) == []
    assert found(app, talk, days=3) == [("Søkeren har ikke svart på meldingen", date(2026, 9, 3))]
    conversing.answer(talk.case, "Deichman.", link=LINK, by=talk.kari, at=talk.at + timedelta(days=3))
    db.session.commit()
    assert found(app, talk, days=3) == [("Svar på melding fra søkeren", date(2026, 9, 9))]


def test_one_statement_for_three_cases_as_for_one(app: Flask, talk: Talk, sign_in: SignIn) -> None:
    cases = [talk.case, talk.stage.in_screening(), talk.stage.in_screening()]
    counts = []
    for case in cases:
        conversing.answer(case, "Hei", link=LINK, by=talk.kari, at=talk.at)
        db.session.commit()
        with statements() as seen:
            found(app, talk)
        counts.append(len(seen))
    assert (counts, len(found(app, talk))) == ([1, 1, 1], 3)


def test_the_pages_cost_the_same_for_three_messages_as_for_one(talk: Talk, sign_in: SignIn) -> None:
    kari, hanne = talk.kari.session_key, talk.hanne.session_key

    def counted(key: str, path: str) -> int:
        class Person:
            session_key = key

        browser = sign_in(Person)
        browser.get(path)  # marks what is new
        db.session.remove()
        with statements() as seen:
            assert browser.get(path).status_code == 200
        return len(seen)

    counts = []
    own, theirs = talk.own_path, talk.path
    for number in range(3):
        conversing.answer(talk.case, f"Hei {number}", link=LINK, by=talk.kari, at=talk.at)
        conversing.send(talk.case, f"Hei {number}", link=LINK, by=talk.hanne, at=talk.at)
        noting.write_note(talk.case, f"Notat {number}", by=talk.hanne, at=talk.at)
        noting.record_information(talk.case, "Naboen", "Bråk.", date(2026, 8, 31), by=talk.hanne, at=talk.at)
        db.session.commit()
        counts.append((counted(hanne, theirs), counted(kari, own)))
        talk = reloaded(talk)
    assert counts[0] == counts[1] == counts[2]
    assert counts[0][0] <= 9
    assert counts[0][1] <= 6


def reloaded(talk: Talk) -> Talk:
    """The same people and case in the new session."""
    for name in ("case", "kari", "hanne"):
        setattr(talk, name, db.session.merge(getattr(talk, name)))
    return talk


@pytest.mark.parametrize(
    ("day", "n", "found_day"),
    [
        (date(2026, 9, 1), 3, date(2026, 9, 4)),
        (date(2026, 9, 4), 3, date(2026, 9, 9)),  # Friday
        (date(2026, 9, 5), 1, date(2026, 9, 7)),  # Saturday
        (date(2026, 4, 1), 3, date(2026, 4, 9)),  # Wednesday before Easter
        (date(2026, 12, 23), 2, date(2026, 12, 28)),  # Christmas Eve is a working day here
        (date(2026, 4, 30), 1, date(2026, 5, 4)),  # 1 May is a Friday
        (date(2027, 5, 14), 1, date(2027, 5, 18)),  # Whit Monday and 17 May on one day
        (date(2026, 9, 1), 0, date(2026, 9, 1)),
    ],
)
def test_working_days(day: date, n: int, found_day: date) -> None:
    assert working_days_after(day, n) == found_day


def test_working_days_are_not_counted_backwards() -> None:
    with pytest.raises(ValueError, match="forwards"):
        working_days_after(date(2026, 9, 1), -1)
