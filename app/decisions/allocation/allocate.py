"""Share out the pot: activities + rules + rule version → an amount for each, and why. Pure; whole kroner.

The rules stand in words in rules.py. The sum of benefit is made as large as it can be by an integer
programme (program.py, solver.py). It proposes; a person decides.
"""

from collections.abc import Mapping, Sequence

from app.decisions.allocation import conflicts
from app.decisions.allocation.candidates import Candidates, blocks, candidates, demands
from app.decisions.allocation.program import Demand, Program, add_demands, add_frame, add_organisations, add_stairs
from app.decisions.allocation.ranked import ranked_cut
from app.decisions.allocation.reasons import Found, binding, lines
from app.decisions.allocation.result import Conflict, Result
from app.decisions.allocation.rules import VERSION, Applied, Rules, problems
from app.decisions.allocation.solver import Solution, solve
from app.decisions.allocation.ties import Exchange

VERSIONS = frozenset({VERSION})
"""The rule versions that this program can compute by."""


class UnknownVersion(ValueError):
    """These rules belong to another version of the program."""


class UnusableRules(ValueError):
    """Rules that contradict themselves. `problems`: the rule's name → a code."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(", ".join(f"{name}: {code}" for name, code in problems.items()))
        self.problems = problems


def allocate(inputs: Sequence[Applied], rules: Rules, rule_version: str = VERSION) -> Result:
    """The order of `inputs` means nothing. Raises UnknownVersion and UnusableRules."""
    if rule_version not in VERSIONS:
        raise UnknownVersion(rule_version)
    wrong = problems(rules)
    if wrong:
        raise UnusableRules(wrong)
    known = candidates(inputs, rules)
    settled = [one for one in inputs if one.settled_nok is not None]
    left = rules.frame_nok - sum(one.settled_nok or 0 for one in settled)
    program, asked = _program(known, settled, rules, max(0, left)), demands(known, settled, rules)
    unspread = solve(program)
    assert unspread is not None, "giving nothing to anybody is always possible"
    spread, conflict = _with_spread(program, asked, unspread, left)
    met = [demand for demand in asked if conflict is None or demand.name not in conflict.unmet]
    per_organisation = blocks(known, settled, rules)
    given = Exchange(known, _amounts(program, spread), per_organisation, met).run()
    free = Exchange(known, _amounts(program, unspread), per_organisation, ()).run()
    found = Found(known, rules, met, per_organisation, given, free, ranked_cut(known.ladders, left), left - sum(given))
    return _result(inputs, found, spread, conflict)


def _program(known: Candidates, settled: Sequence[Applied], rules: Rules, left: int) -> Program:
    program = Program()
    add_stairs(program, known.ladders)
    add_frame(program, left)
    add_organisations(program, blocks(known, settled, rules))
    return program


def _amounts(program: Program, solution: Solution) -> list[int]:
    return [program.amount(activity, solution.values) for activity in range(len(program.spans))]


def _with_spread(
    program: Program, asked: Sequence[Demand], unspread: Solution, left: int
) -> tuple[Solution, Conflict | None]:
    """The best that meets the demands too; where nothing does, the nearest, and what stands against what."""
    if left < 0:
        return unspread, Conflict(["settled", "pot"], [demand.name for demand in asked], None)
    amounts = _amounts(program, unspread)
    if all(demand.is_met(amounts) for demand in asked):
        return unspread, None
    strict = program.without(())
    add_demands(strict, asked)
    found = solve(strict)
    if found is not None:
        return found, None
    return conflicts.nearest(program, asked)


def _result(inputs: Sequence[Applied], found: Found, solved: Solution, conflict: Conflict | None) -> Result:
    rules, ladders = found.rules, found.known.ladders
    return Result(
        lines=lines(inputs, found),
        frame_nok=rules.frame_nok,
        settled_nok=sum(one.settled_nok or 0 for one in inputs),
        given_nok=sum(found.given),
        benefit=solved.benefit,
        bound=solved.bound,
        ranked_benefit=sum(stairs.benefit(nok) for stairs, nok in zip(ladders, found.ranked, strict=True)),
        ranked_nok=sum(found.ranked),
        binding=binding(found),
        conflict=conflict,
    )
