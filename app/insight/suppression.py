"""Small cells: a table for everyone never shows a number of fewer than five organisations, since one who knows the
field could see which organisation, or which person behind it, the number is about. Pure.

A hidden number must not follow from the others either. Where the sum stands below the table, one hidden cell alone
could be reckoned from it: the next smallest is hidden too, until at least two are hidden and together stand for five
or more. Where that cannot be reached, the sum is hidden as well.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask_babel import lazy_gettext as _l

K = TypeVar("K", bound=Hashable)

FEWEST = 5
"""The fewest organisations that a published number stands for."""

HIDDEN = _l("skjult")
EXPLAINED = _l(
    "«Skjult»: tallet gjelder færre enn fem organisasjoner, eller kunne brukes til å regne ut et tall som gjør det."
)


@dataclass(frozen=True)
class Suppressed(Generic[K]):
    """`hidden`: the cells that are not shown; `hides_total`: neither is what they add up to. Everything reckoned of a
    cell (kroner, visitors, shares) is hidden with it."""

    hidden: frozenset[K]
    hides_total: bool

    def hides(self, cell: K) -> bool:
        return cell in self.hidden


def suppress(organisations: Mapping[K, int]) -> Suppressed[K]:
    """Which cells to hide, by how many organisations each stands for. An empty cell (0) is no secret."""
    filled = sorted((count, str(cell), cell) for cell, count in organisations.items() if count > 0)
    hidden = [cell for count, _name, cell in filled if count < FEWEST]
    if not hidden:
        return Suppressed(frozenset(), hides_total=False)
    for _count, _name, cell in filled[len(hidden) :]:
        if _is_safe(organisations, hidden):
            break
        hidden.append(cell)
    return Suppressed(frozenset(hidden), hides_total=not _is_safe(organisations, hidden))


def _is_safe(organisations: Mapping[K, int], hidden: list[K]) -> bool:
    """Whether nothing follows for one of `hidden` from the sum of all."""
    return len(hidden) > 1 and sum(organisations[cell] for cell in hidden) >= FEWEST
