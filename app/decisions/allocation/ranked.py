"""The plain ranked cut, for comparison: from the top, everybody gets all they can until the pot ends. Pure."""

from collections.abc import Sequence

from app.decisions.allocation.rules import Ladder


def ranked_cut(ladders: Sequence[Ladder], left_nok: int) -> list[int]:
    """Kroner by activity, in order of points. The last one gets as much as there is an amount for; then it is over.
    Knows nothing of caps on organisations or of spread."""
    given, over = [], False
    for stairs in ladders:
        fits = [] if over else [amount for amount in stairs.amounts if amount <= left_nok]
        amount = fits[-1] if fits else 0
        over = over or amount < stairs.highest
        left_nok -= amount
        given.append(amount)
    return given
