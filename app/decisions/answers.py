"""What the applicant answered to each grant. The room above keeps the answers and lends them to this page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Answer:
    """Given once: accepted or declined, by whom and when. `kept_nok`: of what was accepted, the rest was given back
    afterwards (cancelled, reduced, recovered). Whole kroner. `is_lapse`: nobody answered, reminder and all, which
    reads as declined."""

    accepted: bool
    by: str
    at: datetime
    kept_nok: int | None = None
    is_lapse: bool = False


Lookup = Callable[[Sequence[int]], dict[int, Answer]]
_lookups: list[Lookup] = []


def kept_by(lookup: Lookup) -> Lookup:
    """Register who knows the answers, by decision line."""
    _lookups.append(lookup)
    return lookup


def answers(line_ids: Sequence[int]) -> dict[int, Answer]:
    """The answers there are, by decision line."""
    found: dict[int, Answer] = {}
    for lookup in _lookups:
        found |= lookup(line_ids)
    return found
