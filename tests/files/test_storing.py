"""A file is its SHA-256: whole or not there, and kept once."""

import hashlib
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.files import storage
from app.files.actions import store
from app.files.models import StoredFile
from app.files.queries import read
from app.files.serving import download, show_pdf


def test_what_is_stored_can_be_read(app: Flask, at: datetime) -> None:
    stored = store(b"hei", "application/pdf", at)
    db.session.commit()
    assert stored.sha256 == hashlib.sha256(b"hei").hexdigest()
    assert (stored.size_bytes, stored.media_type, stored.stored_at) == (3, "application/pdf", at)
    assert read(stored.sha256) == b"hei"


def test_the_same_bytes_are_kept_once(app: Flask, at: datetime) -> None:
    first = store(b"hei", "application/pdf", at)
    assert store(b"hei", "image/png", at) is first
    db.session.commit()
    assert db.session.scalar(select(func.count(StoredFile.sha256))) == 1
    folder = app.config["OMBRUK"].instance / "files"
    assert [path.name for path in folder.rglob("*") if path.is_file()] == [first.sha256]


def test_bytes_are_on_disk_before_the_row_is_committed(app: Flask, at: datetime) -> None:
    sha256 = store(b"hei", "application/pdf", at).sha256
    db.session.rollback()
    assert db.session.get(StoredFile, sha256) is None
    assert read(sha256) == b"hei"


def test_a_half_written_file_is_written_again(app: Flask, at: datetime) -> None:
    sha256 = storage.write(b"hei")
    storage.path_of(sha256).write_bytes(b"h")
    storage.write(b"hei")
    assert read(sha256) == b"hei"


def test_an_empty_file_is_refused(app: Flask, at: datetime) -> None:
    with pytest.raises(ValueError, match="empty"):
        store(b"", "application/pdf", at)


def test_damage_is_noticed(app: Flask) -> None:
    sha256 = storage.write(b"hei")
    storage.path_of(sha256).write_bytes(b"hxi")
    with pytest.raises(storage.Damaged):
        read(sha256)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "ab", "A" * 64, "g" * 64])
def test_only_a_sha256_is_a_path(app: Flask, name: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        storage.path_of(name)


def test_what_somebody_sent_is_saved_and_never_opened_here(app: Flask) -> None:
    with app.test_request_context():
        response = download(storage.write(b"hei"), "søknad «1».pdf", "application/pdf")
    response.direct_passthrough = False
    assert response.get_data() == b"hei"
    assert response.headers["Content-Disposition"].startswith("attachment; ")
    assert "filename*=UTF-8''s%C3%B8knad%20%C2%AB1%C2%BB.pdf" in response.headers["Content-Disposition"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    assert response.headers["Cache-Control"] == "private, no-store"


def test_our_own_pdf_is_shown(app: Flask) -> None:
    with app.test_request_context():
        response = show_pdf(storage.write(b"%PDF-1.7"), "brev.pdf")
    response.direct_passthrough = False
    assert response.headers["Content-Disposition"] == "inline; filename=brev.pdf"
    assert response.mimetype == "application/pdf"
