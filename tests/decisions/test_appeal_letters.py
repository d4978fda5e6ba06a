"""The letters of appeals: what they must hold, made once whatever happens, and told of."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import clock
from app.decisions.appeals import actions as appeal_actions
from app.decisions.appeals import jobs as appeal_jobs
from app.decisions.appeals import letters as appeal_letters
from app.decisions.appeals.actions import Decided
from app.decisions.appeals.letters import Signer
from app.decisions.appeals.models import AppealLetter, AppealResult
from app.extensions import db
from app.letters import blocks
from app.letters.making import LOST
from app.letters.models import Letter, LetterKind, Notice
from app.letters.plain import to_plain
from app.policy import NotComplete
from tests.decisions.appeals import FORWARDING, IN_TIME, TOO_LATE, URL, Appeals, print_letters
from tests.test_crash import accept_events, lose_the_queue, refuse_events, tick


def words(content: Any) -> str:
    return json.dumps(to_plain(content), ensure_ascii=False, default=str).replace("\xa0", " ")


def count(model: Any) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_the_forwarding_says_what_is_appealed_why_it_stands_and_by_when_to_comment(appeals: Appeals) -> None:
    handling = appeals.forwarded()
    said = words(handling.letters[0].content)
    for part in (
        "Vedtaket av 1. september 2026: «Vi kan dessverre ikke støtte Fiksekveld 1».",
        "Dere søkte om 5 000 kroner og fikk 0 kroner.",
        "De mener aktiviteten er stor nok.",
        "Den er for liten.",
        "torsdag 24. september 2026",
        f"{URL}/vedtak/OMB-2026-0001/klage/{handling.appeal.public_id}",
        "forvaltningsloven § 28, § 33, § 34, §§ 18 og 19",
    ):
        assert part in said, part
    assert handling.comments_due == date(2026, 9, 24)


def test_the_last_day_to_comment_is_never_a_day_off(appeals: Appeals) -> None:
    handling = appeals.received()
    appeal_actions.take(handling, by=appeals.nils, at=IN_TIME)
    saturday = IN_TIME + timedelta(days=2)  # and two weeks later is a Saturday too
    appeal_actions.propose(handling, FORWARDING, by=appeals.nils, at=saturday)
    appeal_actions.approve(handling, URL, by=appeals.vera, at=saturday)
    db.session.commit()
    assert handling.comments_due == date(2026, 9, 28)


def test_the_dismissal_has_all_that_a_decision_must_have(appeals: Appeals) -> None:
    handling = appeals.dismissed()
    said = words(handling.letters[0].content)
    for part in ("onsdag 14. oktober 2026", "#klage", "Oslo kommunes klagenemnd", "§ 31", "Den er 1 dag for sen."):
        assert part in said, part


RESULTS = [
    # result, worse, heading, costs, new decision
    (AppealResult.CONFIRMED, False, "Vedtaket står: Oslo kommunes klagenemnd har avgjort klagen", False, False),
    (AppealResult.CHANGED, False, "Oslo kommunes klagenemnd har endret vedtaket", True, True),
    (AppealResult.CHANGED, True, "Oslo kommunes klagenemnd har endret vedtaket", False, True),
    (AppealResult.SET_ASIDE, False, "Oslo kommunes klagenemnd har opphevet vedtaket", False, True),
    (AppealResult.DISMISSED, False, "Oslo kommunes klagenemnd behandler ikke klagen", False, False),
]


@pytest.mark.parametrize(("result", "worse", "heading", "costs", "again"), RESULTS)
def test_costs_are_told_of_only_when_it_was_changed_in_the_partys_favour(
    appeals: Appeals, result: AppealResult, worse: bool, heading: str, costs: bool, again: bool
) -> None:
    handling = appeals.forwarded()
    said = Decided(result, IN_TIME.date(), "Slik ble det.", "Derfor.", is_worse=worse)
    wanted = appeal_actions.answer(handling, said, None, URL, by=appeals.nils, at=IN_TIME)
    db.session.commit()
    text = words(wanted.content)
    assert wanted.content["heading"] == heading
    assert ("senest torsdag 1. oktober 2026" in text, "§ 36" in text) == (costs, costs)
    assert ("nytt vedtak" in text, "Sivilombudet" in text) == (again, True)
    assert handling.status == ("decided" if again else "closed")


def test_a_letter_that_lacks_a_block_stops_the_approval(appeals: Appeals) -> None:
    handling = appeals.upheld()
    handling.appeal.decision.application.round.contact_phone = ""
    with pytest.raises(NotComplete, match="hvem som kan svare på spørsmål"):
        appeal_actions.approve(handling, URL, by=appeals.vera, at=IN_TIME)
    db.session.rollback()
    statement = handling.statements[0]
    statement.assessment = "Klagen gjelder {{aktivitet}}."
    content = appeal_letters.forwarding(handling, statement, Signer("Vera"), IN_TIME.date(), IN_TIME.date(), URL)
    with pytest.raises(NotComplete, match="utfylling av"):
        blocks.check(content)
    db.session.rollback()


def test_made_once_however_often_the_worker_runs(appeals: Appeals) -> None:
    appeals.forwarded()
    first = print_letters()
    again = print_letters()
    assert [one.letter_id for one in first] == [one.letter_id for one in again]
    letter = db.session.scalars(select(Letter).where(Letter.kind == LetterKind.APPEAL_FORWARDING)).one()
    assert (letter.version, count(AppealLetter)) == (1, 1)
    assert db.session.scalar(select(func.count()).where(Notice.letter_id == letter.id)) == 2


def test_a_letter_that_a_crash_lost_is_made_by_the_tick_once(app: Flask, appeals: Appeals) -> None:
    appeals.forwarded()
    lose_the_queue(app)
    with clock.frozen(IN_TIME):
        assert appeal_jobs.missing_letters(IN_TIME + LOST) == 0
        tick(app, minutes=6)
        assert count(Letter) == 4  # the application's receipt, the decision, the appeal's receipt, and this
        before = count(Notice)
        tick(app, minutes=7)
    assert (count(Letter), count(Notice)) == (4, before)
    assert appeal_jobs.missing_letters(IN_TIME + 10 * LOST) == 0


def test_a_letter_whose_events_are_refused_is_made_the_next_time(appeals: Appeals) -> None:
    handling = appeals.forwarded()
    row_id = handling.letters[0].id
    db.session.commit()
    refuse_events()
    with pytest.raises(Exception, match="no more history"):
        appeal_jobs.print_letter.run(row_id)
    accept_events()
    assert db.session.get_one(AppealLetter, row_id).letter_id is None
    appeal_jobs.print_letter.run(row_id)
    db.session.rollback()
    assert db.session.get_one(AppealLetter, row_id).letter_id is not None


def test_two_appeals_of_a_case_have_letters_of_their_own(appeals: Appeals) -> None:
    first = appeals.forwarded()
    second = appeals.received(at=IN_TIME + timedelta(minutes=1), decision=first.appeal.decision)
    appeal_actions.take(second, by=appeals.nils, at=IN_TIME)
    appeal_actions.propose(second, FORWARDING, by=appeals.nils, at=IN_TIME)
    appeal_actions.approve(second, URL, by=appeals.vera, at=IN_TIME)
    db.session.commit()
    print_letters()
    letters = db.session.scalars(select(Letter.version).where(Letter.kind == LetterKind.APPEAL_FORWARDING))
    assert sorted(letters) == [1, 2]


def test_the_late_one_that_was_taken_up_says_so_to_the_appeal_body(appeals: Appeals) -> None:
    handling = appeals.taken(at=TOO_LATE)
    appeal_actions.take_up_late(handling, "Feil adresse.", by=appeals.nils, at=TOO_LATE)
    appeal_actions.propose(handling, FORWARDING, by=appeals.nils, at=TOO_LATE)
    wanted = appeal_actions.approve(handling, URL, by=appeals.vera, at=TOO_LATE)
    db.session.commit()
    assert "etter fristen. Vi behandler den likevel." in words(wanted.content)
