"""Store bytes. They are on disk before the row that names them is committed."""

from datetime import datetime

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
