"""What others have told about the applicant: put to them, commented, and shown until it is."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from app.casework.conversation.queries import information, messages, not_put
from tests.casework.talk import SignIn, Talk, entries, ids, words
from tests.world import World

TOLD = {"source": "Naboen i nr. 3", "text": "De låner bort lokalet mot betaling.", "received_on": "2026-08-31"}
WARNING = "Opplysninger fra andre er ikke lagt fram for søkeren"


@pytest.fixture
def talk(world: World) -> Talk:
    return Talk(world)


@pytest.fixture
def told(talk: Talk, sign_in: SignIn) -> str:
    """The public id of what the neighbour said."""
    assert sign_in(talk.hanne).post(f"{talk.path}/information", data=TOLD).status_code == 302
    return information(talk.case.id)[0].public_id


def put(talk: Talk, browser: FlaskClient, told: str, **changes: Any) -> Any:
    typed = {"text": "Naboen sier at dere tar betalt. Stemmer det?", "answer_due_on": "2026-09-08", **changes}
    return browser.post(f"{talk.path}/information/{told}/put", data=typed)


def handled(talk: Talk, browser: FlaskClient, told: str, kind: str, text: str, day: str = "2026-09-01") -> Any:
    typed = {"kind": kind, "text": text, "on_day": day}
    return browser.post(f"{talk.path}/information/{told}/handled", data=typed)


def test_it_is_shown_as_a_warning_until_it_is_put(talk: Talk, sign_in: SignIn, told: str) -> None:
    browser = sign_in(talk.hanne)
    assert WARNING in words(browser.get(talk.path).text)
    assert not_put([talk.case.id]) == {talk.case.id: 1}
    assert put(talk, browser, told).status_code == 302
    page = words(browser.get(talk.path).text)
    assert WARNING not in page
    assert "Forelagt parten 1. september 2026 i en melding fra Hanne Holm." in page
    assert not_put([talk.case.id]) == {}


def test_what_the_applicant_answers_is_their_word_on_it(talk: Talk, sign_in: SignIn, told: str) -> None:
    put(talk, sign_in(talk.hanne), told)
    page = sign_in(talk.kari).get(talk.own_path).text
    assert "Dette er det vi vil si om opplysningen dere la fram 1. september 2026" in words(page)
    assert "Naboen i nr. 3" not in page  # only what the message says
    about = messages(talk.case.id)[0].public_id
    sign_in(talk.kari).post(talk.own_path, data={"text": "Nei, vi låner ut gratis.", "about": about})
    page = words(sign_in(talk.hanne).get(talk.path).text)
    assert "Partens uttalelse 1. september 2026: Nei, vi låner ut gratis." in page
    assert len(talk.events("information_commented")) == 1
    assert "Gjelder meldingen dette?" not in sign_in(talk.kari).get(talk.own_path).text


def test_a_message_about_something_else_is_no_comment(talk: Talk, sign_in: SignIn, told: str) -> None:
    put(talk, sign_in(talk.hanne), told)
    sign_in(talk.kari).post(talk.own_path, data={"text": "Vi svarer i morgen.", "about": "ukjent"})
    assert talk.events("information_commented") == []


def test_the_suggested_message_says_what_was_told_and_by_whom(talk: Talk, sign_in: SignIn, told: str) -> None:
    page = sign_in(talk.hanne).get(f"{talk.path}?skriv=legg-fram&om={told}").text
    assert "Vi har fått en opplysning om dere fra Naboen i nr. 3, 31. august 2026:" in words(page)
    assert 'value="2026-09-08"' in page  # five working days


def test_it_is_put_once(talk: Talk, sign_in: SignIn, told: str) -> None:
    browser = sign_in(talk.hanne)
    put(talk, browser, told)
    again = put(talk, browser, told, text="En gang til.")
    assert (again.status_code, len(messages(talk.case.id))) == (409, 1)
    assert "Opplysningen er allerede behandlet." in words(again.text)


def test_it_can_be_put_and_commented_on_the_telephone(talk: Talk, sign_in: SignIn, told: str) -> None:
    browser = sign_in(talk.hanne)
    assert handled(talk, browser, told, "comment", "De sier nei.").status_code == 409
    assert handled(talk, browser, told, "put", "Ringte Kari.").status_code == 302
    assert handled(talk, browser, told, "comment", "De sier nei.").status_code == 302
    (entry,) = entries(browser.get(talk.path).text)
    assert "Forelagt parten 1. september 2026 (Hanne Holm): Ringte Kari." in entry
    assert "Partens uttalelse 1. september 2026, ført inn av Hanne Holm: De sier nei." in entry


def test_what_need_not_be_put_has_a_reason(talk: Talk, sign_in: SignIn, told: str) -> None:
    browser = sign_in(talk.hanne)
    assert handled(talk, browser, told, "not_needed", " ").status_code == 409
    assert handled(talk, browser, told, "not_needed", "Har ingen betydning for saken.").status_code == 302
    assert not_put([talk.case.id]) == {}
    assert len(talk.events("information_exempted")) == 1


@pytest.mark.parametrize("day", ["2026-08-30", "2026-09-02"])
def test_nothing_is_said_before_it_came_or_after_today(talk: Talk, sign_in: SignIn, told: str, day: str) -> None:
    answer = handled(talk, sign_in(talk.hanne), told, "put", "Ringte.", day)
    assert answer.status_code == 409
    assert "Velg en dag fra opplysningen kom og fram til i dag." in words(answer.text)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"source": ""}, "Skriv hvem."),
        ({"text": ""}, "Skriv noe."),
        ({"received_on": "2026-09-02"}, "Dagen kan ikke være etter i dag."),
        ({"received_on": "i går"}, "Velg en dato."),
    ],
)
def test_what_is_not_whole_is_not_kept(talk: Talk, sign_in: SignIn, wrong: dict[str, str], sentence: str) -> None:
    answer = sign_in(talk.hanne).post(f"{talk.path}/information", data={**TOLD, **wrong})
    assert answer.status_code in {409, 422}
    assert (sentence in words(answer.text), information(talk.case.id)) == (True, [])


def test_what_was_told_on_another_case_is_not_found(talk: Talk, sign_in: SignIn, told: str) -> None:
    other = talk.stage.in_screening()
    browser = sign_in(talk.hanne)
    path = f"/staff/cases/{other.reference}/conversation"
    put_there = browser.post(f"{path}/information/{told}/put", data={"text": "Hei", "answer_due_on": "2026-09-08"})
    assert put_there.status_code == 404
    assert browser.post(f"{path}/notes/{told}", data={"text": "Hei"}).status_code == 404
    assert browser.post(f"{path}/messages/{told}/settle").status_code == 404
    assert len(ids(browser.get(path).text)) == 0
