"""Attachments: the content decides, refusals stand at the field, and nobody else reads them."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.accounts.models import User
from app.applications import drafting
from app.applications.models import Application, Attachment
from app.extensions import db
from app.files.queries import read
from app.policy import NotComplete, NotNow
from tests.files.test_kinds import PDF, PNG, docx, odt
from tests.world import World

SignIn = Callable[[Any], FlaskClient]


@pytest.fixture
def kari(world: World) -> User:
    return world.user()


@pytest.fixture
def draft(world: World, kari: User) -> Application:
    made = drafting.start(world.round(), world.organisation(kari), by=kari, at=world.at)
    db.session.commit()
    return made


@pytest.mark.parametrize(
    ("filename", "data", "kept_as", "media_type"),
    [
        ("plakat.pdf", PDF, "plakat.pdf", "application/pdf"),
        ("Kart.PNG", PNG, "Kart.PNG", "image/png"),
        ("../../plan.odt", odt(), "plan.odt", "application/vnd.oasis.opendocument.text"),
        ("IMG_0042", PNG, "IMG_0042.png", "image/png"),
        (
            "avtale.docx",
            docx(),
            "avtale.docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
    ],
)
def test_received(draft: Application, kari: User, filename: str, data: bytes, kept_as: str, media_type: str) -> None:
    attachment = drafting.attach(draft, filename, data, by=kari, at=draft.created_at)
    db.session.commit()
    assert (attachment.filename, attachment.file.media_type) == (kept_as, media_type)
    assert read(attachment.sha256) == data


@pytest.mark.parametrize(
    ("filename", "data", "sentence"),
    [
        ("tom.pdf", b"", "Filen «tom.pdf» er tom."),
        (
            "stor.pdf",
            PDF + b"\x00" * (11 * 1024 * 1024),
            "Filen «stor.pdf» er for stor. En fil kan være på høyst 10 MB.",
        ),
        (
            "../../x/program.exe",
            b"MZ\x90",
            "Vi kan ikke ta imot «program.exe». Send pdf, png, jpg, docx eller odt.",
        ),
        (
            "plakat.pdf",
            PNG,
            "«plakat.pdf» er ikke det navnet sier: innholdet er png. Gi filen riktig navn, eller lagre den igjen.",
        ),
    ],
)
def test_refused(draft: Application, kari: User, filename: str, data: bytes, sentence: str) -> None:
    with pytest.raises(NotComplete) as refusal:
        drafting.attach(draft, filename, data, by=kari, at=draft.created_at)
    assert refusal.value.missing == {"file": sentence}
    assert draft.attachments == []


def test_the_same_file_twice_is_one_attachment(draft: Application, kari: User) -> None:
    first = drafting.attach(draft, "plakat.pdf", PDF, by=kari, at=draft.created_at)
    assert drafting.attach(draft, "kopi.pdf", PDF, by=kari, at=draft.created_at) is first
    db.session.commit()
    assert db.session.scalar(select(func.count(Attachment.id))) == 1


def test_there_is_room_for_five(draft: Application, kari: User) -> None:
    for number in range(5):
        drafting.attach(draft, f"{number}.pdf", PDF + bytes([number]), by=kari, at=draft.created_at)
    db.session.commit()
    with pytest.raises(NotNow) as refusal:
        drafting.attach(draft, "6.pdf", PDF + b"6", by=kari, at=draft.created_at)
    assert refusal.value.reason == "Det er plass til 5 vedlegg. Fjern ett først."


def upload(client: FlaskClient, draft: Application, button: str, *files: tuple[str, bytes]) -> Any:
    data = {
        "_do": button,
        "_was": "{}",
        "_revision": "0",
        "file": [(io.BytesIO(content), name) for name, content in files],
    }
    return client.post(f"/soknader/{draft.reference}/steg/vedlegg", data=data)


def test_a_file_is_uploaded_downloaded_and_removed(draft: Application, kari: User, sign_in: SignIn) -> None:
    client = sign_in(kari)
    assert upload(client, draft, "attach", ("../plakat.pdf", PDF), ("kart.png", PNG)).status_code == 302
    db.session.expire_all()
    assert [attachment.filename for attachment in draft.attachments] == ["plakat.pdf", "kart.png"]
    public_id = draft.attachments[0].public_id
    response = client.get(f"/vedlegg/{public_id}")
    assert (response.status_code, response.data) == (200, PDF)
    assert response.headers["Content-Disposition"] == "attachment; filename=plakat.pdf"
    assert upload(client, draft, f"detach:{public_id}").status_code == 302
    db.session.expire_all()
    assert [attachment.filename for attachment in draft.attachments] == ["kart.png"]
    assert client.get(f"/vedlegg/{public_id}").status_code == 404


def test_a_chosen_file_is_kept_when_one_goes_on(draft: Application, kari: User, sign_in: SignIn) -> None:
    response = upload(sign_in(kari), draft, "next", ("plakat.pdf", PDF))
    assert response.headers["Location"] == f"/soknader/{draft.reference}/oppsummering"
    db.session.expire_all()
    assert [attachment.filename for attachment in draft.attachments] == ["plakat.pdf"]


def test_a_refusal_stands_at_the_field(draft: Application, kari: User, sign_in: SignIn) -> None:
    response = upload(sign_in(kari), draft, "attach", ("virus.pdf", b"MZ"))
    assert response.status_code == 422
    sentence = "Vi kan ikke ta imot «virus.pdf». Send pdf, png, jpg, docx eller odt."
    assert f'<a href="#file">{sentence}</a>' in response.text
    assert f"<span>{sentence}</span>" in response.text


def test_nobody_else_reads_or_removes_it(world: World, draft: Application, kari: User, sign_in: SignIn) -> None:
    attachment = drafting.attach(draft, "plakat.pdf", PDF, by=kari, at=draft.created_at)
    stranger = world.user(name="Per Fremmed")
    theirs = drafting.start(draft.round, world.organisation(stranger, name="Andre"), by=stranger, at=world.at)
    db.session.commit()
    client = sign_in(stranger)
    assert client.get(f"/vedlegg/{attachment.public_id}").status_code == 404
    assert upload(client, theirs, f"detach:{attachment.public_id}").status_code == 404
    assert upload(client, draft, "attach", ("x.pdf", PDF)).status_code == 404
    db.session.expire_all()
    assert [one.filename for one in draft.attachments] == ["plakat.pdf"]
