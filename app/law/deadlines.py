"""The last day to appeal: three weeks (forvaltningsloven § 29), counted by domstolloven §§ 148 and 149.

The day of the notice is not counted, the period ends on the same weekday, and moves past Saturday, Sunday
and public holiday. 24 and 31 December are working days here.
"""

import functools
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from babel.dates import format_date
from flask_babel import get_locale
from flask_babel import gettext as _

APPEAL_PERIOD = timedelta(weeks=3)
ONE_DAY = timedelta(days=1)
SATURDAY = 5


class StepKind(StrEnum):
    """What a step of the calculation says about its day."""

    NOTIFIED = "notified"
    THREE_WEEKS = "three_weeks"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    LAST_DAY = "last_day"
    REASONS = "reasons"
    EXTENDED = "extended"


@dataclass(frozen=True)
class Step:
    """One step. `name` is the holiday's, in Norwegian."""

    kind: StepKind
    day: date
    name: str | None = None

    @property
    def sentence(self) -> str:
        """The step in words: «Tre uker: fredag 30. oktober 2026.»"""
        when = format_date(self.day, "EEEE d. MMMM y", locale=str(get_locale() or "nb"))
        first = when[:1].upper() + when[1:]
        sentences = {
            StepKind.NOTIFIED: _("Varslet %(day)s.", day=when),
            StepKind.THREE_WEEKS: _("Tre uker: %(day)s.", day=when),
            StepKind.WEEKEND: _("%(day)s er i en helg.", day=first),
            StepKind.HOLIDAY: _("%(day)s er %(name)s.", day=first, name=self.name),
            StepKind.LAST_DAY: _("Siste dag for å klage er %(day)s.", day=when),
            StepKind.REASONS: _("Begrunnelsen kom %(day)s. Fristen løper på nytt fra da.", day=when),
            StepKind.EXTENDED: _("Fristen er forlenget til og med %(day)s.", day=when),
        }
        return str(sentences[self.kind])


@dataclass(frozen=True)
class Deadline:
    """The first and last day to appeal, and how the last one was found."""

    first_day: date
    last_day: date
    steps: tuple[Step, ...]

    @property
    def sentences(self) -> list[str]:
        """The calculation, for the page."""
        return [step.sentence for step in self.steps]

    def includes(self, day: date) -> bool:
        """Whether something that came on this day (Oslo) came in time."""
        return day <= self.last_day


def appeal_deadline(
    notified_on: date, *, counted_from: date | None = None, extended_to: date | None = None
) -> Deadline:
    """The period for whoever was notified on this day (Oslo): available and notice sent, whichever came last.

    `counted_from`: the day on which reasons that had been left out came; the whole period runs anew from it.
    `extended_to`: a later last day that was given before the period had run out.
    """
    steps = [Step(StepKind.NOTIFIED, notified_on)]
    begins = notified_on
    if counted_from is not None and counted_from > notified_on:
        begins = counted_from
        steps.append(Step(StepKind.REASONS, begins))
    day = begins + APPEAL_PERIOD
    steps.append(Step(StepKind.THREE_WEEKS, day))
    while (closed := _closed(day)) is not None:
        steps.append(closed)
        day += ONE_DAY
    if steps[-1].kind is not StepKind.THREE_WEEKS:
        steps.append(Step(StepKind.LAST_DAY, day))
    if extended_to is not None and extended_to > day:
        day = extended_to
        steps.append(Step(StepKind.EXTENDED, day))
    return Deadline(begins + ONE_DAY, day, tuple(steps))


def next_working_day(day: date) -> date:
    """The day itself, or the first after it on which a period may end."""
    while _closed(day) is not None:
        day += ONE_DAY
    return day


def _closed(day: date) -> Step | None:
    """Why no period ends on this day, or None."""
    name = holiday_name(day)
    if name is not None:
        return Step(StepKind.HOLIDAY, day, name)
    return Step(StepKind.WEEKEND, day) if day.weekday() >= SATURDAY else None


def working_days_after(day: date, n: int) -> date:
    """The n-th working day after this one, which is not counted itself: no Saturday, Sunday or public holiday.

    Raises ValueError when n is below 0.
    """
    if n < 0:
        raise ValueError("working days are counted forwards")
    while n > 0:
        day += ONE_DAY
        n -= _closed(day) is None
    return day


def holiday_name(day: date) -> str | None:
    """The Norwegian public holiday on this day, in lower case: «langfredag»; None on other days."""
    name = _holidays(day.year).get(day)
    return name[:1].lower() + name[1:] if name else None


@functools.cache
def _holidays(year: int) -> dict[date, str]:
    from holidays.countries.norway import Norway  # 0.15 s that only a page with a deadline pays

    return dict(Norway(years=year, language="no"))
