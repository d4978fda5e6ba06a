"""What an event's page offers whoever wants others to come: one line to send, and the same event for machines."""

from flask_babel import gettext as _

from app.formatting import day
from app.programme.listing import hours
from app.programme.published import Held, Published


def line(event: Published) -> str:
    """«Fiksekveld, tirsdag 24. november kl. 17.00–20.00, Tøyen bibliotek. https://…»"""
    when = " ".join(part for part in (day(event.held[0].on), at_clock(event.held[0])) if part) if event.held else ""
    where = (event.held[0].place if event.held else None) or event.venue or (_("på nett") if event.is_digital else "")
    told = ", ".join(str(part) for part in (event.title, when, where) if part)
    return f"{_('Avlyst')}: {told}. {event.link}" if event.is_cancelled else f"{told}. {event.link}"


def at_clock(one: Held) -> str:
    written = hours(one.starts, one.ends)
    return _("kl. %(hours)s", hours=written) if written else ""
