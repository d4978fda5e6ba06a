"""Store bytes. They are on disk before the row that names them is committed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from app.extensions import db
from app.files import storage
from app.files.models import StoredFile


def store(data: bytes, media_type: str, at: datetime) -> StoredFile:
    """The same bytes stored twice are one file and one row, also when two people send them at once.

    Raises ValueError for no bytes at all.
    """
    if not data:
        raise ValueError("an empty file is not stored")
    sha256 = storage.write(data)
    known = db.session.get(StoredFile, sha256)
    if known is not None:
        return known
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    row = {"sha256": sha256, "size_bytes": len(data), "media_type": media_type, "stored_at": at}
    db.session.execute(insert(StoredFile).values(row).on_conflict_do_nothing())
    return db.session.get_one(StoredFile, sha256)


def store_all(files: Sequence[tuple[bytes, str]], at: datetime) -> list[StoredFile]:
    """Store many (bytes, media type) in the same number of statements as one; in the order given."""
    hashes = [storage.write(data) for data, _media_type in files]
    rows = [
        {"sha256": sha256, "size_bytes": len(data), "media_type": media_type, "stored_at": at}
        for sha256, (data, media_type) in zip(hashes, files, strict=True)
    ]
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    db.session.execute(insert(StoredFile).on_conflict_do_nothing(), rows)
    known = {file.sha256: file for file in db.session.scalars(select(StoredFile).where(StoredFile.sha256.in_(hashes)))}
    return [known[sha256] for sha256 in hashes]
