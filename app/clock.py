"""The only place that reads the time, so that a test can stop it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")

_frozen: datetime | None = None


def now() -> datetime:
    """The moment, timezone-aware UTC."""
    return _frozen or datetime.now(UTC)


def today() -> date:
    """The calendar day in Oslo."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    """The same moment as a clock on a wall in Oslo shows it."""
    return moment.astimezone(OSLO)


def at_oslo(day: date, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    """The moment (UTC) at which a wall clock in Oslo shows this day and hour."""
    wall = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=OSLO)
    return wall.astimezone(UTC)


def days_later(moment: datetime, by: timedelta) -> datetime:
    """So many days later by the wall clock in Oslo: the hour stays, also past a change of summer time."""
    wall = local(moment)
    return at_oslo(wall.date() + by, wall.hour, wall.minute, wall.second)


@contextmanager
def frozen(moment: datetime) -> Iterator[None]:
    """Stop the clock of this whole process at `moment` (tests, and the demo's history)."""
    global _frozen
    before, _frozen = _frozen, moment.astimezone(UTC)
    try:
        yield
    finally:
        _frozen = before
