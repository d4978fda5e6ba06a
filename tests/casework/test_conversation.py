"""The conversation: internal notes, and messages to and from the applicant."""

import io

import pytest
from sqlalchemy import func, select

from app.accounts.models import Membership
from app.applications import worklist
from app.applications.actions import reopen
from app.applications.models import Status
from app.audit.models import AuditEvent
from app.casework.conversation.models import CaseMessage, CaseNote, MessageReading
from app.casework.conversation.queries import messages, notes, told_by, unread
from app.extensions import db
from tests.casework.talk import SignIn, Talk, entries, ids, words
from tests.files.test_kinds import PDF
from tests.world import World

SECRET = "Styrelederen er min gamle nabo."


@pytest.fixture
def talk(world: World) -> Talk:
    return Talk(world)


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_message_goes_to_the_applicant_and_the_mail_tells_only_where(talk: Talk, sign_in: SignIn) -> None:
    sent = {"text": "Hvem leier ut lokalet?", "answer_due_on": "2026-09-10"}
    answer = sign_in(talk.hanne).post(f"{talk.path}/messages", data=sent)
    assert (answer.status_code, answer.location) == (302, f"{talk.path}#nyeste")
    assert entries(sign_in(talk.kari).get(talk.own_path).text) == [
        "Klimaetaten tirsdag 1. september kl. 10.00 Ny Hvem leier ut lokalet? Svar innen torsdag 10. september."
    ]
    (first, second) = talk.mails()
    assert [first[0], second[0]] == ["post@fiksekroken.example", "styret@fiksekroken.example"]
    assert first[1] == f"Ny melding i saken {talk.case.reference}"
    assert f"http://localhost{talk.own_path}" in first[2]
    assert "lokalet" not in first[2]
    (event,) = talk.events("message_sent")
    assert event == {"message": messages(talk.case.id)[0].public_id, "files": 0}


def test_the_applicant_answers_and_the_handler_sees_it_as_new_once(talk: Talk, sign_in: SignIn) -> None:
    sign_in(talk.hanne).post(f"{talk.path}/messages", data={"text": "Hvem leier ut lokalet?"})
    files = (io.BytesIO(PDF), "avtale.pdf")
    answer = sign_in(talk.kari).post(talk.own_path, data={"text": "Deichman.", "files": files})
    assert (answer.status_code, answer.location) == (302, f"{talk.own_path}#nyeste")
    first = entries(sign_in(talk.hanne).get(talk.path).text)
    who = "Melding fra søkeren Kari Nordmann tirsdag 1. september kl. 10.00"
    assert first[1].startswith(f"{who} Ny Deichman. avtale.pdf")
    again = entries(sign_in(talk.hanne).get(talk.path).text)
    assert again[1].startswith(f"{who} Deichman.")
    assert "Lest av Hanne Holm 1. september 2026." in again[1]


def test_the_unit_is_told_of_a_message_until_the_case_has_a_handler(talk: Talk, sign_in: SignIn) -> None:
    talk.case.handler = None
    worklist.refresh_status(talk.case)
    db.session.commit()
    sign_in(talk.kari).post(talk.own_path, data={"text": "Når får vi svar?"})
    talk.case.handler = talk.hanne
    worklist.refresh_status(talk.case)
    db.session.commit()
    sign_in(talk.kari).post(talk.own_path, data={"text": "Glemte noe."})
    assert [mail[0] for mail in talk.mails()] == [talk.stage.round.contact_email, talk.hanne.email]
    assert ["Når får" in mail[2] for mail in talk.mails()] == [False, False]


@pytest.mark.parametrize("status", [Status.RELEASED, Status.CLOSED, Status.ARCHIVED])
def test_a_message_can_be_sent_after_the_case_is_over(talk: Talk, sign_in: SignIn, status: Status) -> None:
    talk.case.handler, talk.case.status = talk.hanne, status
    db.session.commit()
    assert sign_in(talk.kari).post(talk.own_path, data={"text": "Takk for støtten."}).status_code == 302
    is_over = status is not Status.RELEASED
    assert talk.mails()[0][0] == (talk.stage.round.contact_email if is_over else talk.hanne.email)


