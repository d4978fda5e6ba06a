"""The programme on paper: A4 to take along, A3 to hang up. Printed once a revision, by a job, and kept: a crowd that
fetches it prints nothing."""

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path

from flask import current_app
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import select

from app.campaign.models import Week
from app.clock import local
from app.config import ROOT, public_url
from app.extensions import db
from app.formatting import day as in_words
from app.letters.page import capitalised, document
from app.letters.pdf import print_page
from app.programme.caching import look
from app.programme.chips import span
from app.programme.filters import Chosen
from app.programme.listing import hours
from app.programme.published import Published, days, programme_of
from app.programme.queries import words_of

STYLES = ROOT / "app" / "static" / "css" / "programme_print.css"
COLOUR = "#2a2859"
UNDATED = datetime(1970, 1, 1, tzinfo=UTC)
"""Nothing is embedded, so the file tells no time."""
POSTER = ("roomy", "filled", "middle", "tight")
"""How a poster is set, the largest first: «roomy» and «filled» with the text to each, «tight» in small type."""
FIRST = {45: 0, 90: 2}
"""With up to so many entries the poster is tried from this setting on."""


class Paper(StrEnum):
    A4 = "a4"
    A3 = "a3"


@dataclass(frozen=True)
class Line:
    """One event at one time of a day. `where`: place, street address and district; `briefly`: without the address.
    `is_first`: it is not told of on an earlier day."""

    hours: str
    event: Published
    where: str
    briefly: str
    is_first: bool


@dataclass(frozen=True)
class PrintedDay:
    """`name`: «Mandag 23. november»."""

    name: str
    theme: str
    lines: Sequence[Line]


def typeset(week: Week, paper: Paper, programme: str, at: datetime) -> list[str]:
    """What may be printed, as HTML: the same for the same programme at the same moment. A poster is tried in smaller
    and smaller settings until it is one page."""
    found = by_day(week, programme_of(week, Chosen(), words_of(week), programme))
    count = sum(len(day.lines) for day in found)
    first = next((place for most, place in FIRST.items() if count <= most), len(POSTER) - 1)
    return [
        document(
            "programme/documents/programme.html",
            "nb",
            colour=COLOUR,
            css=Markup(STYLES.read_text(encoding="utf-8")),  # noqa: S704 - a file of ours
            week=week,
            days=found,
            when=span(week),
            paper=paper.value,
            size=size,
            address=programme.partition("://")[2],
            at=at,
        )
        for size in (POSTER[first:] if paper is Paper.A3 else ("middle",))
    ]


def fitting(htmls: Sequence[str]) -> bytes:
    """The first of them that is one page, else the last, as PDF."""
    *larger, smallest = htmls
    for html in larger:
        printed = print_page(html, UNDATED)
        if _pages(printed) == 1:
            return printed
    return print_page(smallest, UNDATED)


def _pages(pdf: bytes) -> int:
    import pypdfium2  # 40 ms: only who prints pays for it

    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def by_day(week: Week, events: Sequence[Published]) -> list[PrintedDay]:
    """Lighthouses first in their day, then by hour; what has no day of its own last."""
    themes = week.day_themes
    found = [
        PrintedDay(capitalised(in_words(day)), themes.get(day.isoformat(), ""), _lines(events, day))
        for day in days(events)
    ]
    loose = [_line("", event, None, is_first=True) for event in events if not event.held]
    return [*found, PrintedDay(_("Uten fast tid"), "", loose)] if loose else found


def _lines(events: Sequence[Published], day: date) -> list[Line]:
    held = [(one, event) for event in events for one in event.held if one.on == day]
    held.sort(key=lambda pair: (not pair[1].is_lighthouse, hours(pair[0].starts, None), pair[1].title))
    return [
        _line(hours(one.starts, one.ends), event, one.place, is_first=one.number == event.held[0].number)
        for one, event in held
    ]


def _line(at: str, event: Published, place: str | None, *, is_first: bool) -> Line:
    district = event.district[1] if event.district else ""
    place = place or event.venue or (_("På nett") if event.is_digital else "")
    address = "" if event.is_digital else event.address
    where = _joined(", ".join(filter(None, (place, address))), district)
    return Line(at, event, where, _joined(place, district), is_first)


def _joined(*parts: str) -> str:
    return " · ".join(dict.fromkeys(part for part in parts if part))


def newest(week: Week, paper: Paper) -> Path | None:
    """The latest that is printed, of this revision or an earlier one."""
    return max(_folder().glob(f"{week.year}-{paper}-*.pdf"), default=None)


def is_current(week: Week, paper: Paper) -> bool:
    return _path(week, paper).exists()


def keep(week: Week, paper: Paper, programme: str, at: datetime) -> Path:
    """Print this revision unless somebody did meanwhile, and throw the earlier ones away. The transaction ends before
    the printing: nothing is held meanwhile."""
    name, path = f"{week.year}-{paper}", _path(week, paper)
    with _alone(name):
        if not path.exists():
            htmls = typeset(week, paper, programme, at)
            db.session.rollback()
            new = path.with_suffix(".new")
            new.write_bytes(fitting(htmls))
            os.replace(new, path)
            for older in _folder().glob(f"{name}-*.pdf"):
                if older != path:
                    older.unlink(missing_ok=True)
    return path


def print_due(at: datetime) -> int:
    """Print what is changed of the programmes that are public and not over. Safe to run twice. Returns how many."""
    today = local(at).date()
    count = 0
    for week in db.session.scalars(select(Week).where(Week.programme_opens_at <= at, Week.ends_on >= today)).all():
        for paper in Paper:
            if not is_current(week, paper):
                keep(week, paper, f"{public_url()}/program/{week.year}", at)
                count += 1
    return count


def _folder() -> Path:
    folder: Path = current_app.config["OMBRUK"].instance / "programme"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _path(week: Week, paper: Paper) -> Path:
    """By its revision first, and then by how it looks, so that the last by name is the newest."""
    return _folder() / f"{week.year}-{paper}-{week.revision:08d}-{look()}.pdf"


@contextmanager
def _alone(name: str) -> Iterator[None]:
    """One process and thread at a time prints the same paper; the others wait for it."""
    with (_folder() / f".{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
