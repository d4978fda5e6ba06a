"""Documents that are kept as words: the application, our letters, messages, notes. Their fields can be taken out one by
one, and the document is printed anew: what was taken out was never in the new file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import Any, Protocol

from flask_babel import lazy_gettext as _l

from app.letters.application_copy import sections as application_sections
from app.letters.content import KINDS, Content
from app.letters.models import Letter
from app.letters.page import copy_html
from app.letters.wording import Wording

LANGUAGE = "nb"


@dataclass(frozen=True)
class Field:
    """One answer or paragraph that can be taken out. `path` names it in this document."""

    path: str
    group: str
    label: str
    text: str


class Written(Protocol):
    """A document that can be printed with other words in some of its fields."""

    def fields(self) -> list[Field]: ...

    def pdf(self, changed: Mapping[str, str]) -> bytes:
        """The document with these fields' words instead of its own. Raises KeyError for a field it has not."""


@dataclass(frozen=True)
class Row:
    """A line of a table; a paragraph when it has no label."""

    label: str
    text: str


@dataclass(frozen=True)
class Part:
    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class PlainText:
    """What is no letter. `unit` is who keeps the file, and `at` when the document came or was written."""

    title: str
    reference: str
    unit: str
    at: datetime
    parts: tuple[Part, ...]

    def fields(self) -> list[Field]:
        return [
            Field(f"{number}.{place}", part.heading, row.label, row.text)
            for number, part in enumerate(self.parts)
            for place, row in enumerate(part.rows)
            if row.text.strip()
        ]

    def pdf(self, changed: Mapping[str, str]) -> bytes:
        from app.letters.pdf import print_page  # WeasyPrint comes with the printing, which few pages do

        _known(self, changed)
        parts = [
            {
                "heading": part.heading,
                "rows": [
                    Row(row.label, changed.get(f"{number}.{place}", row.text)) for place, row in enumerate(part.rows)
                ],
            }
            for number, part in enumerate(self.parts)
        ]
        words = Wording(LANGUAGE)
        html = copy_html(
            LANGUAGE,
            title=self.title,
            reference=self.reference,
            unit=self.unit,
            when=words.full_day(self.at),
            sections=parts,
        )
        return print_page(html, self.at.astimezone(UTC))


def application_text(snapshot: Mapping[str, Any], title: str, unit: str, at: datetime) -> PlainText:
    """What was sent, frozen (applications/snapshot.py), row by row as the applicant's own copy has it."""
    words = Wording(LANGUAGE)
    parts: list[Part] = []
    for section in application_sections(dict(snapshot), words):
        parts.append(Part(section.title, tuple(Row(row.label, row.value) for row in section.rows)))
        if section.budget:
            budget = words.gettext("Budsjett")
            parts.append(Part(f"{section.title}: {budget}", tuple(Row(row.label, row.value) for row in section.budget)))
    return PlainText(title, str(snapshot["reference"]), unit, at, tuple(parts))


OURS = frozenset({"sender", "officials", "language", "rules", "reference", "appeal", "link", "decision_link", "round"})
"""Parts of a letter that are our own and open: letterhead, names of case handlers, rules, how to appeal."""
CODES = frozenset({"block", "code"})
GROUPS = {
    "recipient": _l("Mottaker"),
    "lines": _l("Vedtaket"),
    "conditions": _l("Vilkår"),
    "sections": _l("Brevteksten"),
    "heading": _l("Overskrift"),
    "lead": _l("Innledning"),
    "text": _l("Klagen"),
    "sent_by": _l("Sendt av"),
    "late": _l("Om fristen"),
}


@dataclass(frozen=True)
class LetterText:
    """One of our letters, as it is kept beside its PDF. Printed anew it has nothing embedded: the application inside a
    decision is a document of its own."""

    letter: Letter

    @property
    def _content(self) -> Content:
        made: Content = KINDS[self.letter.kind].from_dict(self.letter.content)
        return made

    def fields(self) -> list[Field]:
        return [
            Field(path, str(GROUPS.get(path.split(".")[0], _l("Brevet"))), "", text)
            for path, text in _words(self._content)
        ]

    def pdf(self, changed: Mapping[str, str]) -> bytes:
        from app.letters.pdf import render  # WeasyPrint comes with the printing, which few pages do

        _known(self, changed)
        values = self._content.to_dict()
        for path, words in changed.items():
            _put(values, path.split("."), words)
        return render(type(self._content).from_dict(values))


def _known(written: Written, changed: Mapping[str, str]) -> None:
    unknown = changed.keys() - {field.path for field in written.fields()}
    if unknown:
        raise KeyError(sorted(unknown)[0])


def _words(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Each text of a letter with its path: no codes, dates or amounts, and nothing of what is our own."""
    if isinstance(value, str) and not isinstance(value, Enum):
        if value.strip():
            yield path, value
    elif is_dataclass(value):
        for each in fields(value):
            if each.name not in CODES and (path or each.name not in OURS):
                yield from _words(getattr(value, each.name), f"{path}.{each.name}".lstrip("."))
    elif isinstance(value, tuple):
        for number, each in enumerate(value):
            yield from _words(each, f"{path}.{number}")


def _put(values: Any, path: Sequence[str], words: str) -> None:
    for step in path[:-1]:
        values = values[int(step)] if isinstance(values, list) else values[step]
    last: Any = int(path[-1]) if isinstance(values, list) else path[-1]
    values[last] = words
