"""How the money of a round stands. Whole kroner."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, select

from app.applications.models import CaseTally, Status
from app.extensions import db
from app.rounds.models import Round

NOT_IN_PLAY = frozenset({Status.DRAFT, Status.WITHDRAWN})


@dataclass(frozen=True)
class Pot:
    """`cases` counts the rows of the work list: one an activity, withdrawn ones left out.

    Recommended is what waits for a decision; decided is what is committed, less what was declined.
    """

    frame_nok: int
    reserve_nok: int
    sought_nok: int
    recommended_nok: int
    decided_nok: int
    cases: int

    @property
    def left_nok(self) -> int:
        """Frame − reserve − recommended − decided. Below zero when more is recommended than there is."""
        return self.undecided_nok - self.recommended_nok

    @property
    def undecided_nok(self) -> int:
        """What can still be decided: frame − reserve − decided."""
        return self.frame_nok - self.reserve_nok - self.decided_nok


TALLY = CaseTally.__table__.c  # columns, since database triggers change these rows behind the session's back
TALLIES = select(*TALLY).where(TALLY.round_id == bindparam("round_id"))


Tallies = Sequence[Row[*tuple[Any, ...]]]
"""The columns of CaseTally, a row for each status that a case of the round has had."""


def tallies_of(round_id: int) -> Tallies:
    return db.session.execute(TALLIES, {"round_id": round_id}).all()


def pot(grant_round: Round, known: Tallies | None = None) -> Pot:
    """The pot of this round, from the totals kept with the work list: one statement, however many cases; none where
    they are known."""
    tallies = tallies_of(grant_round.id) if known is None else known
    in_play = [tally for tally in tallies if tally.status not in NOT_IN_PLAY]
    return Pot(
        frame_nok=grant_round.pot_nok,
        reserve_nok=grant_round.reserve_nok,
        sought_nok=sum(tally.sought_nok for tally in in_play),
        recommended_nok=sum(tally.recommended_nok for tally in in_play if tally.status is Status.RECOMMENDED),
        decided_nok=grant_round.committed_nok,
        cases=sum(tally.activities for tally in in_play),
    )
