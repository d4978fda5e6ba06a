"""Pages that a whole city opens on the same evening: written once a revision in each process, and not sent again to
whoever has them.

What is kept is only what everybody sees alike: a person who is signed in, or has a message waiting, gets a page of
their own that nobody keeps. The key says all that a page follows from: the week's revision, the day and quarter in Oslo
while the week lasts, what was chosen, the language, and how pages look in this version of ours.
"""

import functools
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from flask import Response, current_app, request, session
from flask_babel import get_locale
from flask_login import current_user
from werkzeug.http import is_resource_modified

from app.campaign.models import Week
from app.clock import local
from app.config import ROOT
from app.programme import crowd
from app.programme.listing import Now
from app.programme.queries import public_week

T = TypeVar("T")
Key = tuple[Hashable, ...]
MAX_AGE = 60
"""Seconds for which a browser, or a cache in between, need not ask."""
QUARTER = 15
LOOKS = (
    "templates/programme",
    "templates/layouts",
    "templates/components",
    "templates/base.html",
    "static/css",
    "programme",
)


class KeptPages:
    """Whole answers as they are sent, each with its tag: the newest, no more than MOST bytes in each process."""

    MOST = 6_000_000

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, tuple[str, bytes]] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def known(self, key: Key) -> tuple[str, bytes] | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def keep(self, key: Key, data: bytes) -> None:
        with self._lock:
            if key in self._kept:
                return
            self._kept[key] = (tag_of(key), data)
            self._size += len(data)
            while self._size > self.MOST:
                self._size -= len(self._kept.popitem(last=False)[1][1])


PAGES, FEEDS = KeptPages(), KeptPages()


@dataclass(frozen=True)
class Known:
    """What of a week a key is made of, and until when it is believed."""

    until: float
    week_id: int
    revision: int
    starts_on: date
    ends_on: date


_known: dict[Key, Known] = {}
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
    place = _place()

    def key_of(known: Known) -> Key:
        now = now_in(known, at)
        return (*place, request.endpoint, known.week_id, known.revision, now.day, now.clock, shown)

    def make(week: Week, key: Key) -> Response:
        data = write(week, now_in(week, at)).encode()
        PAGES.keep(key, data)
        return Response(data)

    return _answer(PAGES, (*place, year), at, key_of, make)


def feed(year: int, at: datetime, shown: Hashable, media_type: str, write: Callable[[Week], Iterator[str]]) -> Response:
    """A feed: sent piece by piece while it is written, and kept when it is whole. The database is asked before the
    first piece, so that a slow reader holds no connection. Follows the programme, not the clock."""
    place = _place()

    def key_of(known: Known) -> Key:
        return (*place, request.endpoint, known.week_id, known.revision, shown)

    def make(week: Week, key: Key) -> Response:
        return Response(_keeping(key, write(week)))

    response = _answer(FEEDS, (*place, year), at, key_of, make)
    response.content_type = media_type
    return response


def _answer(
    kept: KeptPages,
    place: Key,
    at: datetime,
    key_of: Callable[[Known], Key],
    make: Callable[[Week, Key], Response],
) -> Response:
    """What is kept, by what is known of the week; what is not kept is written from what the database says now.
    `place` ends with the year that was asked for."""
    known = _remembered(place)
    if known is not None and (found := kept.known(key_of(known))) is not None:
        return _kept(known, *found)
    year: Any = place[-1]
    week = public_week(year, at)
    known = _remember(place, week)
    key = key_of(known)
    if (found := kept.known(key)) is not None:
        return _kept(known, *found)
    return tagged(key, lambda: make(week, key))


def _kept(known: Known, tag: str, data: bytes) -> Response:
    if not _is_new(tag):
        return _for_anybody(tag, Response(status=304))
    crowd.is_alike(request.environ, data, known.until)
    return _for_anybody(tag, Response(data))


def tagged(key: Key, make: Callable[[], Response]) -> Response:
    """What `make` makes, or 304 where the browser has it. Anybody may keep it for a minute."""
    tag = tag_of(key)
    return _for_anybody(tag, make() if _is_new(tag) else Response(status=304))


def tag_of(key: Key) -> str:
    return hashlib.sha256(repr(key).encode()).hexdigest()[:24]


def _is_new(tag: str) -> bool:
    return "HTTP_IF_NONE_MATCH" not in request.environ or is_resource_modified(request.environ, etag=tag)


def _for_anybody(tag: str, response: Response) -> Response:
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


def _keeping(key: Key, pieces: Iterator[str]) -> Iterator[bytes]:
    written = []
    for piece in pieces:
        written.append(piece.encode())
        yield written[-1]
    FEEDS.keep(key, b"".join(written))


def _remembered(place: Key) -> Known | None:
    known = _known.get(place)
    return known if known is not None and crowd.is_believed(known.until) else None


def _remember(place: Key, week: Week) -> Known:
    """For a second; a test sees every change at once."""
    until = 0.0 if current_app.testing else crowd.in_a_second()
    _known[place] = Known(until, week.id, week.revision, week.starts_on, week.ends_on)
    return _known[place]


def _place() -> Key:
    """Where this is: whose data, under which address, in which language, in which version of ours."""
    return str(current_app.config["OMBRUK"].instance), request.script_root, get_locale(), look()


def _is_anybody() -> bool:
    """Nobody in particular: who brings no cookie is not looked up at all."""
    if not request.environ.get("HTTP_COOKIE"):
        return True
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
