"""All documents of the party as one ZIP, sent while it is made: one document in memory at a time."""

import hashlib
import html
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from app.clock import local
from app.fileaccess.documents import DIRECTIONS, KINDS, Document
from app.files import names
from app.files.sheets import as_csv


@dataclass(frozen=True)
class Entry:
    """What the list says of one document. No size: the file is not there (which the list says)."""

    name: str
    document: Document
    sha256: str
    size: int | None


class Outflow(io.RawIOBase):
    """A file that a ZIP is written to, and that is emptied as it goes."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        taken = bytes(data)  # type: ignore[call-overload]
        self._waiting.append(taken)
        return len(taken)

    def take(self) -> bytes:
        taken = b"".join(self._waiting)
        self._waiting.clear()
        return taken


def stream(documents: Sequence[Document], title: str) -> Iterator[bytes]:
    """The ZIP in pieces: the documents in order, then a list of them as a table (CSV) and as a page (HTML)."""
    out, entries = Outflow(), []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for number, document in enumerate(documents, start=1):
            entries.append(_add(archive, document, number))
            yield out.take()
        table = as_csv(_heads(), [_cells(entry) for entry in entries])
        archive.writestr(str(_("innhold.csv")), table, zipfile.ZIP_DEFLATED)
        archive.writestr(str(_("innhold.html")), _page(entries, title), zipfile.ZIP_DEFLATED)
        yield out.take()
    yield out.take()


def _add(archive: zipfile.ZipFile, document: Document, number: int) -> Entry:
    name = f"{number:02} {names.clean(document.filename)}"
    if document.is_missing:
        return Entry(name, document, document.sha256 or "", None)
    data = document.open()
    archive.writestr(name, data)
    return Entry(name, document, hashlib.sha256(data).hexdigest(), len(data))


def _heads() -> list[str]:
    heads = (_("Fil"), _("Tittel"), _("Type"), _("Retning"), _("Dato"), _("Byte"), _("SHA-256"))
    return [str(head) for head in heads]


def _cells(entry: Entry) -> list[str]:
    document = entry.document
    return [
        entry.name,
        document.title,
        str(KINDS[document.kind]),
        str(DIRECTIONS[document.direction]),
        f"{local(document.at):%Y-%m-%d %H:%M}",
        str(_("Filen mangler hos oss. Ta kontakt.")) if entry.size is None else str(entry.size),
        entry.sha256,
    ]


def _page(entries: Sequence[Entry], title: str) -> str:
    def row(cells: Sequence[str], tag: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in cells) + "</tr>"

    heading = html.escape(title)
    rows = "\n".join(row(_cells(entry), "td") for entry in entries)
    return (
        f'<!doctype html>\n<html lang="nb"><head><meta charset="utf-8"><title>{heading}</title></head>'
        f"<body><h1>{heading}</h1>\n<table>\n{row(_heads(), 'th')}\n{rows}\n</table></body></html>\n"
    )
