"""The page of access in a case: who looks is logged, what is shielded is marked, and masking works without script."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.access import Role
from app.extensions import db
from app.fileaccess.choosing import wishes
from app.fileaccess.models import MaskedCopy, Shielding
from app.files.queries import read
from app.policy import NotComplete
from tests.counting import statements
from tests.decisions.stage import Stage, events
from tests.fileaccess.cases import INTERNAL, named, sent_with_files, with_everything_internal
from tests.fileaccess.papers import SECRET, pdf, text_of, unpacked

SignIn = Callable[[Any], FlaskClient]


def tab(application: Any) -> str:
    return f"/staff/cases/{application.reference}/access"


def test_who_opens_which_document_is_in_the_chain(stage: Stage, sign_in: SignIn) -> None:
    application = with_everything_internal(stage)
    note = named(stage, application, "note")
    answer = sign_in(stage.hanne).get(f"{tab(application)}/documents/{note.key}")
    assert INTERNAL in text_of(answer.data)
    assert events(application, "document_opened") == [{"document": note.key}]
    assert sign_in(stage.hanne).get(f"{tab(application)}/documents/note.ukjent").status_code == 404
    assert len(events(application, "document_opened")) == 1


def test_a_file_from_a_stranger_is_never_opened_on_our_address(stage: Stage, sign_in: SignIn) -> None:
    application = sent_with_files(stage)
    answer = sign_in(stage.hanne).get(f"{tab(application)}/documents/{named(stage, application, 'attachment').key}")
    assert answer.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("path", ["", "/documents/version.1", "/documents/version.1/mask"])
def test_nobody_looks_before_they_are_declared_impartial(stage: Stage, sign_in: SignIn, path: str) -> None:
    application = sent_with_files(stage, declared=False)
    assert sign_in(stage.hanne).get(f"{tab(application)}{path}").status_code == 409
    member = stage.world.user(Role.CASE_HANDLER, name="Medlem Sak")
    from app.accounts.models import Membership

    db.session.add(Membership(user_id=member.id, organisation_id=application.organisation_id, joined_at=stage.at))
    db.session.commit()
    assert sign_in(member).get(f"{tab(application)}{path}").status_code == 403


def test_a_draft_has_no_page(stage: Stage, sign_in: SignIn) -> None:
    draft = stage.world.application(stage.organisation, stage.kari, stage.round, sent=False)
    client = sign_in(stage.hanne)
    assert {client.get(f"/staff/cases/{number}/access").status_code for number in (draft.reference, "OMB-1")} == {404}


def test_scores_that_are_hidden_leave_no_trace(stage: Stage, sign_in: SignIn) -> None:
    """Another handler has sent hers; who has not sent one's own sees the same page as before."""
    from app.judging.models import ImpartialityAnswer
    from app.review import actions as review

    application = stage.in_review()
    other = stage.world.user(Role.CASE_HANDLER, name="Odd Annen")
    review.declare(application, ImpartialityAnswer.IMPARTIAL, None, by=other, at=stage.at)
    db.session.commit()
    client = sign_in(other)

    def page() -> str:
        """Without the token, which is another each time."""
        return re.sub(r'name="csrf_token" value="[^"]*"', "", sign_in(other).get(tab(application)).text)

    before = page()
    for activity in application.activities:
        stage.assess(activity, 4)
    assert page() == before
    assert client.get(f"{tab(application)}/documents/assessment.1-1").status_code == 404
    assert "Vurdering 1 av aktivitet 1, Hanne Holm" in sign_in(stage.hanne).get(tab(application)).text


def test_a_mark_is_put_on_and_taken_away_and_both_are_kept(stage: Stage, sign_in: SignIn) -> None:
    application = sent_with_files(stage)
    document = named(stage, application, "attachment")
    address = f"{tab(application)}/documents/{document.key}/shield"
    client = sign_in(stage.hanne)
    assert client.post(address, data={"ground": "oppdiktet"}).status_code == 409
    assert client.post(address, data={"ground": "personal", "note": "Helse"}).location == tab(application)
    assert client.post(address, data={"ground": "personal"}).status_code == 409
    assert "Helse" in client.get(tab(application)).text
    assert client.post(address, data={"take_away": "1"}).status_code == 302
    mark = db.session.scalars(select(Shielding)).one()
    assert (mark.by_name, mark.withdrawn_by_name) == ("Hanne Holm", "Hanne Holm")
    assert events(application, "document_shielded") == [{"document": document.key, "ground": "personal"}]
    assert events(application, "shielding_withdrawn") == [{"document": document.key}]
    assert client.post(address, data={"take_away": "1"}).status_code == 409


