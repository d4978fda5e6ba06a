"""Who reads «the decision» reads the newest: the party the newest that is released, staff the newest there is."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app import clock
from app.applications.models import CaseRow
from app.decisions import queries
from app.extensions import db
from app.followup.acceptance.models import AcceptanceAnswer
from app.formatting import HARD, THIN
from app.letters.actions import second_notices
from app.letters.models import Letter, LetterOpening, Notice
from app.mail.models import Mail
from tests.counting import statements
from tests.decisions.reversal_stage import TWO, answer, part, prepare, release, reversed_
from tests.decisions.stage import FULL, PART, REJECTION, Stage
from tests.followup.answers import said

SignIn = Callable[[Any], FlaskClient]
PAGE = "/vedtak/OMB-2026-0001"
ACCEPTED, DECLINED = AcceptanceAnswer.ACCEPTED, AcceptanceAnswer.DECLINED


def plain(text: str) -> str:
    return text.replace(HARD, " ").replace(THIN, " ")


def test_the_party_reads_the_released_version_until_the_next_is_released(stage: Stage, sign_in: SignIn) -> None:
    first = stage.released(PART)
    second = reversed_(stage, first, FULL)
    client = sign_in(stage.kari)
    before = plain(client.get(PAGE).text)
    assert ("Dere får 3 000 av 5 000 kroner" in before, "endret vedtaket" in before) == (True, False)
    assert queries.newest_decision(first.application_id) is second
    release(stage, second)
    after = plain(client.get(PAGE).text)
    assert "Vi har endret vedtaket: dere får 5 000 kroner til Fiksekveld 1" in after
    assert "Fiksekveld 1: før 3 000 kroner, nå 5 000 kroner" in after
    assert "Tidligere vedtak" in after
    old, new = (client.get(f"{PAGE}/{path}").data for path in ("tidligere/1.pdf", "brev.pdf"))
    assert (old[:4], new[:4], old != new) == (b"%PDF", b"%PDF", True)
    assert client.get(f"{PAGE}/tidligere/3.pdf").status_code == 404


def test_another_s_earlier_letter_is_not_found(stage: Stage, sign_in: SignIn) -> None:
    release(stage, reversed_(stage, stage.released(PART), FULL))
    stranger = stage.world.user(name="Ola Fremmed")
    assert sign_in(stranger).get(f"{PAGE}/tidligere/1.pdf").status_code == 404


def test_the_deadlines_are_those_of_the_new_version(stage: Stage, sign_in: SignIn) -> None:
    first = stage.released(PART)
    stage.at = stage.at + timedelta(days=30)
    with clock.frozen(stage.at):
        second = release(stage, reversed_(stage, first, FULL))
        page = plain(sign_in(stage.kari).get(PAGE).text)
    assert (second.released_at, "torsdag 22. oktober" in page) == (stage.at, True)  # told 1 October


def test_what_was_accepted_stands_and_only_the_increase_is_asked(stage: Stage, sign_in: SignIn) -> None:
    first = stage.released(PART)
    answer(stage, first, ACCEPTED)
    second = release(stage, reversed_(stage, first, FULL))
    client = sign_in(stage.kari)
    page = plain(client.get(PAGE).text)
    assert "Godtatt:</strong> Fiksekveld 1, 3 000 kr" in page
    assert "Fiksekveld 1, 2 000 kr mer" in page
    assert "Dere har godtatt 3 000 kroner før. Det gjelder fortsatt. Nå svarer dere på 2 000 kroner." in page
    answer(stage, second, DECLINED)
    assert (stage.round.committed_nok, db.session.scalar(select(CaseRow.decided_nok))) == (3000, 3000)
    page = plain(client.get(PAGE).text)
    assert ("Takket nei:</strong> Fiksekveld 1, 2 000 kr" in page, "Svar på tilskuddet" in page) == (True, False)


def test_nothing_is_asked_about_what_stays_as_it_was(stage: Stage, sign_in: SignIn) -> None:
    first = stage.released(FULL, PART, activities=TWO)
    answer(stage, first, ACCEPTED, DECLINED)
    assert stage.round.committed_nok == 5000
    second = reversed_(stage, first, FULL, part(4000))
    assert stage.round.committed_nok == 9000  # more is offered of what was declined, so it is asked again
    release(stage, second)
    page = plain(sign_in(stage.kari).get(f"{PAGE}/svar").text)
    assert ('name="line-1"' in page, 'name="line-2"' in page) == (False, True)
    assert "Svar innen" in plain(sign_in(stage.kari).get("/min-side").text)
    answer(stage, second, None, ACCEPTED)
    assert "Svar innen" not in plain(sign_in(stage.kari).get("/min-side").text)


def test_an_answer_to_the_version_before_is_not_an_answer_to_this_one(stage: Stage, sign_in: SignIn) -> None:
    first = stage.released(PART)
    second = release(stage, reversed_(stage, first, FULL))
    refused = sign_in(stage.kari).post(f"{PAGE}/svar", data=said(first, "accepted"))
    assert (refused.status_code, "Vedtaket er endret siden dere åpnet siden." in refused.text) == (409, True)
    assert sign_in(stage.kari).post(f"{PAGE}/svar", data=said(second, "accepted")).status_code == 302


def test_declined_while_a_new_version_waits(stage: Stage) -> None:
    first = stage.released(PART)
    reversed_(stage, first, FULL)
    answer(stage, first, DECLINED)
    assert stage.round.committed_nok == 5000  # the larger sum is still theirs to answer
    third = db.session.scalars(select(CaseRow.decided_nok)).one()
    assert third == 5000


def test_an_unopened_letter_that_is_replaced_is_not_told_of_again(stage: Stage) -> None:
    first = stage.released(PART)
    week = stage.at + timedelta(days=7)
    second = release(stage, reversed_(stage, first, FULL))
    assert second_notices(week) == 1
    told = select(Letter.version).join(Notice, Notice.letter_id == Letter.id).where(Notice.ordinal == 2)
    assert set(db.session.scalars(told)) == {2}
    assert second.letter is not None


def test_the_notice_says_that_there_is_a_new_decision_and_not_what(stage: Stage) -> None:
    second = release(stage, reversed_(stage, stage.released(PART), FULL))
    mail = db.session.scalars(select(Mail).where(Mail.key.startswith(f"notice-1:{second.letter.public_id}"))).first()
    assert mail is not None
    assert mail.subject == "Nytt vedtak i saken OMB-2026-0001 ligger klart"
    assert ("5" in mail.body.replace("OMB-2026-0001", "").replace("21 80 21 80", ""), "endret" in mail.body) == (
        False,
        False,
    )


def test_reading_opens_the_new_letter_and_the_old_one_when_it_is_asked_for(stage: Stage, sign_in: SignIn) -> None:
    first = stage.released(PART)
    second = release(stage, reversed_(stage, first, FULL))
    client = sign_in(stage.kari)
    client.get(PAGE)
    assert list(db.session.scalars(select(LetterOpening.letter_id))) == [second.letter_id]
    client.get(f"{PAGE}/tidligere/1.pdf")
    assert set(db.session.scalars(select(LetterOpening.letter_id))) == {first.letter_id, second.letter_id}


@pytest.mark.parametrize("cases", [1, 2])
def test_min_side_takes_as_many_statements_for_two_new_versions(stage: Stage, sign_in: SignIn, cases: int) -> None:
    for _ in range(cases):
        release(stage, reversed_(stage, stage.released(REJECTION), FULL))
    client = sign_in(stage.kari)
    db.session.remove()
    with statements() as seen:
        assert client.get("/min-side").status_code == 200
    assert len(seen) == 8


def test_the_approver_sees_what_waits(stage: Stage, sign_in: SignIn) -> None:
    prepare(stage, stage.released(PART), FULL)
    page = plain(sign_in(stage.gro).get("/staff/approval").text)
    assert "fra 3 000 kr til 5 000 kr" in page
