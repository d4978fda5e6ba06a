"""The bytes tell what a file is; nothing is unpacked to find out."""

import io
import zipfile

import pytest

from app.files.kinds import DOCX_KIND, JPEG_KIND, ODT, ODT_KIND, PDF_KIND, PNG_KIND, Kind, recognise

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 13
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return data.getvalue()


def docx(*more: tuple[str, bytes]) -> bytes:
    return zipped(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<document/>"), *more)


def odt(label: bytes = ODT.encode(), method: int = zipfile.ZIP_STORED) -> bytes:
    return zipped(("mimetype", label), ("content.xml", b"<office/>"), method=method)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PDF, PDF_KIND),
        (PNG, PNG_KIND),
        (JPEG, JPEG_KIND),
        (docx(), DOCX_KIND),
        (odt(), ODT_KIND),
        (b"", None),
        (b"hello", None),
        (b"<html><script>alert(1)</script>", None),
        (b"MZ\x90\x00", None),
        (b"GIF89a", None),
        (b"\x89PNG\r\n\x1a\n", None),
        (zipped(("a.txt", b"a")), None),
        (zipped(("word/document.xml", b"a")), None),
        (docx(("word/vbaProject.bin", b"macro")), None),
        (odt(b"application/vnd.oasis.opendocument.textX"), None),
        (odt(method=zipfile.ZIP_DEFLATED), None),
        (docx()[:-10], None),
        (b"PK\x03\x04" + b"\x00" * 100, None),
    ],
)
def test_the_content_decides(data: bytes, kind: Kind | None) -> None:
    assert recognise(data) == kind


def test_a_zip_bomb_is_not_unpacked() -> None:
    """A gigabyte of zeros in the label would be read if anything were: it is stored as a few kilobytes."""
    bomb = zipped(("mimetype", b"\x00" * 50_000_000), ("content.xml", b"\x00" * 50_000_000))
    assert len(bomb) < 200_000
    assert recognise(bomb) is None


def test_a_directory_of_a_hundred_thousand_members_is_not_read() -> None:
    many = zipped(*((f"member-{number:06}.xml", b"") for number in range(20_000)))
    assert recognise(many) is None
