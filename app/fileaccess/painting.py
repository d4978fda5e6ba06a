"""Have painter.py open somebody's file, and say in words why when it cannot.

In a process of its own: pdfium is not made for two threads, weighs 30 MB that no other page needs, and reads what
strangers sent.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask_babel import lazy_gettext as _l

from app.files import kinds
from app.files.storage import path_of
from app.policy import NotComplete

PAINTER = Path(__file__).with_name("painter.py")
TIMEOUT = 90  # seconds; the painter's own limit of computing time comes first
PREVIEW_WIDTH = 900
PAINTABLE = frozenset({kinds.PDF_KIND.media_type, kinds.PNG_KIND.media_type, kinds.JPEG_KIND.media_type})
"""What can be masked page by page. A text document (DOCX, ODT) cannot: it is given whole or kept back whole."""

SENTENCES = {
    "encrypted": _l("Filen er låst med passord og kan ikke skjermes. Be avsenderen om en åpen fil, eller avslå."),
    "broken": _l("Filen er ødelagt og kan ikke åpnes. Gi hele filen, eller avslå."),
    "too_big": _l("Bildet er for stort til å skjermes her."),
    "too_many_pages": _l("Filen har for mange sider. Utelat sidene ingen spør etter, så høyst 120 er igjen."),
    "too_many_hits": _l("Ordet står for mange steder. Velg et mer særegent ord, eller utelat sider."),
    "no_such_page": _l("Siden finnes ikke i dokumentet."),
    "too_heavy": _l("Filen er for tung å åpne her. Gi hele filen, eller avslå."),
}


@dataclass(frozen=True)
class Looked:
    """`has_text`: words can be found in it. A scanned paper has none."""

    pages: int
    has_text: bool


@dataclass(frozen=True)
class PageMark:
    """What is taken out of one page. `box`: left, top, right, bottom as shares of the page; None the whole page."""

    page: int
    box: tuple[float, float, float, float] | None
    ground: str
    label: str


def look(sha256: str, media_type: str) -> Looked:
    """Raises NotComplete for a file that cannot be worked on."""
    return Looked(**_run({"do": "look", "path": str(path_of(sha256)), "media": media_type}))


Hits = Mapping[str, list[list[float]]]
"""[page, left, top, right, bottom] for each place where a word stands, by word; pages from 1, shares of the page."""


def find(sha256: str, words: Sequence[str]) -> Hits:
    """Where the words stand in a stored PDF."""
    hits: Hits = _run({"do": "find", "path": str(path_of(sha256)), "words": list(words)})["hits"]
    return hits


def find_in(pdf: bytes, words: Sequence[str]) -> tuple[int, Hits]:
    """The same for a PDF that is not stored yet, with its number of pages."""
    with tempfile.NamedTemporaryFile(prefix="ombruk-", suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        answer = _run({"do": "find", "path": file.name, "words": list(words)})
    return int(answer["pages"]), answer["hits"]


def preview(sha256: str, media_type: str, page: int) -> bytes:
    """One page as a PNG to look at."""
    order = {"do": "preview", "page": page, "width": PREVIEW_WIDTH}
    return _made({**order, "path": str(path_of(sha256)), "media": media_type})[0]


def paint(sha256: str, media_type: str, marks: Sequence[PageMark]) -> tuple[bytes, int]:
    """A new file of the same kind without what the marks take out, and its number of pages."""
    orders = [{"page": mark.page, "box": mark.box, "label": mark.label} for mark in marks]
    data, answer = _made({"do": "paint", "path": str(path_of(sha256)), "media": media_type, "marks": orders})
    return data, int(answer["pages"])


def _made(order: dict[str, Any]) -> tuple[bytes, dict[str, Any]]:
    with tempfile.TemporaryDirectory(prefix="ombruk-") as folder:
        out = Path(folder) / "made"
        answer = _run({**order, "out": str(out)})
        return out.read_bytes(), answer


def _run(order: dict[str, Any]) -> dict[str, Any]:
    try:
        done = subprocess.run(  # noqa: S603 - our own script; the file's name is a hash
            [sys.executable, "-I", str(PAINTER)],
            input=json.dumps(order),
            capture_output=True,
            text=True,
            timeout=TIMEOUT,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _refusal("too_heavy") from error
    if done.returncode != 0:
        raise _refusal("too_heavy")
    answer: dict[str, Any] = json.loads(done.stdout)
    if "refused" in answer:
        raise _refusal(answer["refused"])
    return answer


def _refusal(code: str) -> NotComplete:
    return NotComplete(str(SENTENCES[code]), {"marks": str(SENTENCES[code])})
