"""The choices of a programme as links: each says how many events it shows, and takes the other choices along."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _

from app.campaign.models import Week
from app.formatting import day as in_words
from app.formatting import full_day as in_full
from app.programme.filters import Chosen, days_of
from app.programme.listing import Counted, Now
from app.programme.words import Words


@dataclass(frozen=True)
class Chip:
    """`query`: what its address asks for. `count`: None where a number says nothing."""

    text: str
    query: Mapping[str, str]
    count: int | None
    is_chosen: bool


def of_days(week: Week, chosen: Chosen, count: Counted, now: Now) -> list[Chip]:
    """All of them first, and then each day of the week."""
    every = Chip(_("Hele uka"), chosen.with_day(None).query, None, chosen.day is None)
    return [
        every,
        *(
            Chip(short_name(day, now), chosen.with_day(day).query, count.days.get(day, 0), chosen.day == day)
            for day in days_of(week)
        ),
    ]


def of_districts(chosen: Chosen, count: Counted, names: Mapping[str, str]) -> list[Chip]:
    """Those that have something."""
    return _of(names, count.districts, chosen.district, chosen.with_district, _("Alle bydeler"))


def of_kinds(chosen: Chosen, count: Counted, words: Words) -> list[Chip]:
    return _of(words.types, count.kinds, chosen.kind, chosen.with_kind, _("Alle typer"))


def _of(
    names: Mapping[str, str],
    counts: Mapping[str | None, int] | Mapping[str, int],
    own: str | None,
    ask: Callable[[str | None], Chosen],
    all_of_them: str,
) -> list[Chip]:
    held = [code for code in names if counts.get(code) or code == own]
    chips = [Chip(names[code], ask(code).query, counts.get(code, 0), code == own) for code in held]
    return [Chip(all_of_them, ask(None).query, None, own is None), *chips]


def chosen_text(chips: Sequence[Chip]) -> str:
    """What is chosen, for the fold that the chips lie in."""
    return _("alle") if chips[0].is_chosen else next(chip.text for chip in chips if chip.is_chosen)


def short_name(day: date, now: Now) -> str:
    """«I dag», «I morgen», else «Tir 24.»: for a narrow row of days."""
    if day == now.day:
        return str(_("I dag"))
    return str(_("I morgen")) if day == now.day + timedelta(days=1) else _weekday(day)


def _weekday(day: date) -> str:
    name = in_words(day).split(" ", 1)[0]
    return f"{name[:3].capitalize()} {day.day}."


def name(day: date | None, now: Now) -> str:
    """«I dag, tirsdag 24. november»."""
    if day is None:
        return str(_("Uten fast tid"))
    written = in_words(day)
    if day == now.day:
        return str(_("I dag, %(day)s", day=written))
    if day == now.day + timedelta(days=1):
        return str(_("I morgen, %(day)s", day=written))
    return written[:1].upper() + written[1:]


def span(week: Week) -> str:
    """«23.–29. november 2026»; both in full where the month turns."""
    first, last = week.starts_on, week.ends_on
    if first.month == last.month:
        return f"{first.day}.–{in_full(last)}"
    return f"{in_full(first)} – {in_full(last)}"
