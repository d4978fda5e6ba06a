"""A name from somebody else's machine is shown, and is harmless."""

import pytest

from app.files.names import LENGTH, clean, extension


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("plakat.pdf", "plakat.pdf"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\system.ini", "system.ini"),
        ("C:\\Users\\Kari\\Mine dokumenter\\budsjett 2026.docx", "budsjett 2026.docx"),
        ("/", "vedlegg"),
        ("", "vedlegg"),
        ("..", "vedlegg"),
        ("...pdf", "pdf"),
        ("to\r\nlinjer\x00.pdf", "tolinjer.pdf"),
        ("fdp.\u202eexe.pdf", "fdp.exe.pdf"),
        ("blåbær  og\tfløte.png", "blåbær ogfløte.png"),
        ("a\u030astgård.pdf", "åstgård.pdf"),
        ("<script>alert(1)</script>.pdf", "script>.pdf"),
    ],
)
def test_clean(given: str, shown: str) -> None:
    assert clean(given) == shown


def test_a_long_name_keeps_its_extension() -> None:
    assert clean("x" * 300 + ".docx") == "x" * (LENGTH - 5) + ".docx"
    assert clean("x" * 300) == "x" * LENGTH


@pytest.mark.parametrize(
    ("name", "found"), [("Plakat.PDF", "pdf"), ("a.tar.gz", "gz"), ("Budsjett nr. 2", ""), (".pdf", ""), ("bilde", "")]
)
def test_extension(name: str, found: str) -> None:
    assert extension(name) == found
