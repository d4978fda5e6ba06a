"""Why each activity gets what it gets, and what stands between it and the next larger amount: as codes with what fills
their sentences. Pure; whole kroner."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.decisions.allocation.candidates import Candidates, is_below_floor
from app.decisions.allocation.program import Block, Demand
from app.decisions.allocation.result import Line, Said
from app.decisions.allocation.rules import Applied, Ladder, Rules


@dataclass(frozen=True)
class Found:
    """An allocation as it came out; lists by number in `known`. `free` without spread, `ranked` by the plain cut."""

    known: Candidates
    rules: Rules
    demands: Sequence[Demand]
    blocks: Mapping[str, Block]
    given: Sequence[int]
    free: Sequence[int]
    ranked: Sequence[int]
    left_nok: int

    def of_organisation(self, number: int) -> list[int]:
        """What the organisation of this activity gets in this allocation, by activity."""
        return [self.given[member] for member in self.blocks[self.known.inputs[number].organisation].activities]


def lines(inputs: Sequence[Applied], found: Found) -> list[Line]:
    """One for every activity: those that could get something, the settled, the rest; each in order of points."""
    numbers = {one.key: number for number, one in enumerate(found.known.inputs)}
    others = [one for one in inputs if one.key not in numbers]
    others.sort(key=lambda one: (one.settled_nok is None, -(found.known.points[one.key] or 0), one.received, one.key))
    return [
        *(_considered(found, number) for number in range(len(found.known.inputs))),
        *(_outside(found, one) for one in others),
    ]


def _outside(found: Found, one: Applied) -> Line:
    nok = one.settled_nok or 0
    return Line(one.key, found.known.points[one.key], nok, nok, nok, one.sought_nok, _why_outside(found, one))


def _why_outside(found: Found, one: Applied) -> Said:
    rules, total = found.rules, found.known.points[one.key]
    if one.settled_nok is not None:
        return f"settled_{one.settled_as}", {"nok": one.settled_nok}
    if one.blocked:
        return "blocked", {"status": one.blocked}
    if total is None:
        return "unscored", {}
    if is_below_floor(one, rules):
        value = dict(one.medians)[rules.floor_criterion or ""]
        return "below_floor", {"criterion": str(rules.floor_criterion), "value": str(value), "least": rules.floor_value}
    if total < rules.fundable_score:
        return "below_points", {"points": str(total), "least": str(rules.fundable_score)}
    return "no_amount", {"lowest": one.lowest_named_nok or 0}


def _considered(found: Found, number: int) -> Line:
    one, stairs = found.known.inputs[number], found.known.ladders[number]
    amount = found.given[number]
    following = stairs.next_after(amount)
    return Line(
        key=one.key,
        points=found.known.points[one.key],
        amount_nok=amount,
        ranked_nok=found.ranked[number],
        unspread_nok=found.free[number],
        highest_nok=stairs.highest,
        why=_why(found, number),
        next_nok=following,
        hinders=None if following is None else _hinders(found, number, following - amount),
    )


def _why(found: Found, number: int) -> Said:
    one, stairs, amount = found.known.inputs[number], found.known.ladders[number], found.given[number]
    if amount > found.free[number]:
        lifted = _lifted(found, number)
        if lifted:
            return lifted
    if amount == 0:
        return "nothing", {"lowest": stairs.lowest}
    if amount == one.sought_nok:
        return "whole", {}
    if amount == stairs.highest:
        return _ceiling(one, found.rules, stairs)
    if amount == stairs.lowest:
        named = one.lowest_named_nok is not None
        return ("lowest_named" if named else "lowest"), {"share": found.rules.least_share, "of": stairs.highest}
    return "part", {"of": one.sought_nok}


def _ceiling(one: Applied, rules: Rules, stairs: Ladder) -> Said:
    """Gets all it can, and that is less than what was sought."""
    if one.expenses_nok is not None and one.expenses_nok < min(one.sought_nok, rules.max_activity_nok):
        return "expenses", {"expenses": one.expenses_nok}
    if one.sought_nok > rules.max_activity_nok:
        return "activity_cap", {"cap": rules.max_activity_nok}
    return "part", {"of": one.sought_nok}


def _lifted(found: Found, number: int) -> Said | None:
    """Which demand needs this activity: without its amount the demand would not be met."""
    amounts = list(found.given)
    amounts[number] = found.free[number]
    for demand in found.demands:
        if number in demand.activities and not demand.is_met(amounts):
            kind, what, group = demand.name.split(":", 2)
            code = f"lifted_{what}" if len(demand.activities) > 1 else "lifted_only"
            return code, {"kind": kind, "group": group, "of": len(demand.activities)}
    return None


def _hinders(found: Found, number: int, more: int) -> Said:
    """The first of the rules that says no to this much more."""
    block, rules = found.blocks[found.known.inputs[number].organisation], found.rules
    got = found.of_organisation(number)
    if block.left_count is not None and not found.given[number] and sum(nok > 0 for nok in got) >= block.left_count:
        return "organisation_count", {"count": rules.max_organisation_activities or 0}
    if block.left_nok is not None and sum(got) + more > block.left_nok:
        missing = sum(got) + more - max(0, block.left_nok)
        return "organisation_nok", {"cap": rules.max_organisation_nok or 0, "missing": missing}
    if found.given[number] < found.free[number]:
        return "gave_way", {"missing": max(0, more - found.left_nok)}
    if more > found.left_nok:
        return "pot", {"missing": more - found.left_nok}
    return "search", {}


def binding(found: Found) -> list[Said]:
    """The rules that hold the allocation back: with more room in any of them, somebody would get more."""
    stopped: Counter[str] = Counter()
    for number, stairs in enumerate(found.known.ladders):
        following = stairs.next_after(found.given[number])
        if following is not None:
            stopped[_hinders(found, number, following - found.given[number])[0]] += 1
    made: list[Said] = []
    if stopped["pot"] or stopped["gave_way"]:
        made.append(("pot", {"count": stopped["pot"] + stopped["gave_way"], "left": found.left_nok}))
    for code, cap in (
        ("organisation_nok", found.rules.max_organisation_nok),
        ("organisation_count", found.rules.max_organisation_activities),
    ):
        if stopped[code]:
            made.append((code, {"count": stopped[code], "cap": cap or 0}))
    return made + _demands_that_bind(found)


def _demands_that_bind(found: Found) -> list[Said]:
    made: list[Said] = []
    for demand in found.demands:
        if not demand.is_met(found.free):
            kind, what, group = demand.name.split(":", 2)
            made.append((f"spread_{what}", {"kind": kind, "group": group}))
    return made
