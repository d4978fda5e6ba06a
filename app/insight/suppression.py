"""Small cells: a table for everyone never shows a number of fewer than five organisations where one of them is a group
of private persons, since one who knows the field could see who they are. What registered organisations got is public,
and stands with their names in the open data. Pure.

A hidden number must not follow from the others either. Where the sum stands below the table, one hidden cell alone
could be reckoned from it: the next smallest is hidden too, until at least two are hidden and together stand for five
or more. Where that cannot be reached, the sum is hidden as well.
"""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask_babel import lazy_gettext as _l

K = TypeVar("K", bound=Hashable)

FEWEST = 5
"""The fewest organisations that a published number stands for, where persons are among them."""

HIDDEN = _l("skjult")
EXPLAINED = _l(
    "«Skjult»: tallet gjelder få søkere, og noen av dem er privatpersoner, eller det kunne brukes til å regne ut et "
    "slikt tall."
)


@dataclass(frozen=True)
class Suppressed(Generic[K]):
    """`hidden`: the cells that are not shown; `hides_total`: neither is what they add up to. Everything reckoned of a
    cell (kroner, visitors, shares) is hidden with it."""

    hidden: frozenset[K]
    hides_total: bool

    def hides(self, cell: K) -> bool:
        return cell in self.hidden


def suppress(organisations: Mapping[K, int], of_persons: Collection[K]) -> Suppressed[K]:
    """Which cells to hide, by how many organisations each stands for. An empty cell (0) is no secret. `of_persons`: the
    cells in which a group of private persons is counted."""
    filled = sorted((count, str(cell), cell) for cell, count in organisations.items() if count > 0)
    hidden = [cell for count, _name, cell in filled if count < FEWEST and cell in of_persons]
    if not hidden:
        return Suppressed(frozenset(), hides_total=False)
    for cell in [cell for _count, _name, cell in filled if cell not in hidden]:
        if _is_safe(organisations, hidden):
            break
        hidden.append(cell)
    return Suppressed(frozenset(hidden), hides_total=not _is_safe(organisations, hidden))


def _is_safe(organisations: Mapping[K, int], hidden: list[K]) -> bool:
    """Whether nothing follows for one of `hidden` from the sum of all."""
    return len(hidden) > 1 and sum(organisations[cell] for cell in hidden) >= FEWEST