def test_every_member_reads_and_writes_and_nobody_else(talk: Talk, sign_in: SignIn, world: World) -> None:
    colleague = world.user(name="Nils Nabo")
    db.session.add(Membership(user=colleague, organisation=talk.case.organisation, joined_at=talk.at))
    db.session.commit()
    sign_in(colleague).post(talk.own_path, data={"text": "Hilsen Nils."})
    assert [entry.split(" tirsdag")[0] for entry in entries(sign_in(talk.kari).get(talk.own_path).text)] == [
        "Nils Nabo"
    ]
    stranger = sign_in(talk.ola)
    assert stranger.get(talk.own_path).status_code == 404
    assert stranger.post(talk.own_path, data={"text": "Hei"}).status_code == 404
    assert count(CaseMessage) == 1


def test_a_file_of_a_message_is_saved_by_those_of_the_case_only(talk: Talk, sign_in: SignIn) -> None:
    sign_in(talk.kari).post(talk.own_path, data={"text": "Se her.", "files": (io.BytesIO(PDF), "plan.pdf")})
    public_id = messages(talk.case.id)[0].files[0].public_id
    own, theirs = f"{talk.own_path}/{public_id}", f"{talk.path}/files/{public_id}"
    with sign_in(talk.kari).get(own) as answer:
        assert (answer.status_code, answer.data) == (200, PDF)
        assert "sandbox" in answer.headers["Content-Security-Policy"]
    with sign_in(talk.hanne).get(theirs) as answer:
        assert answer.headers["Content-Disposition"] == "attachment; filename=plan.pdf"
    assert sign_in(talk.ola).get(own).status_code == 404
    other = talk.stage.in_screening()
    assert sign_in(talk.hanne).get(f"/staff/cases/{other.reference}/conversation/files/{public_id}").status_code == 404
    assert sign_in(talk.kari).get(f"/soknader/{other.reference}/meldinger/{public_id}").status_code == 404


def test_the_applicant_never_sees_notes_or_who_wrote_them(talk: Talk, sign_in: SignIn) -> None:
    """The page, the case and Min side are the same to the byte, whatever stands in the notes."""

    def pages() -> list[str]:
        browser = sign_in(talk.kari)
        return [browser.get(path).text for path in (talk.own_path, f"/soknader/{talk.case.reference}", "/min-side")]

    def without_tokens(found: list[str]) -> list[str]:
        return [page.replace(token(page), "") for page in found]

    before = without_tokens(pages())
    sign_in(talk.hanne).post(f"{talk.path}/notes", data={"text": SECRET})
    information = {"source": "Naboen", "text": "De fester for pengene.", "received_on": "2026-08-31"}
    sign_in(talk.hanne).post(f"{talk.path}/information", data=information)
    assert without_tokens(pages()) == before
    assert SECRET in words(sign_in(talk.hanne).get(talk.path).text)
    assert "De fester" in words(sign_in(talk.hanne).get(talk.path).text)


def token(page: str) -> str:
    return page.partition('name="csrf_token" value="')[2].partition('"')[0] or "–"


def test_a_note_is_corrected_by_a_new_one_and_the_old_is_kept(talk: Talk, sign_in: SignIn) -> None:
    browser = sign_in(talk.hanne)
    browser.post(f"{talk.path}/notes", data={"text": "Ring søkeren mandag."})
    (first,) = ids(browser.get(talk.path).text)
    assert browser.post(f"{talk.path}/notes/{first}", data={"text": "Ring søkeren tirsdag."}).status_code == 302
    assert entries(browser.get(talk.path).text) == [
        "Internt notat Hanne Holm tirsdag 1. september kl. 10.00 Ring søkeren tirsdag. Rettet 1. september 2026. "
        "Slik sto det før tirsdag 1. september kl. 10.00 Ring søkeren mandag. Rett notatet"
    ]
    assert [note.text for note in notes(talk.case.id)] == ["Ring søkeren mandag.", "Ring søkeren tirsdag."]
    late = browser.post(f"{talk.path}/notes/{first}", data={"text": "Ring søkeren onsdag."})
    assert (late.status_code, count(CaseNote)) == (409, 2)
    assert "Notatet er rettet i mellomtiden." in words(late.text)


def test_only_its_author_corrects_a_note(talk: Talk, sign_in: SignIn) -> None:
    sign_in(talk.hanne).post(f"{talk.path}/notes", data={"text": "Ring søkeren mandag."})
    (first,) = ids(sign_in(talk.hanne).get(talk.path).text)
    talk.declare(talk.gro)
    assert sign_in(talk.gro).post(f"{talk.path}/notes/{first}", data={"text": "Nei."}).status_code == 403
    assert count(CaseNote) == 1
    assert "Rett notatet" not in sign_in(talk.gro).get(talk.path).text


