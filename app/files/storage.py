"""Where the bytes lie: instance/files/ab/cd/<sha256>, written so that a file is either whole or not there."""

import hashlib
import os
import re
import tempfile
from pathlib import Path

from app.config import settings

HEX = re.compile(r"[0-9a-f]{64}")


class Damaged(Exception):
    """The bytes on disk are not those that were stored."""


def path_of(sha256: str) -> Path:
    """Raises ValueError for anything that is not a SHA-256 in lower-case hex."""
    if not HEX.fullmatch(sha256):
        raise ValueError("not a SHA-256")
    folder = settings().instance / "files" / sha256[:2] / sha256[2:4]
    return folder / sha256


def write(data: bytes) -> str:
    """Write the bytes unless they are there already, and return their SHA-256. On disk when this returns."""
    sha256 = hashlib.sha256(data).hexdigest()
    path = path_of(sha256)
    if path.exists() and path.stat().st_size == len(data):
        return sha256
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)
    return sha256


def _sync_folder(folder: Path) -> None:
    """A rename is kept through a power cut only when its folder is synced too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read(sha256: str) -> bytes:
    """Raises FileNotFoundError when the file is gone, Damaged when it is not what was stored."""
    data = path_of(sha256).read_bytes()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Damaged(sha256)
    return data
