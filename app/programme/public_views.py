"""What anybody may see of the week: the calendar first, the map of the districts second, and each event's own page."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from app import clock
from app.access import public
from app.campaign.models import Week
from app.config import public_url
from app.policy import denial
from app.programme import caching, chips, filters, jsonld, listing, queries, sharing, tile_map
from app.programme.filters import Chosen
from app.programme.listing import Now, hours
from app.programme.policy import can_register
from app.programme.published import published
from app.programme.views import bp
from app.programme.words import SIGNUP

ASKED = ("dag", "bydel", "type")


@bp.route("/program")
@public
def front() -> ResponseReturnValue:
    """The newest week that is public."""
    at = clock.now()
    try:
        return _kept(None, at, _calendar_page)
    except NoResultFound:
        return render_template("programme/public_none.html", week=queries.next_week(clock.local(at).date()))


@bp.route("/program/<int(max=9999):year>")
@public
def year(year: int) -> ResponseReturnValue:
    return _kept(year, clock.now(), _calendar_page)


@bp.route("/program/<int(max=9999):year>/kart")
@public
def tiles(year: int) -> ResponseReturnValue:
    return _kept(year, clock.now(), _map_page)


@bp.route("/program/<int(max=9999):year>/<slug>")
@public
def event(year: int, slug: str) -> ResponseReturnValue:
    return caching.page(year, clock.now(), slug, lambda week, now: _event_page(week, slug, now))


def _kept(year: int | None, at: datetime, write: Callable[[Week, datetime, Now], str]) -> Response:
    asked = tuple(request.args.get(name) for name in ASKED) if request.query_string else ()
    return caching.page(year, at, asked, lambda week, now: write(week, at, now))


def _calendar_page(week: Week, at: datetime, now: Now) -> str:
    shown = _shown(week, now)
    days = listing.days_shown(week, shown["count"], shown["chosen"], now)
    return render_template(
        "programme/public.html",
        **shown,
        days=listing.days(week, days, shown["chosen"], now, shown["words"], shown["districts"]),
        following=listing.next_day(days, shown["count"]),
        others=queries.other_years(week, at),
        upcoming=queries.next_week(now.day) if now.day > week.ends_on else None,
        may_register=denial(can_register, week, at) is None,
    )


def _map_page(week: Week, _at: datetime, now: Now) -> str:
    shown = _shown(week, now)
    return render_template(
        "programme/public_map.html", **shown, tiles=tile_map.tiles(shown["districts"], shown["count"].districts)
    )


def _shown(week: Week, now: Now) -> dict[str, Any]:
    """What list and map share. An address that asks for what is not there leads to the same without it."""
    frame = caching.once(week, listing.frame_of)
    words, districts = frame.words, frame.districts
    chosen = Chosen(
        day=filters.day_of(request.args.get("dag"), week, now.day),
        district=filters.code_of(request.args.get("bydel"), districts),
        kind=filters.code_of(request.args.get("type"), words.types),
    )
    if any(name in request.args and name not in chosen.query for name in ASKED):
        abort(redirect(url_for(request.endpoint or ".front", **{**(request.view_args or {}), **chosen.query})))
    count = listing.counted(frame.found, chosen)
    return {
        "week": week,
        "now": now,
        "chosen": chosen,
        "count": count,
        "words": words,
        "districts": districts,
        "chips": chips,
        "day_chips": chips.of_days(week, chosen, count, now),
        "district_chips": chips.of_districts(chosen, count, districts),
        "kind_chips": chips.of_kinds(chosen, count, words),
    }


def _event_page(week: Week, slug: str, now: Now) -> str:
    programme = address(week)
    found, words = queries.public_event(week, slug), queries.words_of(week)
    event = published(found, words, programme)
    return render_template(
        "programme/public_event.html",
        week=week,
        event=event,
        is_over=bool(event.held) and all(one.on < now.day for one in event.held),
        access=words.access_of(found.accessibility),
        signup=SIGNUP.get(event.signup or ""),
        line=sharing.line(event),
        json_ld=jsonld.block(jsonld.of_event(event, week, programme)),
        hours=hours,
    )


def address(week: Week) -> str:
    """The whole address of the week's page, as others link to it."""
    return f"{public_url()}/program/{week.year}"
