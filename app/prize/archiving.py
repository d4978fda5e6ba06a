"""The end of a year: everybody has been answered, and the case goes to the archive with its nominations."""

from datetime import datetime

from flask_babel import ngettext

from app.access import Actor
from app.policy import NotNow
from app.prize import year_queries
from app.prize.models import Prize, PrizeStatus
from app.prize.nominations import workflow as nominations
from app.prize.nominations.models import NominationStatus as N
from app.prize.workflow import check_move, move

AWAITS_LETTER = (N.WINNER, N.HONOURABLE, N.NOT_AWARDED)


def can_archive(prize: Prize, *, by: Actor) -> None:
    """When the winner is published and every nominator has their letter."""
    check_move(prize, PrizeStatus.ARCHIVED, by)
    counted = year_queries.nominations_by_status(prize)
    waiting = sum(counted.get(status, 0) for status in AWAITS_LETTER)
    if waiting:
        raise NotNow(
            ngettext(
                "%(num)s nominasjon venter på brev om hvordan det gikk.",
                "%(num)s nominasjoner venter på brev om hvordan det gikk.",
                waiting,
            )
        )


def archive(prize: Prize, *, by: Actor, at: datetime) -> None:
    """The year, and the nominations that are answered or withdrawn."""
    can_archive(prize, by=by)
    for nomination in year_queries.of_status(prize, N.INFORMED, N.WITHDRAWN):
        nominations.move(nomination, N.ARCHIVED, by=by, at=at)
    move(prize, PrizeStatus.ARCHIVED, by=by, at=at)
