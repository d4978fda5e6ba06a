"""What an allocation says: an amount for each activity, why, and how good it is. Plain values; whole kroner."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

Said = tuple[str, Mapping[str, str | int]]
"""A reason as a code and what fills its sentence (sentences.py): it can be kept, compared and translated."""


@dataclass(frozen=True)
class Line:
    """One activity. `ranked_nok`: what the plain ranked cut would give. `unspread_nok`: what it would get if nothing
    were asked of spread. `next_nok`: the next larger amount, and `hinders` what stands between."""

    key: str
    points: Decimal | None
    amount_nok: int
    ranked_nok: int
    unspread_nok: int
    highest_nok: int
    why: Said
    next_nok: int | None = None
    hinders: Said | None = None

    @property
    def is_lifted(self) -> bool:
        """Gets more because of spread."""
        return self.amount_nok > self.unspread_nok

    @property
    def is_lowered(self) -> bool:
        """Gets less because of spread."""
        return self.amount_nok < self.unspread_nok


@dataclass(frozen=True)
class Conflict:
    """Rules that cannot be met together: `between` cannot hold at once, whichever of them is taken away the others
    can. `unmet`: those that the nearest allocation leaves. `least_nok`: what all demands for spread would cost at
    least; None when no pot is large enough."""

    between: Sequence[str]
    unmet: Sequence[str]
    least_nok: int | None


@dataclass(frozen=True)
class Result:
    """Lines in order of points. `benefit` and `bound` in whole units: no allocation within the rules has more than the
    bound. `left_nok`: what nobody gets."""

    lines: Sequence[Line]
    frame_nok: int
    settled_nok: int
    given_nok: int
    benefit: int
    bound: int
    ranked_benefit: int
    ranked_nok: int
    binding: Sequence[Said] = field(default_factory=tuple)
    conflict: Conflict | None = None

    @property
    def room_nok(self) -> int:
        """What there is to share."""
        return self.frame_nok - self.settled_nok

    @property
    def left_nok(self) -> int:
        return self.room_nok - self.given_nok

    @property
    def is_proven(self) -> bool:
        return self.bound <= self.benefit

    @property
    def distance(self) -> Decimal:
        """How far from the best it may be, in per cent of the bound."""
        return Decimal(0) if self.is_proven else Decimal(self.bound - self.benefit) * 100 / Decimal(self.bound)
