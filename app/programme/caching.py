"""Pages that a whole city opens on the same evening: written once a revision in each process, and not sent again to
whoever has them.

What is kept is only what everybody sees alike: a person who is signed in, or has a message waiting, gets a page of
their own that nobody keeps. The key says all that a page follows from: the week's revision, the day and quarter in Oslo
while the week lasts, what was chosen, the language, and how pages look in this version of ours.
"""

import functools
import hashlib
from collections.abc import Callable, Hashable, Iterator
from datetime import datetime, time
from pathlib import Path

from flask import Response, current_app, request, session
from flask_babel import get_locale
from flask_login import current_user
from werkzeug.http import is_resource_modified

from app.campaign.models import Week
from app.clock import local
from app.config import ROOT
from app.layout import KeptHtml
from app.programme.listing import Now

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


class KeptPages(KeptHtml):
    """Whole pages, apart from the parts of pages that others keep."""

    MOST = 6_000_000

    def known(self, key: Hashable) -> str | None:
        with self._lock:
            return self._kept.get(key)


PAGES, FEEDS = KeptPages(), KeptPages()


def now_in(week: Week, at: datetime) -> Now:
    """The day, and while the week lasts the quarter, so that what has ended goes aside and a page can still be kept."""
    wall = local(at)
    is_on = week.starts_on <= wall.date() <= week.ends_on
    return Now(wall.date(), time(wall.hour, wall.minute - wall.minute % QUARTER) if is_on else time())


def page(week: Week, now: Now, shown: Hashable, write: Callable[[], str]) -> Response:
    """The page, kept for anybody; 304 where the browser has it. `shown`: what was asked for."""
    if current_app.debug or not _is_anybody():
        return Response(write())
    key = _key(week, now, shown)
    return answer(key, lambda: Response(PAGES.get(key, write)))


def answer(key: tuple[Hashable, ...], make: Callable[[], Response]) -> Response:
    """What `make` makes, or 304. Anybody may keep it for a minute."""
    tag = hashlib.sha256(repr(key).encode()).hexdigest()[:24]
    is_new = is_resource_modified(request.environ, etag=tag)
    response = make() if is_new else Response(status=304)
    response.set_etag(tag, weak=True)
    response.headers["Cache-Control"] = f"public, max-age={MAX_AGE}"
    response.vary.add("Cookie")
    return response


def stream(key: tuple[Hashable, ...], media_type: str, write: Callable[[], Iterator[str]]) -> Response:
    """A feed: sent piece by piece while it is written, and kept when it is whole. The database is asked before the
    first piece, so that a slow reader holds no connection."""

    def made() -> Response:
        known = FEEDS.known(key)
        return Response(known if known is not None else _keeping(key, write()), content_type=media_type)

    return answer(key, made)


def _keeping(key: Hashable, pieces: Iterator[str]) -> Iterator[str]:
    written = []
    for piece in pieces:
        written.append(piece)
        yield piece
    FEEDS.get(key, lambda: "".join(written))


def _key(week: Week, now: Now, shown: Hashable) -> tuple[Hashable, ...]:
    config = current_app.config["OMBRUK"]
    place = (str(config.instance), request.script_root, str(get_locale()), look())
    return (*place, week.id, week.revision, now.day, now.clock, request.endpoint, shown)


def feed_key(week: Week, shown: Hashable) -> tuple[Hashable, ...]:
    """Of what does not follow the clock."""
    return _key(week, Now(week.starts_on, time()), shown)


def _is_anybody() -> bool:
    """Nobody in particular: who brings no cookie is not looked up at all."""
    names = {
        current_app.config["SESSION_COOKIE_NAME"],
        current_app.config.get("REMEMBER_COOKIE_NAME", "remember_token"),
    }
    if names.isdisjoint(request.cookies):
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
