"""Same points: what came first goes first. Pure; whole kroner.

The programme does not tell apart two activities that are worth the same. Where the later one got more, and both amounts
could change places within all the rules without loss, they do.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby

from app.decisions.allocation.candidates import Candidates
from app.decisions.allocation.program import Block, Demand
from app.decisions.allocation.rules import Ladder


class Exchange:
    """The amounts as they stand, with what the rules need to know of them. `given` is changed in place."""

    def __init__(
        self, known: Candidates, given: list[int], blocks: Mapping[str, Block], demands: Sequence[Demand]
    ) -> None:
        self.known, self.given, self.blocks = known, given, blocks
        self.demands: dict[int, list[Demand]] = {}
        for demand in demands:
            for activity in demand.activities:
                self.demands.setdefault(activity, []).append(demand)

    def run(self) -> list[int]:
        scaled = [stairs.scaled_points for stairs in self.known.ladders]
        for _points, same in groupby(range(len(scaled)), key=scaled.__getitem__):
            alike = list(same)
            while self._pass(alike):
                pass
        return self.given

    def _pass(self, alike: Sequence[int]) -> bool:
        """`alike` in order of arrival. Whether anything moved."""
        moved = False
        for place, first in enumerate(alike):
            for later in alike[place + 1 :]:
                if self.given[later] > self.given[first] and self._may_swap(first, later):
                    self.given[first], self.given[later] = self.given[later], self.given[first]
                    moved = True
        return moved

    def _may_swap(self, first: int, later: int) -> bool:
        more, less = self.given[later], self.given[first]
        one, other = self.known.ladders[first], self.known.ladders[later]
        if more not in one.amounts or (less and less not in other.amounts):
            return False
        if not _is_no_loss(one, other, more, less):
            return False
        self.given[first], self.given[later] = more, less
        fine = self._fits(first) and self._fits(later) and self._spreads(first, later)
        self.given[first], self.given[later] = less, more
        return fine

    def _fits(self, activity: int) -> bool:
        block = self.blocks[self.known.inputs[activity].organisation]
        got = [self.given[member] for member in block.activities]
        within_cap = block.left_nok is None or sum(got) <= max(0, block.left_nok)
        return within_cap and (block.left_count is None or sum(nok > 0 for nok in got) <= max(0, block.left_count))

    def _spreads(self, *activities: int) -> bool:
        return all(demand.is_met(self.given) for activity in activities for demand in self.demands.get(activity, ()))


def _is_no_loss(one: Ladder, other: Ladder, more: int, less: int) -> bool:
    return one.benefit(more) + other.benefit(less) >= one.benefit(less) + other.benefit(more)
