"""The programme for calendars and for other sites. Anybody may fetch it, from any page, as often as they like."""

from collections.abc import Callable, Iterator

from flask import Response, request

from app import clock
from app.access import public
from app.campaign.models import Week
from app.programme import caching, calendar, feeds, filters, queries
from app.programme.filters import Chosen
from app.programme.public_views import address
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
    week = queries.public_week(year, clock.now())

    def write() -> Iterator[str]:
        event = published(queries.public_event(week, slug), queries.words_of(week), address(week))
        return calendar.calendar(event.title, [event])

    response = caching.stream(caching.feed_key(week, slug), calendar.MEDIA_TYPE, write)
    response.headers.set("Content-Disposition", "attachment", filename=f"{slug}.ics")
    return response


def _feed(year: int, media_type: str, write: Callable[[Week, Chosen], Iterator[str]]) -> Response:
    """What is chosen in the address is chosen here too. A day is always a date: a subscriber's «today» moves."""
    week = queries.public_week(year, clock.now())
    chosen = Chosen(
        day=filters.day_of(request.args.get("dag"), week, clock.today()),
        district=request.args.get("bydel") or None,
        kind=request.args.get("type") or None,
    )
    response = caching.stream(caching.feed_key(week, chosen), media_type, lambda: write(week, chosen))
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
