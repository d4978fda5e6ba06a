"""Rooms above hear of every change to a grant, in the same transaction (docs/decisions/0004-told-from-below.md)."""

from collections.abc import Callable
from datetime import datetime

from app.followup.grants.models import Grant

Reaction = Callable[[Grant, datetime], None]
_reactions: list[Reaction] = []


def when_told(reaction: Reaction) -> Reaction:
    """Have `reaction(grant, at)` run when a grant is made, changed, reduced, cancelled or brought back."""
    _reactions.append(reaction)
    return reaction


def tell(grant: Grant, at: datetime) -> None:
    for reaction in _reactions:
        reaction(grant, at)
