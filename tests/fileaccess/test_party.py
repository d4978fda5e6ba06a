"""The party's own documents: all of what is theirs, nothing of what is ours alone."""

import csv
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.applications.models import Application
from app.casework.conversation import actions as conversing
from app.casework.conversation import noting
from app.extensions import db
from app.fileaccess import archive
from app.fileaccess.documents import Direction, Document, Kind, own_documents
from app.fileaccess.models import AccessRequest
from app.files.storage import path_of
from app.letters.models import LetterOpening
from tests.counting import statements
from tests.decisions.stage import Stage, events
from tests.fileaccess.cases import INTERNAL, documents, sent_with_files, with_everything_internal
from tests.fileaccess.papers import pdf, text_of, unpacked
from tests.files.test_kinds import docx

SignIn = Callable[[Any], FlaskClient]


def page(application: Application) -> str:
    return f"/soknader/{application.reference}/dokumenter"


def zipped(client: FlaskClient, application: Application) -> zipfile.ZipFile:
    answer = client.post(f"{page(application)}/alle.zip")
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    return zipfile.ZipFile(io.BytesIO(answer.data))


def test_the_page_lists_what_was_sent_and_what_we_answered(stage: Stage, sign_in: SignIn) -> None:
    application = stage.released().application
    titles = [document.title for document in own_documents(application)]
    assert titles == ["Søknad, versjon 1", "Vedtaksbrev: Dere får 5\N{NO-BREAK SPACE}000 kroner til Fiksekveld 1"]
    shown = sign_in(stage.kari).get(page(application)).text
    for document in own_documents(application):
        assert f'href="{page(application)}/{document.key}"' in shown


def test_nothing_internal_leaks_to_the_party(stage: Stage, sign_in: SignIn) -> None:
    """An attack: the page, the ZIP, every document by its address, also those whose address is known from inside."""
    application = with_everything_internal(stage)
    inside = documents(stage, application)
    assert {each.kind for each in inside if each.direction is Direction.INTERNAL} == {
        Kind.NOTE,
        Kind.ASSESSMENT,
        Kind.RECOMMENDATION,
        Kind.DECISION,
    }
    client = sign_in(stage.kari)
    assert INTERNAL not in client.get(page(application)).text
    archived = zipped(client, application)
    for name in archived.namelist():
        data = archived.read(name)
        assert INTERNAL.encode() not in unpacked(data), name
        assert name.startswith("innhold") or INTERNAL not in text_of(data)
    for document in inside:
        status = client.get(f"{page(application)}/{document.key}").status_code
        assert status == (404 if document.direction is Direction.INTERNAL else 200), document.key


def test_a_decision_is_the_partys_when_it_is_released_not_before(stage: Stage, sign_in: SignIn) -> None:
    decided = stage.decided().application
    assert [each.kind for each in own_documents(decided)] == [Kind.APPLICATION]
    released = stage.released().application
    assert [each.kind for each in own_documents(released)] == [Kind.APPLICATION, Kind.LETTER]


@pytest.mark.parametrize("path", ["", "/alle.zip", "/version.1", "/mer"])
def test_somebody_elses_case_is_not_found(stage: Stage, sign_in: SignIn, path: str) -> None:
    application = stage.applied()
    stranger = stage.world.user(name="Fremmed Person")
    client = sign_in(stranger)
    ask = client.post if path in {"/alle.zip", "/mer"} else client.get
    assert ask(f"{page(application)}{path}", data={"wanted": "alt"}).status_code == 404


def test_the_zip_holds_every_file_and_a_list_of_them(stage: Stage, sign_in: SignIn) -> None:
    files = (("Budsjett.pdf", pdf("Budsjett")), ("../=plan.docx", docx()))
    application = sent_with_files(stage, *files)
    archived = zipped(sign_in(stage.kari), application)
    assert archived.testzip() is None
    assert archived.namelist() == [
        "01 OMB-2026-0001-v1.pdf",
        "02 Budsjett.pdf",
        "03 =plan.docx",
        "innhold.csv",
        "innhold.html",
    ]
    assert archived.read("02 Budsjett.pdf") == files[0][1]
    rows = list(csv.reader(io.StringIO(archived.read("innhold.csv").decode("utf-8-sig")), delimiter=";"))
    assert [row[1] for row in rows] == ["Tittel", "Søknad, versjon 1", "Budsjett.pdf", "'=plan.docx"]
    assert [row[3] for row in rows[1:]] == ["Inn", "Inn", "Inn"]
    assert "<td>Budsjett.pdf</td>" in archived.read("innhold.html").decode()


