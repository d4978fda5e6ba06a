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


def appeal_deadline(notified_on: date) -> Deadline:
    """The period for whoever was notified on this day (Oslo): available and notice sent, whichever came last."""
    day = notified_on + APPEAL_PERIOD
    steps = [Step(StepKind.NOTIFIED, notified_on), Step(StepKind.THREE_WEEKS, day)]
    while (closed := _closed(day)) is not None:
        steps.append(closed)
        day += ONE_DAY
    if steps[-1].kind is not StepKind.THREE_WEEKS:
        steps.append(Step(StepKind.LAST_DAY, day))
    return Deadline(notified_on + ONE_DAY, day, tuple(steps))


def _closed(day: date) -> Step | None:
    """Why no period ends on this day, or None."""
    name = holiday_name(day)
    if name is not None:
        return Step(StepKind.HOLIDAY, day, name)
    return Step(StepKind.WEEKEND, day) if day.weekday() >= SATURDAY else None


def holiday_name(day: date) -> str | None:
    """The Norwegian public holiday on this day, in lower case: «langfredag»; None on other days."""
    name = _holidays(day.year).get(day)
    return name[:1].lower() + name[1:] if name else None


@functools.cache
def _holidays(year: int) -> dict[date, str]:
    from holidays.countries.norway import Norway  # 0.15 s that only a page with a deadline pays

    return dict(Norway(years=year, language="no"))
