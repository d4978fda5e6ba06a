"""How strict each assessor is, and what the totals would be without it: advice, never the result.

The model: an assessor's weighted total of a subject = how good the subject is + how generous the assessor is. Both are
estimated together by least squares, so that an assessor who was given weak subjects is not taken for strict. Generosity
can only be told apart from quality among assessors who are tied together by subjects that two of them have assessed: a
*group*. Within each group the generosities add up to nothing; from one group to another nothing can be said.

An assessor with few shared subjects is drawn towards the others: CAUTION works as that many imaginary subjects on
which the assessor agreed with the rest (a ridge). Without it, one shared subject with a gap of 30 would move all the
totals of that person by 15. Nothing is invented: it only makes the advice weaker where there is little to build on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from itertools import combinations

CAUTION = 2
PRECISION = 40  # digits of the arithmetic, far more than are shown: the same figures on every machine
FOUR_DECIMALS = Decimal("0.0001")
LEAST, MOST = Decimal(0), Decimal(100)

Totals = Mapping[int, Mapping[int, Decimal]]
"""Subject → assessor → that assessor's weighted total, 0-100. Incomplete sheets are left out."""


@dataclass(frozen=True)
class Assessor:
    """`strictness`: points below what the others of the group give the same subjects (negative: above); None when
    nobody else has assessed any of them. `error`: its standard error in points; None where too little is shared."""

    assessments: int
    shared: int
    mean: Decimal
    strictness: Decimal | None
    error: Decimal | None
    group: int | None


@dataclass(frozen=True)
class Adjustment:
    """`assessors` by id. `groups`: the assessors that can be compared, the largest group first."""

    assessors: Mapping[int, Assessor]
    groups: Sequence[frozenset[int]]

    def of(self, score: Decimal, assessors: Sequence[int]) -> Decimal:
        """What this total would be had all been as strict as the mean of their group, kept within 0-100."""
        known = [self.assessors[one].strictness or Decimal(0) for one in assessors if one in self.assessors]
        if not known:
            return score
        moved = score + sum(known, Decimal(0)) / len(known)
        return min(max(moved, LEAST), MOST).quantize(FOUR_DECIMALS, ROUND_HALF_EVEN)

    @property
    def is_comparable(self) -> bool:
        """Whether all assessors can be set beside each other."""
        alone = sum(one.group is None for one in self.assessors.values())
        return len(self.groups) + alone <= 1


def adjust(totals: Totals) -> Adjustment:
    """The same whatever order the totals come in."""
    with localcontext() as context:
        context.prec = PRECISION
        shared = {subject: dict(sorted(given.items())) for subject, given in sorted(totals.items()) if len(given) > 1}
        groups = _groups(shared)
        found = [_solve(group, [given for given in shared.values() if next(iter(given)) in group]) for group in groups]
        return Adjustment(_assessors(totals, groups, found), groups)


def _groups(shared: Totals) -> list[frozenset[int]]:
    """Assessors who are tied together by shared subjects, directly or through others."""
    near: dict[int, set[int]] = {}
    for pair in {pair for given in shared.values() for pair in combinations(given, 2)}:
        for one, other in (pair, pair[::-1]):
            near.setdefault(one, set()).add(other)
    groups: list[frozenset[int]] = []
    left = set(near)
    while left:
        group: set[int] = set()
        waiting = [min(left)]
        while waiting:
            one = waiting.pop()
            if one not in group:
                group.add(one)
                waiting += near[one]
        left -= group
        groups.append(frozenset(group))
    return sorted(groups, key=lambda group: (-len(group), min(group)))


Solution = dict[int, tuple[Decimal, Decimal | None]]
"""Assessor → generosity and its standard error."""


def _solve(group: frozenset[int], shared: Sequence[Mapping[int, Decimal]]) -> Solution:
    """Least squares with the subjects' qualities taken out: one equation an assessor, however many subjects."""
    people = sorted(group)
    place = {one: i for i, one in enumerate(people)}
    matrix = [[Decimal(CAUTION if i == j else 0) for j in range(len(people))] for i in range(len(people))]
    right = [Decimal(0)] * len(people)
    for given in shared:
        share, middle = Decimal(1) / len(given), sum(given.values(), Decimal(0)) / len(given)
        for one, total in given.items():
            right[place[one]] += total - middle
            for other in given:
                matrix[place[one]][place[other]] += (1 if one == other else 0) - share
    inverse = _inverse(matrix)
    generosity = [sum((row[j] * right[j] for j in range(len(people))), Decimal(0)) for row in inverse]
    noise = _noise(shared, {one: generosity[i] for one, i in place.items()})
    return {one: (generosity[i], None if noise is None else (noise * inverse[i][i]).sqrt()) for one, i in place.items()}


def _noise(shared: Sequence[Mapping[int, Decimal]], generosity: Mapping[int, Decimal]) -> Decimal | None:
    """The variance of what the model does not explain; None when every figure is used up by the estimates."""
    spare = sum(len(given) - 1 for given in shared) - (len(generosity) - 1)
    if spare <= 0:
        return None
    left = Decimal(0)
    for given in shared:
        rest = [total - generosity[one] for one, total in given.items()]
        middle = sum(rest, Decimal(0)) / len(rest)
        left += sum(((one - middle) ** 2 for one in rest), Decimal(0))
    return left / spare


def _inverse(matrix: Sequence[Sequence[Decimal]]) -> list[list[Decimal]]:
    """Gauss and Jordan. The matrix is diagonally dominant (see CAUTION), so no row need be exchanged."""
    size = len(matrix)
    rows = [[*row, *(Decimal(1 if i == j else 0) for j in range(size))] for i, row in enumerate(matrix)]
    for i in range(size):
        pivot = rows[i][i]
        rows[i] = [value / pivot for value in rows[i]]
        for j in range(size):
            factor = rows[j][i]
            if j != i and factor:
                rows[j] = [value - factor * own for value, own in zip(rows[j], rows[i], strict=True)]
    return [row[size:] for row in rows]


def _assessors(totals: Totals, groups: Sequence[frozenset[int]], found: Sequence[Solution]) -> dict[int, Assessor]:
    given: dict[int, list[Decimal]] = {}
    shared: dict[int, int] = {}
    for _subject, sheets in sorted(totals.items()):
        for one, total in sheets.items():
            given.setdefault(one, []).append(total)
            shared[one] = shared.get(one, 0) + (len(sheets) > 1)
    group_of = {one: number for number, group in enumerate(groups) for one in group}
    return {
        one: Assessor(
            assessments=len(own),
            shared=shared[one],
            mean=_rounded(sum(own, Decimal(0)) / len(own)),
            strictness=_rounded(-found[group_of[one]][one][0]) if one in group_of else None,
            error=_error(found[group_of[one]][one][1]) if one in group_of else None,
            group=group_of.get(one),
        )
        for one, own in sorted(given.items())
    }


def _error(error: Decimal | None) -> Decimal | None:
    return None if error is None else _rounded(error)


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(FOUR_DECIMALS, ROUND_HALF_EVEN) + 0  # no minus nothing
