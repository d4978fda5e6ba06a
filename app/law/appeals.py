"""Whether an appeal came in time, and the other periods of an appeal. Pure: dates in Oslo, no tables.

Paper is in time when it was posted before the period ran out (forvaltningsloven § 30); an electronic appeal must have
arrived (eForvaltningsforskriften § 11).
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from app.law.deadlines import APPEAL_PERIOD, Deadline, next_working_day

MONTHS = 12


@dataclass(frozen=True)
class Timeliness:
    """Whether it was in time, and how that was found, in sentences."""

    in_time: bool
    sentences: tuple[str, ...]


def timeliness(deadline: Deadline, arrived_on: date, posted_on: date | None = None) -> Timeliness:
    """`posted_on`: of a letter on paper, the day on which it was posted; None for everything else, and for paper whose
    day of posting is not known."""
    counted = posted_on or arrived_on
    in_time = deadline.includes(counted)
    sentences = [*deadline.sentences]
    if posted_on is not None:
        sentences.append(
            _(
                "Klagen ble sendt i posten %(day)s. Et brev er i tide når det er postlagt før fristen er ute.",
                day=_day(posted_on),
            )
        )
    else:
        sentences.append(_("Klagen kom fram %(day)s.", day=_day(arrived_on)))
    late = (counted - deadline.last_day).days
    sentences.append(
        _("Den er i tide.")
        if in_time
        else ngettext("Den er %(num)s dag for sen.", "Den er %(num)s dager for sen.", late)
    )
    return Timeliness(in_time, tuple(str(sentence) for sentence in sentences))


def last_day_to_take_up(decided_on: date) -> date:
    """A late appeal is never taken up when more than a year has gone since the decision was made (§ 31 third
    paragraph)."""
    return _months_after(decided_on, MONTHS)


def last_day_to_warn(received_on: date) -> date:
    """The party must have been told within three months from when the lower body got the appeal, if the decision is to
    be changed to its harm (§ 34 third paragraph)."""
    return _months_after(received_on, 3)


def last_day_to_claim_costs(told_on: date) -> date:
    """Three weeks after the new decision was made known (§ 36), counted as the period to appeal is."""
    return next_working_day(told_on + APPEAL_PERIOD)


def _months_after(day: date, months: int) -> date:
    """The same day of the month; the month's last where it has no such day."""
    year, month = divmod(day.year * MONTHS + day.month - 1 + months, MONTHS)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _day(day: date) -> str:
    return format_date(day, "EEEE d. MMMM y", locale=str(get_locale() or "nb"))
