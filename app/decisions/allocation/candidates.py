"""Who may get something, what each organisation may still get, and what spread asks. Pure; whole kroner."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.decisions.allocation.program import Block, Demand
from app.decisions.allocation.rules import Applied, Ladder, Rules, Spread, group_of, ladder, points


@dataclass(frozen=True)
class Candidates:
    """Those that may get something, the best first, each with its amounts; and what everybody's points are."""

    inputs: Sequence[Applied]
    ladders: Sequence[Ladder]
    points: Mapping[str, Decimal | None]


def candidates(inputs: Sequence[Applied], rules: Rules) -> Candidates:
    """In order of points, then what came first, then the key: the same whatever order they are given in."""
    total = {one.key: points(one, rules) for one in inputs}
    usable: list[tuple[Applied, Ladder]] = []
    for one in inputs:
        stairs = _stairs(one, total[one.key], rules)
        if stairs is not None:
            usable.append((one, stairs))
    usable.sort(key=lambda pair: (-pair[1].scaled_points, pair[0].received, pair[0].key))
    return Candidates([one for one, _stairs in usable], [stairs for _one, stairs in usable], total)


def _stairs(one: Applied, total: Decimal | None, rules: Rules) -> Ladder | None:
    """Where there are no points at all, nothing can be said for giving anything."""
    if one.settled_nok is not None or one.blocked or not total or total < rules.fundable_score:
        return None
    if is_below_floor(one, rules):
        return None
    return ladder(one, total, rules)


def is_below_floor(one: Applied, rules: Rules) -> bool:
    """On the criterion that must be met by itself, whatever the total."""
    value = dict(one.medians).get(rules.floor_criterion or "")
    return value is not None and value < rules.floor_value


def blocks(known: Candidates, settled: Sequence[Applied], rules: Rules) -> dict[str, Block]:
    """What each organisation may still get, after what is settled."""
    members: dict[str, list[int]] = {}
    for number, one in enumerate(known.inputs):
        members.setdefault(one.organisation, []).append(number)
    got: dict[str, list[int]] = {}
    for one in settled:
        got.setdefault(one.organisation, []).append(one.settled_nok or 0)
    cap, count = rules.max_organisation_nok, rules.max_organisation_activities
    return {
        name: Block(
            tuple(numbers),
            None if cap is None else cap - sum(got.get(name, ())),
            None if count is None else count - sum(nok > 0 for nok in got.get(name, ())),
        )
        for name, numbers in members.items()
    }


def demands(known: Candidates, settled: Sequence[Applied], rules: Rules) -> list[Demand]:
    """Of each category and district where something reaches the points for spread. What is settled counts."""
    made = []
    for spread in rules.spreads:
        groups: dict[str, list[int]] = {}
        for number, one in enumerate(known.inputs):
            group = group_of(one, spread.kind, rules)
            if group is not None and (known.points[one.key] or 0) >= rules.spread_score:
                groups.setdefault(group, []).append(number)
        for group in sorted(groups):
            made += _of_group(spread, group, tuple(groups[group]), known, settled, rules)
    return made


def _of_group(
    spread: Spread, group: str, members: tuple[int, ...], known: Candidates, settled: Sequence[Applied], rules: Rules
) -> list[Demand]:
    got = [one.settled_nok or 0 for one in settled if group_of(one, spread.kind, rules) == group]
    found = []
    if spread.needs_one and not any(got):
        found.append(Demand(f"{spread.kind}:one:{group}", members))
    most = sum(known.ladders[member].highest for member in members)
    least = min(rules.frame_nok * spread.share // 100 - sum(got), most)
    if least > 0:
        found.append(Demand(f"{spread.kind}:share:{group}", members, least))
    return found
