"""What was chosen on the pages of answering and masking, read from the form as it was sent; and what is proposed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from app.fileaccess.documents import Direction, Document
from app.fileaccess.masking import Box, Wish
from app.fileaccess.models import Given, MaskedCopy, Shielding
from app.fileaccess.policy import Choice
from app.policy import NotComplete

NOT_ASKED = "none"
ROWS = 3
"""How many grounds one masked copy can have, other than for whole fields."""
PARTY_GROUNDS = {"internal": "party_internal", "business": "party_business", "advice": "party_advice"}
BOX = re.compile(r"(\d+)\s*:\s*([\d.,]+)\s+([\d.,]+)\s+([\d.,]+)\s+([\d.,]+)")
PAGES = re.compile(r"(\d+)(?:\s*[-–]\s*(\d+))?")
MOST_PAGES = 1000
Form = Mapping[str, str]


@dataclass(frozen=True)
class Proposal:
    """What stands in the form for one document. `given` is «none» where the request does not ask for it."""

    given: str
    ground: str = ""
    rest: str = ""
    copy: str = ""


def propose(
    document: Document, shielding: Shielding | None, copies: Sequence[MaskedCopy], *, is_party: bool
) -> Proposal:
    """Shielded: a masked copy where there is one, else refused. Internal: refused. The rest is given."""
    newest = copies[0].public_id if copies else ""
    if shielding is not None:
        ground = PARTY_GROUNDS.get(shielding.ground, "") if is_party else shielding.ground
        return Proposal(Given.MASKED if newest else Given.REFUSED, ground, copy=newest)
    if document.direction is Direction.INTERNAL:
        return Proposal(Given.REFUSED, "party_internal" if is_party else "internal", copy=newest)
    return Proposal(Given.MASKED if newest else Given.FULL, copy=newest)


def typed(form: Form, document: Document) -> Proposal:
    """What was sent for one document."""
    key = document.key
    return Proposal(
        form.get(f"given:{key}", NOT_ASKED),
        form.get(f"ground:{key}", ""),
        form.get(f"rest:{key}", ""),
        form.get(f"copy:{key}", ""),
    )


def choices(form: Form, documents: Sequence[Document], copies: Mapping[str, Sequence[MaskedCopy]]) -> list[Choice]:
    """The documents that the request asks for, each with what was chosen. A copy of another document is no copy."""
    made = []
    for document in documents:
        sent = typed(form, document)
        if sent.given not in set(Given):
            continue
        copy = next((each for each in copies.get(document.key, ()) if each.public_id == sent.copy), None)
        made.append(Choice(document, Given(sent.given), sent.ground or None, sent.rest or None, copy))
    return made


def wishes(form: Form) -> list[Wish]:
    """The rows of the masking page. Raises NotComplete for pages and boxes that cannot be read."""
    return [
        Wish(
            ground=form.get(f"ground-{row}", ""),
            words=_words(form.get(f"words-{row}", "")),
            pages=_pages(form.get(f"pages-{row}", "")),
            boxes=_boxes(form.get(f"boxes-{row}", "")),
        )
        for row in range(ROWS)
    ]


def whole_fields(form: Form) -> dict[str, str]:
    """The ground for each field that is taken out whole."""
    return {name.removeprefix("field:"): code for name, code in form.items() if name.startswith("field:") and code}


def _words(text: str) -> tuple[str, ...]:
    """One word or phrase a line."""
    return tuple(dict.fromkeys(" ".join(line.split()) for line in text.splitlines() if line.strip()))


def _pages(text: str) -> tuple[int, ...]:
    """«2, 5-7»."""
    found: list[int] = []
    for part in (each.strip() for each in text.split(",")):
        if not part:
            continue
        match = PAGES.fullmatch(part)
        if match is None:
            raise _unreadable(_("Skriv sidene som «2, 5-7»."))
        first, last = int(match[1]), int(match[2] or match[1])
        if not 1 <= first <= last <= MOST_PAGES:
            raise _unreadable(_("Skriv sidene som «2, 5-7»."))
        found.extend(range(first, last + 1))
    return tuple(dict.fromkeys(found))


def _boxes(text: str) -> tuple[tuple[int, Box], ...]:
    """One a line: «1: 10 20 50 5», the page and then per cent of it from the left, from the top, width, height."""
    return tuple(_box(line.strip()) for line in text.splitlines() if line.strip())


def _box(line: str) -> tuple[int, Box]:
    match = BOX.fullmatch(line)
    numbers = [_share(number) for number in match.groups()[1:]] if match else []
    if match is None or None in numbers:
        raise _unreadable(_("Skriv hvert felt som «side: venstre topp bredde høyde», for eksempel «1: 10 20 50 5»."))
    left, top, width, height = (number or 0.0 for number in numbers)
    if not (width > 0 and height > 0 and left < 1 and top < 1):
        raise _unreadable(_("Feltet «%(line)s» ligger utenfor siden.", line=line))
    return int(match[1]), (left, top, min(1.0, left + width), min(1.0, top + height))


def _share(text: str) -> float | None:
    try:
        return float(text.replace(",", ".")) / 100
    except ValueError:
        return None


def _unreadable(sentence: Any) -> NotComplete:
    return NotComplete(str(sentence), {"marks": str(sentence)})
