"""When somebody who has applied is to hear from us: an interim reply within a month (forvaltningsloven § 11 a).

Under the act of 2025 (§ 17) a receipt that says when the answer comes takes its place.
"""

from datetime import date, timedelta

from app.law.statutes import PUBLIC_ADMINISTRATION_1967, in_force

PREPARE_AFTER = timedelta(days=25)
"""From this long after an application came, the interim reply is on the list of what is to be done."""


def month_after(day: date) -> date:
    """The same day of the next month; the last of that month where it has no such day."""
    first = day.replace(day=1)
    next_month = (first + timedelta(days=32)).replace(day=1)
    last = (next_month + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return min(next_month + timedelta(days=day.day - 1), last)


def interim_reply_due(received_on: date) -> date:
    """The last day of the month within which an interim reply is to be given."""
    return month_after(received_on)


def needs_interim_reply(on: date) -> bool:
    """Whether the act in force on this day asks for one although the receipt said when to expect an answer."""
    return in_force(on) is PUBLIC_ADMINISTRATION_1967
