"""When a round receives, and who may change it."""

from datetime import datetime

from flask_babel import gettext as _

from app.formatting import moment_exact
from app.policy import NotNow
from app.rounds.models import Round, RoundStatus


def can_receive(grant_round: Round, at: datetime) -> None:
    """In time means: not before it opens, and not after the last whole second of its deadline."""
    if at < grant_round.opens_at:
        raise NotNow(
            _(
                "Runden åpner %(opens)s. Nå er klokka %(now)s.",
                opens=moment_exact(grant_round.opens_at),
                now=moment_exact(at),
            )
        )
    if at.replace(microsecond=0) > grant_round.closes_at:
        raise NotNow(
            _(
                "Fristen var %(closes)s. Søknaden kom %(now)s, og kan ikke tas imot.",
                closes=moment_exact(grant_round.closes_at),
                now=moment_exact(at),
            )
        )
    if grant_round.status not in {RoundStatus.ANNOUNCED, RoundStatus.OPEN}:
        raise NotNow(_("Runden tar ikke imot søknader nå."))
