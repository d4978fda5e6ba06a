"""What an allocation is made from: the activities and the round's rules, as plain values. Pure; whole kroner.

The rules in words, version 1:

* Considered is an activity with a full set of scores, at least `fundable_score` points, and at least `floor_value` on
  the floor criterion. Points are the weighted total 0-100 (domain.md 3.6), cut to four decimals.
* It may get nothing, or an amount between its lowest and its highest. The highest is what was sought, and never above
  the round's cap or the activity's expenses. The lowest is the least that the applicant can use; where they named
  nothing, `least_share` per cent of the highest. Amounts are tiers, or steps where the round allows amounts between;
  the whole of what was sought is always one.
* The benefit of an amount is points × kroner. Kroner up to `least_share` per cent of the highest count in full, and the
  rest `upper_weight` per cent: more activities come through before anybody gets everything.
* The sum of benefit is made as large as it can be within the pot less the reserve, what one organisation may get, and
  the demands for spread. What is decided or recommended already stands, and counts in all of these.
* Between activities with the same points, what came first goes first; then the key.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from app.judging.models import LOWEST

VERSION = "1"

FOUR_DECIMALS = Decimal("0.0001")
ALL = 100


@dataclass(frozen=True)
class Applied:
    """One activity as it stands. `key` names it in all that follows. `medians` by criterion code; None where nobody
    could assess. `received` sorts by time. `settled_nok`: what is decided (`settled_as` «decided») or waits for the
    approver («recommended»). `blocked`: why nothing can be given yet (a status), whatever the points."""

    key: str
    organisation: str
    category: str | None
    district: str | None
    applicant_type: str
    sought_nok: int
    expenses_nok: int | None
    received: str
    medians: tuple[tuple[str, Decimal | None], ...] = ()
    lowest_named_nok: int | None = None
    settled_nok: int | None = None
    settled_as: str | None = None
    blocked: str | None = None
    is_first_time: bool = False


@dataclass(frozen=True)
class Spread:
    """A demand on each category («category») or district («district»): one activity, or a share of what is given out
    in per cent, where something that reaches `Rules.spread_score` is there to get it."""

    kind: str
    needs_one: bool = False
    share: int = 0


@dataclass(frozen=True)
class Rules:
    """A round's rules for sharing. `places`: the districts that spread counts for (not «hele byen» or «på nett»)."""

    pot_nok: int
    reserve_nok: int
    tiers: tuple[int, ...]
    allows_between: bool
    step_nok: int
    max_activity_nok: int
    weights: tuple[tuple[str, int], ...]
    max_organisation_nok: int | None = None
    max_organisation_activities: int | None = None
    fundable_score: Decimal = Decimal(40)
    floor_criterion: str | None = None
    floor_value: int = 2
    spread_score: Decimal = Decimal(50)
    spreads: tuple[Spread, ...] = ()
    places: tuple[str, ...] = ()
    least_share: int = 50
    upper_weight: int = 75

    @property
    def frame_nok(self) -> int:
        """What can be given out, with what is settled already."""
        return self.pot_nok - self.reserve_nok


def problems(rules: Rules) -> Mapping[str, str]:
    """Which rule cannot be used, by its name → a code: refused before anything is computed."""
    found = {}
    if rules.pot_nok < 0:
        found["pot_nok"] = "negative"
    if not 0 <= rules.reserve_nok <= rules.pot_nok:
        found["reserve_nok"] = "reserve"
    if sum(weight for _code, weight in rules.weights) != ALL:
        found["weights"] = "weights"
    if not (rules.step_nok > 0 and rules.max_activity_nok > 0):
        found["step_nok"] = "negative"
    if not (0 < rules.least_share <= ALL and 0 < rules.upper_weight <= ALL):
        found["least_share"] = "share"
    if any(sum_of_shares(rules, kind) > ALL for kind in ("category", "district")):
        found["spreads"] = "share"
    return found


def sum_of_shares(rules: Rules, kind: str) -> int:
    """A single group's share; several groups are checked where they are known."""
    return sum(spread.share for spread in rules.spreads if spread.kind == kind)


def points(applied: Applied, rules: Rules) -> Decimal | None:
    """The weighted total: Σ weight × (median − 1) / 4. None while a criterion has no score."""
    medians, total = dict(applied.medians), Decimal(0)
    for code, weight in rules.weights:
        middle = medians.get(code)
        if middle is None:
            return None
        total += weight * (middle - LOWEST) / 4
    return total.quantize(FOUR_DECIMALS, ROUND_HALF_EVEN)


def group_of(applied: Applied, kind: str, rules: Rules) -> str | None:
    """The category or district that this activity counts for; None where spread does not ask for it."""
    if kind == "category":
        return applied.category
    return applied.district if applied.district in rules.places else None


@dataclass(frozen=True)
class Ladder:
    """The amounts that an activity may get, in rising order, with the benefit of each in whole units (points in ten
    thousandths × hundredths of counted kroner)."""

    amounts: tuple[int, ...]
    kink_nok: int
    scaled_points: int
    upper_weight: int

    @property
    def lowest(self) -> int:
        return self.amounts[0]

    @property
    def highest(self) -> int:
        return self.amounts[-1]

    def benefit(self, amount: int) -> int:
        """0 for 0."""
        counted = ALL * min(amount, self.kink_nok) + self.upper_weight * max(0, amount - self.kink_nok)
        return self.scaled_points * counted

    def next_after(self, amount: int) -> int | None:
        return next((one for one in self.amounts if one > amount), None)


def ladder(applied: Applied, total: Decimal, rules: Rules) -> Ladder | None:
    """None when no amount can be used: the applicant's lowest is above what the rules allow."""
    ceiling = min(applied.sought_nok, rules.max_activity_nok)
    if applied.expenses_nok is not None:
        ceiling = min(ceiling, applied.expenses_nok)
    allowed = _allowed(applied.sought_nok, ceiling, rules)
    if not allowed:
        return None
    kink = next(amount for amount in allowed if amount * ALL >= allowed[-1] * rules.least_share)
    least = kink if applied.lowest_named_nok is None else applied.lowest_named_nok
    usable = tuple(amount for amount in allowed if amount >= least)
    if not usable:
        return None
    return Ladder(usable, kink, int(total / FOUR_DECIMALS), rules.upper_weight)


def _allowed(sought_nok: int, ceiling: int, rules: Rules) -> list[int]:
    """Tiers or steps below what was sought, and the whole of it where it is not above the ceiling."""
    steps = range(rules.step_nok, ceiling + 1, rules.step_nok) if rules.allows_between else rules.tiers
    parts = {amount for amount in steps if 0 < amount <= ceiling and amount < sought_nok}
    return sorted(parts | ({sought_nok} if 0 < sought_nok <= ceiling else set()))
