"""Pages that a whole city opens on the same evening: written once a revision in each process, and not sent again to
whoever has them.

What is kept is only what everybody sees alike: a person who is signed in, or has a message waiting, gets a page of
their own that nobody keeps. The key says all that a page follows from: the week's revision, the day and quarter in Oslo
while the week lasts, what was chosen, the language, and how pages look in this version of ours.
"""

import functools
import hashlib
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar

from flask import Response, current_app, request, session
from flask_babel import get_locale
from flask_login import current_user
from werkzeug.http import is_resource_modified

from app.campaign.models import Week
from app.clock import local
from app.config import ROOT
from app.layout import KeptHtml
from app.programme.listing import Now
from app.programme.queries import public_week

T = TypeVar("T")
Key = tuple[Hashable, ...]
MAX_AGE = 60
"""Seconds for which a browser, or a cache in between, need not ask."""
TRUSTED_S = 1.0
"""Seconds for which a process believes what it knows of a week, so that a crowd asks the database once a second."""
QUARTER = 15
LOOKS = (
    "templates/programme",
    "templates/layouts",
    "templates/components",
    "templates/base.html",
    "static/css",
    "programme",
)


class KeptPages(KeptHtml):
    """Whole pages, apart from the parts of pages that others keep."""

    MOST = 6_000_000

    def known(self, key: Hashable) -> str | None:
        with self._lock:
            return self._kept.get(key)


PAGES, FEEDS = KeptPages(), KeptPages()


@dataclass(frozen=True)
class Known:
    """What of a week a key is made of."""

    week_id: int
    revision: int
    starts_on: date
    ends_on: date


_known: dict[Key, tuple[float, Known]] = {}
_once: dict[Key, Any] = {}
MOST_ONCE = 4


def now_in(week: Week | Known, at: datetime) -> Now:
    """The day, and while the week lasts the quarter, so that what has ended goes aside and a page can still be kept."""
    wall = local(at)
    is_on = week.starts_on <= wall.date() <= week.ends_on
    return Now(wall.date(), time(wall.hour, wall.minute - wall.minute % QUARTER) if is_on else time())


def page(year: int | None, at: datetime, shown: Hashable, write: Callable[[Week, Now], str]) -> Response:
    """The page of this year's week, or the newest's: kept for anybody, 304 where the browser has it. `shown`: what was
    asked for. Raises NoResultFound while no such week is public."""
    if current_app.debug or not _is_anybody():
        week = public_week(year, at)
        return Response(write(week, now_in(week, at)))

    def key_of(known: Known) -> Key:
        now = now_in(known, at)
        return (*_place(), request.endpoint, known.week_id, known.revision, now.day, now.clock, shown)

    def make(week: Week) -> Response:
        return Response(PAGES.get(key_of(_of(week)), lambda: write(week, now_in(week, at))))

    return _answer(PAGES, year, at, key_of, make)


def feed(year: int, at: datetime, shown: Hashable, media_type: str, write: Callable[[Week], Iterator[str]]) -> Response:
    """A feed: sent piece by piece while it is written, and kept when it is whole. The database is asked before the
    first piece, so that a slow reader holds no connection. Follows the programme, not the clock."""

    def key_of(known: Known) -> Key:
        return (*_place(), request.endpoint, known.week_id, known.revision, shown)

    response = _answer(FEEDS, year, at, key_of, lambda week: Response(_keeping(key_of(_of(week)), write(week))))
    response.content_type = media_type
    return response


def _answer(
    kept: KeptPages, year: int | None, at: datetime, key_of: Callable[[Known], Key], make: Callable[[Week], Response]
) -> Response:
    """What is kept, by what is known of the week; what is not kept is written from what the database says now."""
    known = _remembered(year)
    if known is not None and (written := kept.known(key := key_of(known))) is not None:
        return tagged(key, lambda: Response(written))
    week = public_week(year, at)
    key = key_of(_remember(year, week))
    if (written := kept.known(key)) is not None:
        return tagged(key, lambda: Response(written))
    return tagged(key, lambda: make(week))


def tagged(key: Key, make: Callable[[], Response]) -> Response:
    """What `make` makes, or 304 where the browser has it. Anybody may keep it for a minute."""
    tag = hashlib.sha256(repr(key).encode()).hexdigest()[:24]
    is_new = is_resource_modified(request.environ, etag=tag)
    response = make() if is_new else Response(status=304)
    response.headers["ETag"] = f'W/"{tag}"'
    response.headers["Cache-Control"] = f"public, max-age={MAX_AGE}"
    response.headers["Vary"] = "Cookie"
    return response


def once(week: Week, load: Callable[[Week], T]) -> T:
    """What follows from the programme's revision alone, read once a revision in each process."""
    key = (*_place(), load, week.id, week.revision)
    if key not in _once:
        made = load(week)
        for oldest in list(_once)[: len(_once) - MOST_ONCE + 1]:
            _once.pop(oldest, None)
        _once[key] = made
        return made
    found: T = _once[key]
    return found


def _keeping(key: Key, pieces: Iterator[str]) -> Iterator[str]:
    written = []
    for piece in pieces:
        written.append(piece)
        yield piece
    FEEDS.get(key, lambda: "".join(written))


def _of(week: Week) -> Known:
    return Known(week.id, week.revision, week.starts_on, week.ends_on)


def _remembered(year: int | None) -> Known | None:
    found = _known.get((*_place(), year))
    return found[1] if found is not None and monotonic() < found[0] else None


def _remember(year: int | None, week: Week) -> Known:
    """For a second, by a stopwatch and not by the clock. A test sees every change at once."""
    known = _of(week)
    if not current_app.testing:
        _known[(*_place(), year)] = (monotonic() + TRUSTED_S, known)
    return known


def _place() -> Key:
    """Where this is: whose data, under which address, in which language, in which version of ours."""
    return str(current_app.config["OMBRUK"].instance), request.script_root, str(get_locale()), look()


def _is_anybody() -> bool:
    """Nobody in particular: who brings no cookie is not looked up at all."""
    config = current_app.config
    if (
        not {config["SESSION_COOKIE_NAME"], config.get("REMEMBER_COOKIE_NAME", "remember_token")}
        & request.cookies.keys()
    ):
        return True
    return not current_user.is_authenticated and "_flashes" not in session


@functools.cache
def look() -> str:
    """Moves with every version of the templates and of the code: whoever has yesterday's page gets today's."""
    app = ROOT / "app"
    files = [file for name in LOOKS for file in _files(app / name)]
    newest = max(file.stat().st_mtime_ns for file in files)
    return f"{newest:x}"


def _files(path: Path) -> list[Path]:
    return [path] if path.is_file() else [file for file in path.rglob("*") if file.suffix in {".html", ".css", ".py"}]
