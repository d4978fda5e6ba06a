"""Read stored bytes. Who may read them is decided by the room whose row names the file."""

from app.files import storage


def read(sha256: str) -> bytes:
    """Raises FileNotFoundError when the file is gone, storage.Damaged when it is not what was stored."""
    return storage.read(sha256)
