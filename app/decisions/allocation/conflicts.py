"""Rules that cannot all be met: which ones stand against one another, and the nearest that can be met. Pure."""

from collections.abc import Collection, Sequence

from app.decisions.allocation.program import Demand, Program, add_demands, add_loose_demands
from app.decisions.allocation.result import Conflict
from app.decisions.allocation.solver import Solution, solve


def nearest(program: Program, demands: Sequence[Demand]) -> tuple[Solution, Conflict]:
    """The allocation with the most benefit among those that leave the fewest demands unmet."""
    count = _fewest_broken(program, demands)
    loose = program.without(())
    broken = add_loose_demands(loose, demands, count)
    found = solve(loose)
    assert found is not None, "as few as that may be broken"
    unmet = [demand.name for demand, column in zip(demands, broken, strict=True) if found.values[column]]
    return found, Conflict(_between(program, demands), unmet, _least_nok(program, demands))


def _fewest_broken(program: Program, demands: Sequence[Demand]) -> int:
    loose = program.without(())
    broken = set(add_loose_demands(loose, demands, len(demands)))
    found = solve(loose, [-1 if column in broken else 0 for column in range(len(loose.columns))])
    assert found is not None, "all demands may be broken"
    return -found.benefit


def _least_nok(program: Program, demands: Sequence[Demand]) -> int | None:
    """What it costs to meet all demands, had the pot been large enough."""
    free = program.without({"pot"})
    add_demands(free, demands)
    found = solve(free, [-column.nok for column in free.columns])
    return None if found is None else -found.benefit


def _between(program: Program, demands: Sequence[Demand]) -> list[str]:
    """A smallest set of rules that cannot hold at once, found by taking them away one by one: what can be taken away
    with the others still impossible is no part of it."""
    organisations = _concerned(program, demands)
    names = [*(demand.name for demand in demands), "pot", *organisations]
    whole = program.without(_organisations(program) - set(organisations))
    add_demands(whole, demands)
    away: set[str] = set()
    for name in [*names[: len(demands)], *organisations, "pot"]:
        if not _is_possible(whole.without({*away, name})):
            away.add(name)
    return [name for name in names if name not in away]


def _organisations(program: Program) -> set[str]:
    return {row.name for row in program.rows if row.name is not None and row.name.startswith("organisation")}


def _concerned(program: Program, demands: Sequence[Demand]) -> list[str]:
    """The caps of organisations that a demand could want something from."""
    wanted = {program.spans[activity][0] for demand in demands for activity in demand.activities}
    named = _organisations(program)
    return sorted(str(row.name) for row in program.rows if row.name in named and wanted & row.factors.keys())


def _is_possible(program: Program) -> bool:
    return solve(program, [0] * len(program.columns)) is not None


def groups_of(names: Collection[str], kind: str) -> list[str]:
    """The categories or districts among the names of demands: «district:one:030111» → 030111."""
    return [name.split(":", 2)[2] for name in names if name.startswith(f"{kind}:")]