def test_a_file_is_masked_without_script(stage: Stage, sign_in: SignIn) -> None:
    application = sent_with_files(stage, ("brev.pdf", pdf(f"Ring {SECRET}", "Side to", "Side tre")))
    document = named(stage, application, "attachment")
    address = f"{tab(application)}/documents/{document.key}"
    client = sign_in(stage.hanne)
    shown = client.get(f"{address}/mask").text
    assert shown.count("<figure") == 3
    assert client.get(f"{address}/pages/1.png").mimetype == "image/png"
    assert client.get(f"{address}/pages/9.png").status_code == 404
    data = {
        "ground-0": "personal",
        "words-0": "Ola  Hemmelig",
        "pages-0": "2-3",
        "ground-1": "business",
        "boxes-1": "1: 10 20,5 50 5\n",
    }
    assert client.post(f"{address}/mask", data=data).status_code == 302
    copy = db.session.scalars(select(MaskedCopy)).one()
    assert [(mark["ground"], mark["page"], mark["box"] is None) for mark in copy.marks] == [
        ("personal", 2, True),
        ("personal", 3, True),
        ("personal", 1, False),
        ("business", 1, False),
    ]
    assert b"Hemmelig" not in unpacked(client.get(f"{tab(application)}/copies/{copy.public_id}").data)


def test_fields_are_masked_without_script(stage: Stage, sign_in: SignIn) -> None:
    application = sent_with_files(stage)
    document = named(stage, application, "version")
    assert document.written is not None
    path = next(field.path for field in document.written.fields() if field.label == "Kontaktperson")
    address = f"{tab(application)}/documents/{document.key}/mask"
    assert sign_in(stage.hanne).post(address, data={f"field:{path}": "personal"}).status_code == 302
    copy = db.session.scalars(select(MaskedCopy)).one()
    assert copy.marks == [{"ground": "personal", "field": path}]
    assert "Kari Nordmann" not in text_of(read(copy.sha256))
    unknown = sign_in(stage.hanne).post(address, data={"field:99.99": "personal"})
    assert unknown.status_code == 422


def test_what_cannot_be_masked_says_why_and_keeps_what_was_typed(stage: Stage, sign_in: SignIn) -> None:
    application = sent_with_files(stage)
    address = f"{tab(application)}/documents/{named(stage, application, 'attachment').key}/mask"
    answer = sign_in(stage.hanne).post(address, data={"ground-0": "personal", "words-0": "Finnes Ikke"})
    assert answer.status_code == 422
    assert "Fant ikke «Finnes Ikke» i dokumentet." in answer.text
    assert ">Finnes Ikke</textarea>" in answer.text
    nothing = sign_in(stage.hanne).post(address, data={})
    assert (nothing.status_code, "Velg noe å skjerme: ord, sider eller felt." in nothing.text) == (422, True)


@pytest.mark.parametrize(
    "typed",
    [
        {"pages-0": "to"},
        {"pages-0": "5-2"},
        {"pages-0": "0"},
        {"pages-0": "1-99999999"},
        {"boxes-0": "1: 10 20"},
        {"boxes-0": "1: 10 20 0 5"},
        {"boxes-0": "1: 110 20 10 5"},
        {"boxes-0": "1: 1..2 20 10 5"},
    ],
)
def test_pages_and_boxes_that_cannot_be_read(typed: dict[str, str], app: Any) -> None:
    with pytest.raises(NotComplete):
        wishes(typed)


def test_the_page_asks_the_same_number_of_questions_for_many_documents(stage: Stage, sign_in: SignIn) -> None:
    few = sent_with_files(stage, ("en.pdf", pdf("en")))
    many = sent_with_files(stage, *[(f"{number}.pdf", pdf(str(number))) for number in range(3)])
    client, counts = sign_in(stage.hanne), []
    for application in (few, many):
        with statements() as seen:
            client.get(tab(application))
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert counts[0] <= 20
