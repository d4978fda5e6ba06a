"""What a file is, told by its bytes. A name proves nothing, and nothing is ever unpacked to find out."""

import io
import zipfile
from dataclasses import dataclass

MAX_DIRECTORY_BYTES = 256 * 1024
"""A real document names a few dozen members; a directory beyond this is not read at all."""

ODT = "application/vnd.oasis.opendocument.text"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Kind:
    """A type of file that is received: the extensions it may have (the first is the usual), and its media type."""

    extensions: tuple[str, ...]
    media_type: str

    @property
    def extension(self) -> str:
        return self.extensions[0]


PDF_KIND = Kind(("pdf",), "application/pdf")
PNG_KIND = Kind(("png",), "image/png")
JPEG_KIND = Kind(("jpg", "jpeg", "jpe", "jfif"), "image/jpeg")
DOCX_KIND = Kind(("docx",), DOCX)
ODT_KIND = Kind(("odt",), ODT)

KINDS = (PDF_KIND, PNG_KIND, JPEG_KIND, DOCX_KIND, ODT_KIND)
ACCEPT = ",".join(f".{extension}" for kind in KINDS for extension in kind.extensions[:2])


def recognise(data: bytes) -> Kind | None:
    """The kind of file these bytes are, or None for anything that is not received."""
    if data.startswith(b"%PDF-"):
        return PDF_KIND
    if data.startswith(b"\x89PNG\r\n\x1a\n") and data[12:16] == b"IHDR":
        return PNG_KIND
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG_KIND
    if data.startswith(b"PK\x03\x04"):
        return _document(data)
    return None


def _document(data: bytes) -> Kind | None:
    """Word and OpenDocument are zip files told apart by their members' names; no member is decompressed."""
    if not _has_modest_directory(data):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {member.filename: member for member in archive.infolist()}
            if "word/vbaProject.bin" in members:
                return None
            if {"[Content_Types].xml", "word/document.xml"} <= members.keys():
                return DOCX_KIND
            return ODT_KIND if _says_odt(archive, members) else None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError):
        return None


def _says_odt(archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]) -> bool:
    """An .odt holds its media type, stored and not compressed, in a member of that length."""
    label = members.get("mimetype")
    if label is None or "content.xml" not in members:
        return False
    if label.compress_type != zipfile.ZIP_STORED or label.file_size != len(ODT):
        return False
    return archive.read(label) == ODT.encode()


def _has_modest_directory(data: bytes) -> bool:
    """Whether the zip's list of members is small enough to read. A zip64 archive is none of ours."""
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - 65557))
    if end < 0 or len(data) < end + 22 or data[end - 20 : end - 16] == b"PK\x06\x07":
        return False
    return int.from_bytes(data[end + 12 : end + 16], "little") <= MAX_DIRECTORY_BYTES
