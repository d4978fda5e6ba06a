"""How much the line between yes and no hangs on one assessor or on one weight. Exact: integers and fractions only.

The subjects are ranked by the ladder of domain.md 3.2: total (weighted medians), mean, relevance (the first criterion),
the earliest, and the lowest number. The line stands after so many subjects, or where the money ends when each gets what
was sought. Then everything is reckoned again without one assessor, or with one weight five points up or down and the
others scaled to make 100: who is on the other side of the line then?
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from math import lcm

from app.judging.models import LOWEST
from app.judging.scoring import WHOLE, Sheet, whole

STEP = 5
"""Points that a weight is moved."""

Weights = Mapping[int, int]
"""Criterion → weight, the criterion that breaks ties first. They need not add up to 100 once they are scaled."""


@dataclass(frozen=True)
class Candidate:
    """One subject: what each assessor sent, what it would cost, and when it came."""

    subject: int
    sheets: Mapping[int, Sheet]
    sought_nok: int
    received_at: datetime


@dataclass(frozen=True)
class Line:
    """Either after `places` subjects, or where `pot_nok` ends."""

    places: int | None = None
    pot_nok: int | None = None

    def above(self, ranked: Sequence[Candidate]) -> frozenset[int]:
        """Those who get something: the first ones in order. The first that the pot does not reach ends it."""
        if self.places is not None:
            return frozenset(one.subject for one in ranked[: self.places])
        left, found = self.pot_nok or 0, []
        for one in ranked:
            left -= one.sought_nok
            if left < 0:
                break
            found.append(one.subject)
        return frozenset(found)


@dataclass(frozen=True)
class Crossing:
    """Who comes over the line, and who falls under it. `alone`: how many only this assessor has assessed; they keep
    their own, since there is nothing else to rank them by."""

    over: Sequence[int]
    under: Sequence[int]
    alone: int = 0

    @property
    def count(self) -> int:
        return len(self.over) + len(self.under)


@dataclass(frozen=True)
class Middle:
    """A candidate's figures: twice the median, and the mean times `Contest.unit`, for each criterion in order."""

    medians: tuple[int, ...]
    means: tuple[int, ...]


class Contest:
    """The candidates with their medians and means, worked out once and weighed many times."""

    def __init__(self, candidates: Iterable[Candidate], weights: Weights, line: Line) -> None:
        self.weights, self.line = dict(whole(weights)), line
        self.candidates = sorted(candidates, key=lambda one: (one.received_at, one.subject))
        sizes = {len(one.sheets) for one in self.candidates}
        self.unit = lcm(*range(1, max(sizes, default=0) + 1))
        self.middles = {one.subject: self._middle(one.sheets.values()) for one in self.candidates}

    def _middle(self, sheets: Iterable[Sheet]) -> Middle | None:
        """None where some criterion was assessed by nobody: no total, no rank."""
        sheets = list(sheets)
        medians, means = [], []
        for criterion in self.weights:
            values = sorted(value for sheet in sheets if (value := sheet.get(criterion)) is not None)
            if not values:
                return None
            half = len(values) // 2
            medians.append(values[half] + values[-half - 1])
            means.append(sum(values) * (self.unit // len(values)))
        return Middle(tuple(medians), tuple(means))

    def ranked(
        self, weights: Weights | None = None, instead: Mapping[int, Middle | None] | None = None
    ) -> list[Candidate]:
        """In order, the best first. `instead`: other figures for some of them."""
        weighing = tuple((weights or self.weights).values())
        middles = {**self.middles, **(instead or {})}

        def rung(one: Candidate) -> tuple[int, int, int]:
            found = middles[one.subject]
            assert found is not None
            total = sum(weight * value for weight, value in zip(weighing, found.medians, strict=True))
            mean = sum(weight * value for weight, value in zip(weighing, found.means, strict=True))
            return -total, -mean, -found.medians[0]

        return sorted((one for one in self.candidates if middles[one.subject] is not None), key=rung)

    def total(self, subject: int) -> Decimal | None:
        """0-100, as scoring.judge has it."""
        found = self.middles[subject]
        if found is None:
            return None
        weighed = sum(weight * value for weight, value in zip(self.weights.values(), found.medians, strict=True))
        return Decimal(weighed - 2 * WHOLE * LOWEST) / 8

    def above(self) -> frozenset[int]:
        return self.line.above(self.ranked())

    def without(self) -> dict[int, Crossing]:
        """Assessor → who crosses when that one is left out."""
        before, found = self.above(), {}
        for assessor in sorted({person for one in self.candidates for person in one.sheets}):
            own = [one for one in self.candidates if assessor in one.sheets]
            shared = [one for one in own if len(one.sheets) > 1]
            instead = {
                one.subject: self._middle(sheet for person, sheet in one.sheets.items() if person != assessor)
                for one in shared
            }
            after = self.line.above(self.ranked(instead=instead))
            found[assessor] = _crossing(before, after, alone=len(own) - len(shared))
        return found

    def with_moved_weights(self, step: int = STEP) -> dict[tuple[int, int], Crossing]:
        """(Criterion, points up or down) → who crosses. A weight that cannot be moved so far is left out."""
        before, found = self.above(), {}
        for criterion in self.weights:
            for points in (-step, step):
                moved = moved_weights(self.weights, criterion, points)
                if moved is not None:
                    found[criterion, points] = _crossing(before, self.line.above(self.ranked(moved)))
        return found


def _crossing(before: frozenset[int], after: frozenset[int], alone: int = 0) -> Crossing:
    return Crossing(over=sorted(after - before), under=sorted(before - after), alone=alone)


def moved_weights(weights: Weights, criterion: int, points: int) -> Weights | None:
    """One weight moved, the others scaled so that all keep their proportions and the sum is the same. All are
    multiplied by what the others weigh together, so that they stay whole numbers: only the order is asked for."""
    others = WHOLE - weights[criterion]
    moved = weights[criterion] + points
    if not others or not 0 <= moved <= WHOLE:
        return None
    return {one: moved * others if one == criterion else weight * (WHOLE - moved) for one, weight in weights.items()}
