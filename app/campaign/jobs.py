"""What the clock does here: reminders of the year, and e-mails to those who asked for them."""

from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.links import site
from app.campaign import subscribing, wheel
from app.campaign.models import Topic, Week
from app.campaign.subscribing import News, Sender
from app.config import settings
from app.extensions import db
from app.formatting import full_day, moment
from app.rounds.models import Round, RoundStatus

FRESH = timedelta(days=7)
"""What happened longer ago is no news: a list that is taken into use late tells nobody of old rounds."""


def sender() -> Sender:
    return Sender(site(), settings().secret_key)


def remind_due(at: datetime) -> int:
    """Remind administrators of the year's dates. Safe to run twice. Returns how many e-mails were queued."""
    return wheel.remind(site(), at)


def forget_unconfirmed(at: datetime) -> int:
    """Delete addresses that nobody confirmed. Returns how many."""
    return subscribing.forget_unconfirmed(at)


def tell_due(at: datetime) -> int:
    """Tell subscribers of rounds and programmes that have just opened. Safe to run twice. Returns how many e-mails."""
    fresh = [*_rounds(at), *_programmes(at)]
    return subscribing.tell(fresh, sender(), at) if fresh else 0


def _rounds(at: datetime) -> list[News]:
    opened = select(Round).where(
        Round.status == RoundStatus.OPEN, Round.opens_at <= at, Round.opens_at > at - FRESH, Round.closes_at > at
    )
    return [
        News(
            f"round:{one.slug}"[:60],
            Topic.ROUND_OPENS,
            one.opens_at,
            _("%(round)s: nå kan dere søke", round=one.name),
            _("%(round)s er åpen. Fristen er %(day)s. Les mer og søk her:", round=one.name, day=moment(one.closes_at)),
            "/",
        )
        for one in db.session.scalars(opened)
    ]


def _programmes(at: datetime) -> list[News]:
    opened = select(Week).where(Week.programme_opens_at <= at, Week.programme_opens_at > at - FRESH)
    found = []
    for week in db.session.scalars(opened):
        assert week.programme_opens_at is not None
        days = _("%(first)s til %(last)s", first=full_day(week.starts_on), last=full_day(week.ends_on))
        sentence = _("Programmet for %(week)s er klart. Uka er %(days)s.", week=week.name, days=days)
        subject = _("Programmet for %(week)s er klart", week=week.name)
        found.append(
            News(
                f"programme:{week.year}",
                Topic.PROGRAMME,
                week.programme_opens_at,
                subject,
                sentence,
                f"/program/{week.year}",
            )
        )
    return found
