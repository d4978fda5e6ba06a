"""The programme for calendars and for other sites. Anybody may fetch it, from any page, as often as they like."""

from collections.abc import Callable, Iterator
from typing import NoReturn

from flask import Response, abort, request
from flask_babel import gettext as _

from app import clock
from app.access import public
from app.campaign.models import Week
from app.programme import caching, calendar, feeds, filters, listing, queries
from app.programme.filters import Chosen
from app.programme.public_views import ASKED, address
from app.programme.published import programme_of, published
from app.programme.views import bp


@bp.route("/program/<int(max=9999):year>.ics")
@public
def week_calendar(year: int) -> Response:
    def write(week: Week, chosen: Chosen) -> Iterator[str]:
        return calendar.calendar(week.name, programme_of(week, chosen, queries.words_of(week), address(week)))

    return _feed(year, calendar.MEDIA_TYPE, write)


@bp.route("/program/<int(max=9999):year>.json")
@public
def week_json(year: int) -> Response:
    def write(week: Week, chosen: Chosen) -> Iterator[str]:
        events = programme_of(week, chosen, queries.words_of(week), address(week))
        return feeds.feed(week, events, address(week))

    return _feed(year, feeds.MEDIA_TYPE, write)


@bp.route("/program/<int(max=9999):year>/<slug>.ics")
@public
def event_calendar(year: int, slug: str) -> Response:
    def write(week: Week) -> Iterator[str]:
        event = published(queries.public_event(week, slug), queries.words_of(week), address(week))
        return calendar.calendar(event.title, [event])

    response = caching.feed(year, clock.now(), slug, calendar.MEDIA_TYPE, write)
    response.headers.set("Content-Disposition", "attachment", filename=f"{slug}.ics")
    return response


def _chosen(week: Week, day: str | None, district: str | None, kind: str | None) -> Chosen:
    """What is not of this programme is refused in words: no events would look like a city where nothing happens."""
    chosen = Chosen(filters.date_of(day, week), district, kind)
    if day is not None and chosen.day is None:
        _refuse(_("dag: en dag fra %(first)s til %(last)s", first=week.starts_on, last=week.ends_on))
    if district is not None or kind is not None:
        frame = caching.once(week, listing.frame_of)
        if district is not None and district not in frame.districts:
            _refuse(_("bydel: en av %(codes)s", codes=", ".join(frame.districts)))
        if kind is not None and kind not in frame.words.types:
            _refuse(_("type: en av %(codes)s", codes=", ".join(frame.words.types)))
    return chosen


def _refuse(sentence: str) -> NoReturn:
    refusal = Response(f"{sentence}\n", 400, mimetype="text/plain")
    refusal.headers["Access-Control-Allow-Origin"] = "*"
    abort(refusal)


def _feed(year: int, media_type: str, write: Callable[[Week, Chosen], Iterator[str]]) -> Response:
    """What is chosen in the address is chosen here too. A day is always a date: a subscriber's «today» moves."""
    asked = tuple(request.args.get(name) or None for name in ASKED)

    def of_week(week: Week) -> Iterator[str]:
        return write(week, _chosen(week, *asked))

    response = caching.feed(year, clock.now(), asked, media_type, of_week)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
