"""Solve the allocation's integer programme with HiGHS: one thread, a fixed seed, and limits by work and never by time,
so that the same versions give the same answer each time, however fast the machine is.

Three steps, since a round of 5 000 activities has 10 000 columns and nearly all of them are clear from the start:

1. The relaxation, where amounts may be divided at will, gives a bound that no allocation can pass, and for each column
   the price of moving it. Where one organisation's cap makes the bound too good, the best that the organisation can do
   at these prices is computed exactly and added as a row; the bound falls.
2. The columns that are nearly free to move are solved as whole numbers, the others held where they are.
3. A held column whose price is higher than the distance from the answer to the bound cannot be part of a better
   answer. The others are let loose and the programme solved again, until none is left: then the answer is proven best.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd, inf
from typing import Any

from app.decisions.allocation.program import Program
from app.decisions.allocation.stairs import most_worth

SEED = 20181123
CORE = 300
GROWTH = 3
"""So many columns are let loose at first, and so many times as many each time that it is not enough."""

ROUNDS_OF_CUTS = 6
MOST_NODES = 4000
"""When a search is cut off here, the answer says how far from the bound it may be."""

ALMOST = 0.999
"""Benefit is whole numbers: two answers differ by 1 or not at all."""

TINY = 1e-6


@dataclass(frozen=True)
class Solution:
    """`values` by column. `bound`: no allocation has more benefit than this; equal to `benefit` when it is proven."""

    values: tuple[int, ...]
    benefit: int
    bound: int

    @property
    def is_proven(self) -> bool:
        return self.bound <= self.benefit


def version() -> str:
    """The solver and its version, as it is kept with a run."""
    return f"HiGHS {_highs().Highs().version()}"


def _highs() -> Any:
    import highspy  # 8 MB, and numpy: only where an allocation is computed

    return highspy


def solve(program: Program, goal: Sequence[int] | None = None) -> Solution | None:
    """The allocation with the most benefit (or of `goal`, by column), or None when the rows cannot all be met."""
    worth = list(goal) if goal is not None else [column.benefit for column in program.columns]
    if not program.columns:
        return None if any((row.lower or 0) > 0 for row in program.rows) else Solution((), 0, 0)
    return _Search(program, worth).run()


class _Search:
    """One programme in HiGHS. Benefit is divided by what all of it can be divided by, so that it stays exact."""

    def __init__(self, program: Program, worth: Sequence[int]) -> None:
        import numpy  # 20 MB: only where an allocation is computed

        self.highs, self.np = _highs(), numpy
        self.program, self.worth = program, worth
        self.unit = gcd(*worth) or 1
        self.model = self.highs.Highs()
        self._options()
        self.model.passModel(self._matrix())
        self.count = len(program.columns)
        self.all = numpy.arange(self.count, dtype=numpy.int32)
        self.lower = numpy.zeros(self.count)
        self.upper = numpy.array([column.count for column in program.columns], dtype=float)

    def _options(self) -> None:
        options: dict[str, Any] = {
            "output_flag": False,
            "threads": 1,
            "parallel": "off",
            "random_seed": SEED,
            "mip_rel_gap": 0.0,
            "mip_abs_gap": ALMOST,
        }
        for name, value in options.items():
            self.model.setOptionValue(name, value)

    def _matrix(self) -> Any:
        program, rows, np = self.program, self.program.rows, self.np
        model, no_end = self.highs.HighsLp(), self.highs.kHighsInf
        model.num_col_, model.num_row_ = len(program.columns), len(rows)
        model.sense_ = self.highs.ObjSense.kMaximize
        model.col_cost_ = np.array([worth // self.unit for worth in self.worth], dtype=float)
        model.col_lower_ = np.zeros(len(program.columns))
        model.col_upper_ = np.array([column.count for column in program.columns], dtype=float)
        model.row_lower_ = np.array([-no_end if row.lower is None else row.lower for row in rows], dtype=float)
        model.row_upper_ = np.array([no_end if row.upper is None else row.upper for row in rows], dtype=float)
        model.a_matrix_.format_ = self.highs.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.cumsum([0, *(len(row.factors) for row in rows)])
        model.a_matrix_.index_ = np.array([column for row in rows for column in row.factors])
        model.a_matrix_.value_ = np.array([factor for row in rows for factor in row.factors.values()], dtype=float)
        return model

    def run(self) -> Solution | None:
        """Relax, cut, solve what is not clear, and prove it."""
        self._kind(self.highs.HighsVarType.kContinuous)
        self.model.run()
        if self.model.getModelStatus() != self.highs.HighsModelStatus.kOptimal:
            return None
        self._cut()
        relaxed = self.model.getSolution()
        at, price = self.np.array(relaxed.col_value), self.np.abs(self.np.array(relaxed.col_dual))
        at_end = (self.np.abs(at - self.lower) < TINY) | (self.np.abs(at - self.upper) < TINY)
        return self._whole(self.np.round(at), self.np.where(at_end, price, 0.0), self._worth_now())

    def _kind(self, kind: Any) -> None:
        self.model.changeColsIntegrality(self.count, self.all, self.np.array([kind] * self.count))

    def _worth_now(self) -> float:
        return float(self.model.getInfo().objective_function_value)

    def _cut(self) -> None:
        """Add, for each organisation at its cap, the most it can be worth at the present prices, while it helps."""
        before = inf
        for _round in range(ROUNDS_OF_CUTS):
            now = self._worth_now()
            if before - now < max(ALMOST, now * 1e-8):
                return
            before, made = now, self._cuts()
            for columns, factors, most in made:
                self.model.addRow(-self.highs.kHighsInf, float(most), len(columns), columns, factors)
            if not made:
                return
            self.model.run()

    def _cuts(self) -> list[tuple[Any, Any, int]]:
        """Rows that every allocation keeps, and that the relaxation breaks. Whole numbers, so that they are exact."""
        solution = self.model.getSolution()
        at, net = self.np.array(solution.col_value), self._net_worth(solution.row_dual)
        made = []
        for block in self.program.blocks:
            columns = self.np.array(
                [column for activity in block.activities for column in self.program.spans[activity]],
                dtype=self.np.int32,
            )
            factors = net[columns]
            worth = float(factors @ at[columns])
            if worth <= ALMOST:
                continue
            most = most_worth(self.program, block, net)
            if worth > most + ALMOST:
                made.append((columns, factors, most))
        return made

    def _net_worth(self, duals: Sequence[float]) -> Any:
        """What a column is worth when it pays for its part of the pot and of the demands for spread."""
        net = self.np.array([worth // self.unit for worth in self.worth], dtype=float)
        for number, row in enumerate(self.program.rows):
            if row.is_shared and duals[number]:
                columns = self.np.array(list(row.factors), dtype=self.np.int32)
                net[columns] -= duals[number] * self.np.array(list(row.factors.values()), dtype=float)
        return self.np.round(net)

    def _whole(self, at: Any, price: Any, bound: float) -> Solution | None:
        """`price`: what it costs at least to move a column from where it stands (`at`); `bound` the relaxation's."""
        self._kind(self.highs.HighsVarType.kInteger)
        ordered, core = self.np.sort(price), CORE
        best: Solution | None = None
        limit = inf
        while True:
            held = price > min(limit, ordered[min(core, self.count - 1)])
            found, core_bound = self._solve_core(held, at, best)
            best, core = found or best, core * GROWTH
            if best is None and not held.any():
                return None
            if best is None:
                continue
            outside = bound - float(price[held].min()) if held.any() else -inf
            proven = self._bound(best, max(core_bound, outside))
            if proven == best.benefit or outside <= core_bound:
                return Solution(best.values, best.benefit, proven)
            limit = bound - best.benefit / self.unit

    def _solve_core(self, held: Any, at: Any, known: Solution | None) -> tuple[Solution | None, float]:
        np = self.np
        self.model.changeColsBounds(
            self.count, self.all, np.where(held, at, self.lower), np.where(held, at, self.upper)
        )
        self.model.clearSolver()
        if known is not None:
            start = self.highs.HighsSolution()
            start.col_value = [float(value) for value in known.values]
            self.model.setSolution(start)
        if not self._found_one():
            return None, -inf
        info = self.model.getInfo()
        values = tuple(round(value) for value in self.model.getSolution().col_value)
        benefit = sum(worth * value for worth, value in zip(self.worth, values, strict=True))
        return Solution(values, benefit, benefit), float(info.mip_dual_bound)

    def _found_one(self) -> bool:
        """Search on, four times as far each time, until there is an allocation or it is proven that there is none."""
        nodes, feasible = MOST_NODES, self.highs.SolutionStatus.kSolutionStatusFeasible
        while True:
            self.model.setOptionValue("mip_max_nodes", nodes)
            self.model.run()
            if self.model.getInfo().primal_solution_status == feasible:
                return True
            if self.model.getModelStatus() != self.highs.HighsModelStatus.kSolutionLimit:
                return False
            nodes = 4 * nodes + 100

    def _bound(self, best: Solution, bound: float) -> int:
        """In whole units of benefit; the answer itself when nothing whole lies between."""
        if bound - best.benefit / self.unit < ALMOST + abs(bound) * 1e-12:
            return best.benefit
        return int(bound) * self.unit
