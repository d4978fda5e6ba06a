"""What waits for somebody. Nothing is stored for it: each room derives what waits from its own tables, and the board
(`overview/board.py`) puts them together."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Waiting:
    """One thing that waits on one case. `person_id` is who it waits for; None for anybody who may. `url` is where it is
    done, and `what` says it in a few words: «Klage å vurdere»."""

    reference: str
    organisation: str
    what: str
    due_on: date | None
    person_id: int | None
    url: str