def test_letters_in_the_zip_count_as_opened_by_the_party(stage: Stage, sign_in: SignIn) -> None:
    decision = stage.released()
    client = sign_in(stage.kari)
    client.get(page(decision.application))
    assert db.session.scalars(select(LetterOpening)).all() == []  # a list opens nothing
    zipped(client, decision.application)
    zipped(client, decision.application)
    openings = db.session.scalars(select(LetterOpening)).all()
    assert [(each.letter_id, each.user_id, each.by_party) for each in openings] == [
        (decision.letter_id, stage.kari.id, True)
    ]
    assert events(decision.application, "documents_downloaded") == [{"count": 2}, {"count": 2}]


def test_a_letter_that_is_opened_alone_counts_too(stage: Stage, sign_in: SignIn) -> None:
    decision = stage.released()
    letter = next(each for each in own_documents(decision.application) if each.letter)
    answer = sign_in(stage.kari).get(f"{page(decision.application)}/{letter.key}")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert len(db.session.scalars(select(LetterOpening)).all()) == 1


def test_the_zip_is_made_one_document_at_a_time(stage: Stage) -> None:
    """What is waiting to be sent is never more than one document."""
    opened: list[str] = []

    class Watched(Document):
        def open(self) -> bytes:
            opened.append(self.key)
            return b"x" * 1000

    at = stage.at
    made = [
        Watched(f"d.{number}", Kind.MESSAGE, f"Nr {number}", "", at, Direction.IN, True, f"{number}.pdf", sha256=sha256)
        for number, sha256 in enumerate([_stored()] * 3, start=1)
    ]
    pieces = archive.stream(made, "Dokumentene")
    first = next(pieces)
    assert opened == ["d.1"]
    assert 1000 < len(first) < 2000
    list(pieces)
    assert opened == ["d.1", "d.2", "d.3"]


def _stored() -> str:
    from app.files import storage

    return storage.write(b"finnes")


def test_a_file_that_is_gone_is_said_to_be_gone(stage: Stage, sign_in: SignIn) -> None:
    application = sent_with_files(stage, ("Budsjett.pdf", pdf("Budsjett")))
    lost = next(each for each in own_documents(application) if each.kind is Kind.ATTACHMENT)
    path_of(str(lost.sha256)).unlink()
    client = sign_in(stage.kari)
    assert "filen mangler hos oss, ta kontakt" in client.get(page(application)).text
    archived = zipped(client, application)
    assert "02 Budsjett.pdf" not in archived.namelist()
    assert "Filen mangler hos oss. Ta kontakt." in archived.read("innhold.csv").decode("utf-8-sig")


def test_a_draft_has_no_documents_and_nothing_to_ask_for(stage: Stage, sign_in: SignIn) -> None:
    draft = stage.world.application(stage.organisation, stage.kari, stage.round, sent=False)
    client = sign_in(stage.kari)
    assert "Ingen dokumenter ennå." in client.get(page(draft)).text
    answer = client.post(f"{page(draft)}/mer", data={"wanted": "alt"})
    assert answer.status_code == 409
    assert db.session.scalars(select(AccessRequest)).all() == []


def test_what_others_told_is_the_partys_once_it_is_put_to_them(stage: Stage) -> None:
    application = stage.in_screening()
    on = stage.at.date()
    told = noting.record_information(application, "Naboen", "De bråker.", on, by=stage.hanne, at=stage.at)
    db.session.commit()
    assert Kind.INFORMATION not in {each.kind for each in own_documents(application)}
    noting.note_put(told, on, "Lest opp på telefon.", by=stage.hanne, at=stage.at)
    db.session.commit()
    assert Kind.INFORMATION in {each.kind for each in own_documents(application)}
    outward = next(each.outward for each in documents(stage, application) if each.kind is Kind.INFORMATION)
    assert outward == "Opplysning fra andre om søkeren"


def test_messages_are_documents_with_their_direction(stage: Stage) -> None:
    application = stage.in_screening()
    conversing.send(application, "Hvor mange bord?", by=stage.hanne, at=stage.at, link="http://localhost/x")
    db.session.commit()
    found = [each for each in own_documents(application) if each.kind is Kind.MESSAGE]
    assert [(each.title, each.direction) for each in found] == [("Melding 1 til søkeren", Direction.OUT)]
    assert "Hvor mange bord?" in text_of(found[0].open())


def test_the_page_asks_the_same_number_of_questions_for_many_documents(stage: Stage, sign_in: SignIn) -> None:
    few = sent_with_files(stage, ("en.pdf", pdf("en")))
    many = sent_with_files(stage, *[(f"{number}.pdf", pdf(str(number))) for number in range(3)])
    client, counts = sign_in(stage.kari), []
    for application in (few, many):
        with statements() as seen:
            client.get(page(application))
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert counts[0] <= 10
