"""Masked copies: what is taken out is nowhere in the new file, and nothing else is changed."""

from typing import Any

import pytest
from sqlalchemy import select

from app.decisions.models import Decision
from app.extensions import db
from app.fileaccess.documents import Document
from app.fileaccess.masking import Wish, mask
from app.fileaccess.models import MaskedCopy
from app.files.queries import read
from app.policy import NotComplete
from tests.decisions.stage import Stage, events
from tests.fileaccess.cases import documents, named, sent_with_files
from tests.fileaccess.papers import SECRET, jpeg, locked, pdf, text_of, unpacked
from tests.files.test_kinds import docx

MARK = "[skjermet, offl. §\N{NO-BREAK SPACE}13]"


def masked(stage: Stage, application: Any, document: Document, *wishes: Wish, **fields: str) -> MaskedCopy:
    paths = {path.replace("_", "."): ground for path, ground in fields.items()}
    made = mask(application, document, wishes, paths, by=stage.hanne, at=stage.at)
    db.session.commit()
    return made


def words(*chosen: str, ground: str = "personal") -> Wish:
    return Wish(ground, words=chosen)


def test_a_file_is_painted_and_the_original_is_as_it_was(stage: Stage) -> None:
    application = sent_with_files(stage)
    document = named(stage, application, "attachment")
    before = document.open()
    copy = masked(stage, application, document, words("ola hemmelig"), Wish("business", pages=(2,)))
    new = read(copy.sha256)
    assert document.open() == before
    assert copy.sha256 != document.sha256 == copy.source_sha256
    assert b"Hemmelig" not in unpacked(new)
    assert (copy.pages, copy.grounds, copy.made_by_name) == (2, ["personal", "business"], "Hanne Holm")
    assert "Hemmelig" not in str(copy.marks)
    assert events(application, "masked_copy_made") == [
        {"document": document.key, "copy": copy.public_id, "marks": 2},
    ]


def test_the_application_is_printed_anew_without_the_fields(stage: Stage) -> None:
    application = sent_with_files(
        stage, contact_phone="99887766", about=f"Ring {SECRET.upper()} om vi skal komme. Ellers post."
    )
    document = named(stage, application, "version")
    assert document.written is not None
    phone = next(field for field in document.written.fields() if field.label == "Telefon")
    copy = masked(stage, application, document, words("ola  hemmelig"), **{phone.path.replace(".", "_"): "personal"})
    new = read(copy.sha256)
    text = text_of(new)
    for secret in ("99887766", SECRET, SECRET.upper(), "HEMMELIG"):
        assert secret not in text
        assert secret.encode() not in unpacked(new)
    shown = " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())
    assert f"Telefon {MARK}".replace("\N{NO-BREAK SPACE}", " ") in shown
    assert "Ellers post." in shown


def test_a_decision_loses_its_words_and_what_is_embedded_in_it(stage: Stage) -> None:
    """The letter has the whole application inside; the copy is printed without it."""
    application = stage.released().application
    document = named(stage, application, "letter")
    assert b"PDF-1.7 copy" in unpacked(document.open())  # the application of the test, embedded
    assert document.written is not None
    reasons = next(field for field in document.written.fields() if field.text.startswith("Treffer målet"))
    copy = masked(stage, application, document, **{reasons.path.replace(".", "_"): "business"})
    new = read(copy.sha256)
    assert "Treffer målet" not in text_of(new)
    assert b"EmbeddedFile" not in unpacked(new)
    assert b"PDF-1.7 copy" not in unpacked(new)
    assert db.session.scalars(select(Decision)).one().letter.sha256 == document.sha256


def test_a_word_in_a_part_that_cannot_be_masked_stops_the_copy(stage: Stage) -> None:
    """The letterhead is ours: a word that stands there too would be left in the copy."""
    application = stage.released().application
    document = named(stage, application, "letter")
    with pytest.raises(NotComplete) as refusal:
        masked(stage, application, document, words("Oslo"))
    assert refusal.value.reason == "«Oslo» står også i en del av dokumentet som ikke kan skjermes. Avslå heller hele."
    db.session.rollback()


@pytest.mark.parametrize(
    ("wishes", "sentence"),
    [
        ([], "Velg noe å skjerme: ord, sider eller felt."),
        ([Wish("personal")], "Velg noe å skjerme: ord, sider eller felt."),
        (
            [words("finnes ikke")],
            "Fant ikke «finnes ikke» i dokumentet. Står det på et bilde, må du markere det på siden.",
        ),
        (
            [words(SECRET, "heller ikke")],
            "Fant ikke «heller ikke» i dokumentet. Står det på et bilde, må du markere det på siden.",
        ),
        ([words("x")], "Et ord som skal skjermes, må ha minst to tegn."),
        ([words(SECRET, ground="")], "Velg hjemmel for det som skal skjermes."),
        ([words(SECRET, ground="oppdiktet")], "Velg hjemmel for det som skal skjermes."),
        ([Wish("personal", pages=(3,))], "Siden finnes ikke i dokumentet."),
    ],
)
def test_masking_that_masks_nothing_makes_nothing(stage: Stage, wishes: list[Wish], sentence: str) -> None:
    application = sent_with_files(stage)
    document = named(stage, application, "attachment")
    with pytest.raises(NotComplete) as refusal:
        mask(application, document, wishes, {}, by=stage.hanne, at=stage.at)
    assert refusal.value.reason == sentence
    db.session.rollback()
    assert db.session.scalars(select(MaskedCopy)).all() == []


def test_a_text_document_is_given_whole_or_not_at_all(stage: Stage) -> None:
    application = sent_with_files(stage, ("plan.docx", docx()))
    with pytest.raises(NotComplete) as refusal:
        mask(application, named(stage, application, "attachment"), [words("plan")], {}, by=stage.hanne, at=stage.at)
    assert (
        refusal.value.reason == "Et tekstdokument (DOCX, ODT) kan ikke skjermes her. Gi hele dokumentet, eller avslå."
    )
    db.session.rollback()


def test_a_picture_has_no_words_and_a_locked_file_is_refused(stage: Stage) -> None:
    application = sent_with_files(stage, ("bilde.jpg", jpeg()), ("låst.pdf", locked(pdf("x"))))
    found = [each for each in documents(stage, application) if each.key.startswith("attachment")]
    found.sort(key=lambda each: each.filename)
    with pytest.raises(NotComplete) as refusal:
        mask(application, found[0], [words("kamera")], {}, by=stage.hanne, at=stage.at)
    assert refusal.value.reason.startswith("Fant ikke «kamera» i dokumentet.")
    with pytest.raises(NotComplete) as refusal:
        mask(application, found[1], [words("ord")], {}, by=stage.hanne, at=stage.at)
    assert refusal.value.reason.startswith("Filen er låst med passord")
    db.session.rollback()
    half = Wish("personal", boxes=((1, (0.0, 0.0, 0.5, 1.0)),))
    copy = masked(stage, application, found[0], half)
    assert (copy.media_type, copy.pages) == ("image/jpeg", 1)