def test_nobody_reads_before_they_have_declared_themselves_impartial(talk: Talk, sign_in: SignIn) -> None:
    sign_in(talk.hanne).post(f"{talk.path}/notes", data={"text": SECRET})
    for method in ("get", "post"):
        address = talk.path if method == "get" else f"{talk.path}/notes"
        answer = getattr(sign_in(talk.gro), method)(address, **({"data": {"text": "x"}} if method == "post" else {}))
        assert (answer.status_code, SECRET in answer.text) == (409, False)


def test_a_member_on_the_staff_is_refused(talk: Talk, sign_in: SignIn) -> None:
    db.session.add(Membership(user=talk.hanne, organisation=talk.case.organisation, joined_at=talk.at))
    db.session.commit()
    assert sign_in(talk.hanne).get(talk.path).status_code == 403


def test_who_only_reads_marks_nothing_and_writes_nothing(talk: Talk, sign_in: SignIn) -> None:
    sign_in(talk.kari).post(talk.own_path, data={"text": "Når får vi svar?"})
    page = sign_in(talk.rita).get(talk.path)
    assert (page.status_code, count(MessageReading)) == (200, 0)
    assert "Rollen din leser samtalen, men skriver ikke i den." in words(page.text)
    assert "<textarea" not in page.text


def test_read_marks_are_kept_once_and_told_in_the_history(talk: Talk, sign_in: SignIn) -> None:
    sign_in(talk.hanne).post(f"{talk.path}/messages", data={"text": "Hei"})
    assert unread([talk.case.id]) == {talk.case.id: 1}
    assert "Ikke lest av søkeren." in words(sign_in(talk.hanne).get(talk.path).text)
    for _twice in range(2):
        sign_in(talk.kari).get(talk.own_path)
    assert (unread([talk.case.id]), len(talk.events("message_read"))) == ({}, 1)
    assert "Lest av Kari Nordmann 1. september 2026." in words(sign_in(talk.hanne).get(talk.path).text)


def test_the_same_message_sent_twice_is_one(talk: Talk, sign_in: SignIn) -> None:
    for _twice in range(2):
        assert sign_in(talk.kari).post(talk.own_path, data={"text": "Hei"}).status_code == 302
        assert sign_in(talk.hanne).post(f"{talk.path}/messages", data={"text": "Hei igjen"}).status_code == 302
    assert count(CaseMessage) == 4  # one after the other's answer is another message
    sign_in(talk.hanne).post(f"{talk.path}/messages", data={"text": "Hei igjen"})
    assert (count(CaseMessage), len(talk.mails())) == (4, 6)


def test_html_is_shown_as_it_was_typed(talk: Talk, sign_in: SignIn) -> None:
    typed = '<script>alert("x")</script><i id=mark>'
    sign_in(talk.kari).post(talk.own_path, data={"text": typed})
    sign_in(talk.hanne).post(f"{talk.path}/messages", data={"text": typed})
    sign_in(talk.hanne).post(f"{talk.path}/notes", data={"text": typed})
    sign_in(talk.hanne).post(
        f"{talk.path}/information", data={"source": typed, "text": typed, "received_on": "2026-08-31"}
    )
    for page in (sign_in(talk.hanne).get(talk.path).text, sign_in(talk.kari).get(talk.own_path).text):
        assert "<i id=mark>" not in page
        assert "<script>alert" not in page
        assert typed.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&#34;") in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"text": "   "}, "Skriv noe."),
        ({"text": "x" * 5001}, "Skriv kortere: høyst 5000 tegn."),
        ({"text": "Hei", "answer_due_on": "2026-09-01"}, "Velg en dag etter i dag."),
        ({"text": "Hei", "answer_due_on": "2026-09-05"}, "Velg en arbeidsdag."),
        ({"text": "Hei", "answer_due_on": "2026-12-25"}, "Velg en arbeidsdag."),
        ({"text": "Hei", "files": (io.BytesIO(b"MZ"), "virus.exe")}, "Vi kan ikke ta imot «virus.exe»."),
    ],
)
def test_what_cannot_be_sent_stays_in_the_form(talk: Talk, sign_in: SignIn, typed: dict, sentence: str) -> None:  # type: ignore[type-arg]
    answer = sign_in(talk.hanne).post(f"{talk.path}/messages", data=typed)
    assert answer.status_code in {409, 422}
    assert sentence in words(answer.text)
    assert (typed["text"].strip() in answer.text, count(CaseMessage)) == (True, 0)


