"""The pages of the supplement: two clicks for the handler, item by item for the applicant, nothing typed is lost."""

import html
import re
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import clock
from app.accounts.models import Membership
from app.applications.models import Application, Status
from app.casework.supplements.models import AnswerChannel
from app.casework.supplements.queries import of_case
from app.extensions import db
from app.review.models import CheckCode
from app.review.queries import results
from tests.casework.asking import DAY_AFTER, DUE, WHEN, answer, ask, asked
from tests.counting import statements
from tests.decisions.stage import Stage
from tests.world import World

SignIn = Callable[[Any], FlaskClient]


@pytest.fixture
def stage(world: World) -> Stage:
    return Stage(world)


def words(answer: TestResponse) -> str:
    text = re.sub(r"<[^>]+>", " ", answer.text)
    return " ".join(html.unescape(text).split())


def errors(answer: TestResponse) -> dict[str, str]:
    """Each field's error, by the id of the field it stands at."""
    found = re.findall(r'<p class="field__error" id="([\w.-]+)-error">(.*?)</p>', answer.text, re.DOTALL)
    return {field: " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split()) for field, text in found}


def page_of(application: Application) -> str:
    return f"/staff/cases/{application.reference}/supplement"


def own(application: Application) -> str:
    return f"/soknader/{application.reference}/tillegg"


def closed_case(stage: Stage) -> Application:
    """Not open to all: a red check."""
    return stage.in_screening(activities=[{"title": "Byttedag", "is_open": False}], warnings_seen=True)


# --- the handler asks


def test_two_clicks_from_the_red_check(stage: Stage, sign_in: SignIn) -> None:
    application = closed_case(stage)
    client = sign_in(stage.hanne)
    case = client.get(f"/staff/cases/{application.reference}").text
    first_click = re.search(r'href="([^"]*/supplement\?sjekk=open_to_all-1)"', case)
    assert first_click
    page = client.get(html.unescape(first_click[1])).text
    ticked = re.findall(r"<input[^>]*checked[^>]*>", page)
    assert [re.search(r'name="([^"]*)"', box)[1] for box in ticked] == ["open_to_all-1-chosen"]  # type: ignore[index]
    assert "Kan aktiviteten åpnes for alle? Skriv hvordan." in page
    assert 'value="2026-09-08"' in page
    sent = client.post(page_of(application), data=fields(page))
    assert (sent.status_code, sent.location) == (302, f"/staff/cases/{application.reference}#checks")
    (supplement,) = of_case(application.id)
    item = supplement.items[0]
    assert (item.asked, item.check_code, item.activity_id) == (
        "Kan aktiviteten åpnes for alle? Skriv hvordan.",
        CheckCode.OPEN_TO_ALL,
        application.activities[0].id,
    )
    assert (application.status, supplement.due_on) == (Status.SUPPLEMENT, DUE)


def fields(page: str) -> dict[str, str]:
    """What a browser would send of the form as it stands."""
    form = page[page.index('<form class="ask-form"') :]
    form = form[: form.index("</form>")]
    texts = re.findall(r"<textarea[^>]*name=\"([^\"]*)\"[^>]*>\s*(.*?)</textarea>", form, re.DOTALL)
    values = {name: html.unescape(text).strip() for name, text in texts}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and (value or "checked" in tag) and ('type="checkbox"' not in tag or "checked" in tag):
            values[name[1]] = value[1] if value else "y"
    return values


def test_what_was_typed_comes_back_with_the_sentence_at_its_field(stage: Stage, sign_in: SignIn) -> None:
    application = closed_case(stage)
    typed = {
        "open_to_all-1-chosen": "y",
        "open_to_all-1-asked": "",
        "open_to_all-1-why": "Fordi",
        "free-1-asked": "Hvor er nøkkelen?",
        "free-1-why": "",
        "free": "1",
        "due_on": "2026-09-12",
    }
    refused = sign_in(stage.hanne).post(page_of(application), data=typed)
    assert refused.status_code == 422
    assert errors(refused) == {
        "open_to_all-1-asked": "Skriv hva søkeren skal svare på.",
        "due_on": "Lørdag 12. september 2026 er i en helg. Velg en arbeidsdag.",
    }
    assert ">\r\nHvor er nøkkelen?</textarea>" in refused.text
    assert 'value="2026-09-12"' in refused.text
    assert application.status is Status.SCREENING


def test_nothing_chosen_and_no_day(stage: Stage, sign_in: SignIn) -> None:
    refused = sign_in(stage.hanne).post(page_of(closed_case(stage)), data={"free": "1", "due_on": "i morgen"})
    assert refused.status_code == 422
    assert "Velg eller skriv minst ett punkt." in words(refused)
    assert errors(refused) == {"due_on": "Velg en dato."}


def test_another_point_keeps_what_is_typed(stage: Stage, sign_in: SignIn) -> None:
    application = stage.in_screening()
    typed = {"free-1-asked": "Hvor er nøkkelen?", "free": "1", "due_on": "2026-09-09", "_do": "add"}
    more = sign_in(stage.hanne).post(page_of(application), data=typed)
    assert more.status_code == 200
    assert ">\r\nHvor er nøkkelen?</textarea>" in more.text
    assert 'name="free-2-asked"' in more.text
    assert errors(more) == {}


def test_a_colleague_asked_meanwhile(stage: Stage, sign_in: SignIn) -> None:
    supplement = asked(stage)
    typed = {"free-1-asked": "Hvor er nøkkelen?", "free": "1", "due_on": "2026-09-09"}
    refused = sign_in(stage.hanne).post(page_of(supplement.application), data=typed)
    assert refused.status_code == 409
    assert "Vi venter alt på svar fra søkeren." in words(refused)
    assert "Hvor er nøkkelen?" in words(refused)


def test_no_third_round(stage: Stage, sign_in: SignIn) -> None:
    supplement = asked(stage, WHEN)
    answer(supplement, stage.kari, stage.at, "Tirsdag.")
    answer(ask(stage, supplement.application, WHEN), stage.kari, stage.at, "Tirsdag.")
    client = sign_in(stage.hanne)
    assert "Søkeren er spurt to ganger." in words(client.get(page_of(supplement.application)))
    typed = {"free-1-asked": "Igjen?", "free": "1", "due_on": "2026-09-09"}
    refused = client.post(page_of(supplement.application), data=typed)
    assert (refused.status_code, "Igjen?" in words(refused)) == (409, True)


def test_an_applicant_without_an_address_is_said(stage: Stage, sign_in: SignIn) -> None:
    application = stage.in_screening()
    application.contact_email = application.second_contact_email = None
    db.session.query(Membership).delete()
    db.session.commit()
    assert "Brevet må sendes i posten." in words(sign_in(stage.hanne).get(page_of(application)))


# --- the handler waits


def test_the_applicants_draft_is_not_shown_to_the_handler(stage: Stage, sign_in: SignIn) -> None:
    supplement = asked(stage, WHEN)
    sign_in(stage.kari).post(own(supplement.application), data={"item-1-answer": "Uferdig tanke", "_do": "save"})
    page = sign_in(stage.hanne).get(page_of(supplement.application))
    assert "Når er aktiviteten?" in words(page)
    assert "Uferdig tanke" not in page.text


def test_an_answer_by_post_with_its_paper(stage: Stage, sign_in: SignIn) -> None:
    supplement = asked(stage)
    client, address = sign_in(stage.hanne), page_of(supplement.application)
    typed = {"item-1-answer": "Tirsdag.", "item-2-answer": ""}
    refused = client.post(f"{address}/answer", data={**typed, "channel": "post"})
    assert (refused.status_code, list(errors(refused))) == (422, ["item-2"])
    assert ">\r\nTirsdag.</textarea>" in refused.text
    refused = client.post(f"{address}/answer", data=typed)
    assert (refused.status_code, errors(refused)) == (422, {"channel": "Velg hvordan svaret kom."})
    paper = {"item-2-files": (BytesIO(b"%PDF-1.7 brev"), "brev.pdf")}
    assert client.post(f"{address}/answer", data={**typed, **paper, "channel": "post"}).status_code == 302
    assert (supplement.channel, supplement.application.status) == (AnswerChannel.POST, Status.SCREENING)
    assert [file.filename for file in supplement.application.attachments] == ["brev.pdf"]


def test_more_time_and_stop_waiting(stage: Stage, sign_in: SignIn) -> None:
    supplement = asked(stage)
    client, address = sign_in(stage.hanne), page_of(supplement.application)
    refused = client.post(f"{address}/deadline", data={"due_on": "2026-09-13", "reason": "Styret møtes."})
    assert errors(refused) == {"due_on": "Søndag 13. september 2026 er i en helg. Velg en arbeidsdag."}
    assert 'value="Styret møtes."' in refused.text
    assert client.post(f"{address}/deadline", data={"due_on": "2026-09-15", "reason": "Møte."}).status_code == 302
    assert supplement.due_on == date(2026, 9, 15)
    assert errors(client.post(f"{address}/end", data={"end_reason": " "})) == {"end_reason": "Skriv kort hvorfor."}
    assert client.post(f"{address}/end", data={"end_reason": "Vi ringte."}).status_code == 302
    assert supplement.application.status is Status.SCREENING


# --- the applicant answers


def test_a_draft_is_kept_and_then_sent(stage: Stage, sign_in: SignIn) -> None:
    supplement = asked(stage)
    application = supplement.application
    client = sign_in(stage.kari)
    saved = client.post(own(application), data={"revision": "0", "item-1-answer": "Tirsdag.", "_do": "save"})
    assert (saved.status_code, application.status) == (302, Status.SUPPLEMENT)
    page = client.get(own(application)).text
    assert ">\r\nTirsdag.</textarea>" in page
    typed = {"item-1-answer": "Tirsdag 24.", "item-2-has_not": "y", "_do": "send"}
    sent = client.post(own(application), data={**typed, "revision": str(supplement.revision)})
    assert (sent.status_code, application.status) == (302, Status.SCREENING)
    shown = words(client.get(own(application)))
    assert "Svarene er sendt" in shown
    assert "Tirsdag 24." in shown
    assert "«Dette har vi ikke»" in shown
    assert "Tirsdag 24." in words(client.get(f"/soknader/{application.reference}"))


def test_reading_the_questions_opens_the_letter(stage: Stage, sign_in: SignIn) -> None:
    supplement = asked(stage)
    sign_in(stage.kari).get(own(supplement.application))
    db.session.expire_all()
    assert [opening.user_id for opening in supplement.letter.openings] == [stage.kari.id]


def test_what_is_missing_is_said_at_each_item_and_the_rest_is_kept(stage: Stage, sign_in: SignIn) -> None:
    supplement = asked(stage)
    data = {"item-1-answer": "Tirsdag.", "item-2-answer": "", "_do": "send"}
    refused = sign_in(stage.kari).post(own(supplement.application), data=data)
    assert refused.status_code == 422
    assert errors(refused) == {"item-2": "Skriv et svar, legg ved en fil, eller kryss av for «Dette har vi ikke»."}
    assert supplement.items[0].answer == "Tirsdag."


def test_a_forbidden_file_is_refused_at_its_item(stage: Stage, sign_in: SignIn) -> None:
    supplement = asked(stage)
    program = (BytesIO(b"MZ\x90\x00 program"), "svar.exe")
    data = {"item-1-answer": "Tirsdag.", "item-2-answer": "Tøyen.", "item-2-files": program, "_do": "send"}
    refused = sign_in(stage.kari).post(own(supplement.application), data=data)
    assert refused.status_code == 422
    assert errors(refused) == {"item-2-files": "Vi kan ikke ta imot «svar.exe». Send pdf, png, jpg, docx eller odt."}
    assert [item.answer for item in supplement.items] == ["Tirsdag.", "Tøyen."]
    assert supplement.is_waiting


def test_a_file_is_kept_read_and_removed(stage: Stage, sign_in: SignIn) -> None:
    supplement = asked(stage)
    client, address = sign_in(stage.kari), own(supplement.application)
    client.post(address, data={"item-1-files": (BytesIO(b"%PDF-1.7 avtale"), "avtale.pdf"), "_do": "save"})
    (file,) = supplement.items[0].files
    read = client.get(f"{address}/fil/{file.public_id}")
    assert (read.status_code, read.data) == (200, b"%PDF-1.7 avtale")
    stranger = sign_in(stage.world.user(name="En Fremmed"))
    assert stranger.get(f"{address}/fil/{file.public_id}").status_code == 404
    sign_in(stage.kari).post(address, data={"_do": f"remove:{file.public_id}"})
    db.session.expire_all()
    assert supplement.items[0].files == []


def test_too_long_an_answer(stage: Stage, sign_in: SignIn) -> None:
    supplement = asked(stage, WHEN)
    refused = sign_in(stage.kari).post(own(supplement.application), data={"item-1-answer": "x" * 2001, "_do": "save"})
    assert (refused.status_code, errors(refused)) == (422, {"item-1-answer": "Skriv kortere: høyst 2000 tegn."})
    assert "x" * 2001 in refused.text


def test_the_second_of_two_members_is_told(stage: Stage, sign_in: SignIn) -> None:
    supplement = asked(stage, WHEN)
    application = supplement.application
    per = stage.world.user(name="Per Hansen")
    db.session.add(Membership(user=per, organisation=application.organisation, joined_at=stage.at))
    db.session.commit()
    sign_in(per).post(own(application), data={"revision": "0", "item-1-answer": "Tirsdag.", "_do": "save"})
    mine = {"revision": "0", "item-1-answer": "Onsdag.", "_do": "send"}
    refused = sign_in(stage.kari).post(own(application), data=mine)
    assert refused.status_code == 409
    assert list(errors(refused)) == ["item-1-answer"]
    assert ">\r\nOnsdag.</textarea>" in refused.text
    assert (supplement.items[0].answer, supplement.is_waiting) == ("Tirsdag.", True)
    sign_in(per).post(own(application), data={"item-1-answer": "Tirsdag.", "_do": "send"})
    too_late = sign_in(stage.kari).post(own(application), data=mine)
    assert too_late.status_code == 409
    assert "Svarene er alt sendt: Per Hansen, tirsdag 1. september 2026." in words(too_late)
    assert "Onsdag." in words(too_late)


def test_after_the_deadline_nothing_is_sent_and_nothing_typed_is_lost(stage: Stage, sign_in: SignIn) -> None:
    supplement = asked(stage, WHEN)
    with clock.frozen(DAY_AFTER):
        late = sign_in(stage.kari).post(own(supplement.application), data={"item-1-answer": "Onsdag.", "_do": "send"})
    assert late.status_code == 409
    assert "Fristen var tirsdag 8. september 2026" in words(late)
    assert "Onsdag." in words(late)
    assert supplement.is_waiting


def test_somebody_elses_case_is_not_there(stage: Stage, sign_in: SignIn) -> None:
    supplement = asked(stage)
    stranger = sign_in(stage.world.user(name="En Fremmed"))
    address = own(supplement.application)
    assert [stranger.get(address).status_code, stranger.post(address).status_code] == [404, 404]
    nothing_asked = stage.in_screening()
    assert sign_in(stage.kari).get(own(nothing_asked)).status_code == 404


def test_min_side_says_how_much_and_by_when_on_top(stage: Stage, sign_in: SignIn) -> None:
    supplement = asked(stage)
    client = sign_in(stage.kari)
    with statements() as seen:
        page = client.get("/min-side")
    assert "Vi trenger to opplysninger innen 8. september" in words(page)
    assert f'href="{own(supplement.application)}"' in page.text
    assert len(seen) <= 8
    with clock.frozen(DAY_AFTER):
        assert "opplysninger innen" not in words(client.get("/min-side"))


def test_checks_stay_as_they_were_explained(stage: Stage, sign_in: SignIn) -> None:
    """The answer is text: the check comes out the same, and waits for the handler with the answer beside it."""
    application = closed_case(stage)
    supplement = ask(stage, application, WHEN)
    answer(supplement, stage.kari, stage.at, "Ja, vi åpner for alle.")
    assert [one.code for one in results(application.id) if one.is_open] == [CheckCode.OPEN_TO_ALL]
    assert "Ja, vi åpner for alle." in words(sign_in(stage.hanne).get(page_of(application)))