def test_six_files_are_too_many(talk: Talk, sign_in: SignIn) -> None:
    files = [(io.BytesIO(PDF + bytes([number])), f"{number}.pdf") for number in range(6)]
    answer = sign_in(talk.kari).post(talk.own_path, data={"text": "Hei", "files": files})
    assert (answer.status_code, "Legg ved høyst fem filer." in words(answer.text)) == (422, True)


def test_a_draft_has_no_conversation_to_write_in(talk: Talk, sign_in: SignIn) -> None:
    other = talk.stage.applied()
    path = f"/soknader/{other.reference}/meldinger"
    sign_in(talk.kari).post(path, data={"text": "Vi endrer noe."})
    reopen(other, by=talk.kari, at=talk.at)
    db.session.commit()
    assert entries(sign_in(talk.kari).get(path).text)[0].endswith("Vi endrer noe.")
    assert sign_in(talk.kari).post(path, data={"text": "Mer."}).status_code == 409
    assert sign_in(talk.hanne).get(f"/staff/cases/{other.reference}/conversation").status_code == 404


def test_chips_choose_what_is_shown(talk: Talk, sign_in: SignIn) -> None:
    browser = sign_in(talk.hanne)
    browser.post(f"{talk.path}/notes", data={"text": "Et notat."})
    browser.post(f"{talk.path}/messages", data={"text": "En melding."})
    assert [entry.split(" Hanne")[0] for entry in entries(browser.get(f"{talk.path}?vis=notater").text)] == [
        "Internt notat"
    ]
    assert len(entries(browser.get(f"{talk.path}?vis=meldinger").text)) == 1
    assert len(entries(browser.get(f"{talk.path}?vis=tull").text)) == 2


def test_a_message_that_needs_no_answer_is_marked_once(talk: Talk, sign_in: SignIn) -> None:
    sign_in(talk.kari).post(talk.own_path, data={"text": "Takk!"})
    browser = sign_in(talk.hanne)
    (public_id,) = ids(browser.get(talk.path).text)
    settle = f"{talk.path}/messages/{public_id}/settle"
    assert browser.post(settle).status_code == 302
    assert browser.post(settle).status_code == 409
    page = words(browser.get(talk.path).text)
    assert "Hanne Holm merket 1. september 2026 at den ikke trenger svar." in page


def test_the_history_tells_of_the_conversation_without_a_statement(talk: Talk, sign_in: SignIn) -> None:
    def told() -> tuple[int, bool, int, int]:
        events = db.session.scalars(select(AuditEvent).order_by(AuditEvent.number.desc())).all()
        found = told_by(events)
        return found.not_put, found.is_unanswered, found.notes, found.messages

    assert told() == (0, False, 0, 0)
    sign_in(talk.kari).post(talk.own_path, data={"text": "Når får vi svar?"})
    sign_in(talk.hanne).post(f"{talk.path}/notes", data={"text": "Husk svaret."})
    sign_in(talk.hanne).post(
        f"{talk.path}/information", data={"source": "Naboen", "text": "Bråk.", "received_on": "2026-08-31"}
    )
    assert told() == (1, True, 1, 1)
    sign_in(talk.hanne).post(f"{talk.path}/messages", data={"text": "Snart."})
    assert told() == (1, False, 1, 2)


def test_what_is_unread_is_told_on_min_side_and_on_the_case(talk: Talk, sign_in: SignIn) -> None:
    for text in ("Hei", "Og en ting til."):
        sign_in(talk.hanne).post(f"{talk.path}/messages", data={"text": text})
    mine, case = "/min-side", f"/soknader/{talk.case.reference}"
    page = words(sign_in(talk.kari).get(mine).text)
    assert "Dere har 2 nye meldinger fra oss." in page
    assert "Meldinger : Fiksekveld 1 2 nye" in page
    assert "Meldinger 2 nye" in words(sign_in(talk.kari).get(case).text)
    sign_in(talk.kari).get(talk.own_path)
    assert "nye" not in words(sign_in(talk.kari).get(mine).text).split("Organisasjonene")[0]
    assert "2 nye" not in words(sign_in(talk.kari).get(case).text)
