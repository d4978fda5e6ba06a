"""Who reads together with whom: pairs that share about equally many activities, and nobody left out of comparison.

Pure, and counted instead of timed, so that the same input gives the same result on a slow machine. Every change swaps
two people between two activities, or hands one on to somebody with one less: the loads stay as even as they were.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, islice, product

MOST_TRIED = 150_000
"""So many swaps are looked at before what is reached is good enough."""
MOST_JOINED = 2_000
"""The same where two groups are to be brought together."""

Team = tuple[int, ...]
Change = tuple[tuple[int, int, int], ...]
"""One or two of (activity, who leaves it, who comes)."""


class Shared:
    """Who reads which activity (`readers`), which of them are proposed and may be swapped (`added`), and who might
    (`allowed`); `load`: how many each has. `pairs` counts the activities that two people share."""

    def __init__(
        self,
        readers: dict[int, set[int]],
        added: dict[int, set[int]],
        allowed: Mapping[int, Collection[int]],
        load: dict[int, int],
    ) -> None:
        self.readers, self.added, self.allowed, self.load = readers, added, allowed, load
        self.pairs: Counter[tuple[int, int]] = Counter()
        for people in readers.values():
            for pair in combinations(sorted(people), 2):
                self.pairs[pair] += 1

    def count(self, one: int, other: int, change: int) -> None:
        self.pairs[_pair(one, other)] += change

    def with_all(self, person: int, others: Iterable[int]) -> int:
        """How many activities `person` shares with each of `others`, added up."""
        return sum(self.pairs[_pair(person, other)] for other in others)

    def teams(self) -> dict[Team, list[int]]:
        """Activities by who reads them, in order."""
        found: dict[Team, list[int]] = defaultdict(list)
        for activity, people in self.readers.items():
            if people:
                found[tuple(sorted(people))].append(activity)
        return found

    def make(self, change: Change) -> None:
        for activity, leaves, comes in change:
            self._replace(activity, leaves, comes)

    def _replace(self, activity: int, leaves: int, comes: int) -> None:
        readers = self.readers[activity]
        readers.remove(leaves)
        self.added[activity].remove(leaves)
        for other in readers:
            self.count(leaves, other, -1)
            self.count(comes, other, 1)
        readers.add(comes)
        self.added[activity].add(comes)
        self.load[leaves] -= 1
        self.load[comes] += 1

    def possible(
        self, teams: Mapping[Team, Sequence[int]], team: Team, person: int, other: Team, stranger: int
    ) -> Iterator[Change]:
        """The activities of these teams, two by two, in which the two may change places."""
        mine = self._where(teams[team], person, stranger)
        theirs = self._where(teams[other], stranger, person)
        return (
            ((activity, person, stranger), (another, stranger, person))
            for activity, another in zip(mine, theirs, strict=False)
        )

    def handed_on(
        self, teams: Mapping[Team, Sequence[int]], team: Team, person: int, stranger: int
    ) -> Iterator[Change]:
        """The activities of the team that `person` might hand on to `stranger`, who has one less."""
        if self.load.get(person, 0) - self.load.get(stranger, 0) == 1:
            yield from (((activity, person, stranger),) for activity in self._where(teams[team], person, stranger))

    def _where(self, activities: Iterable[int], leaves: int, comes: int) -> list[int]:
        return [one for one in activities if leaves in self.added[one] and comes in self.allowed[one]]


def _pair(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)


def share_evenly(shared: Shared, persons: Sequence[int]) -> None:
    """Swap while it makes the pairs more even: the sum of their squares falls with every swap."""
    tried = [0]
    while tried[0] < MOST_TRIED and _swap_some(shared, persons, tried):
        continue


def _swap_some(shared: Shared, persons: Sequence[int], tried: list[int]) -> bool:
    """Take from a pair that shares two more than another, the most shared first, as often as the same swap helps."""
    counts = {pair: shared.pairs[pair] for pair in combinations(sorted(persons), 2)}
    least = min(counts.values(), default=0)
    crowded = sorted((pair for pair, count in counts.items() if count >= least + 2), key=lambda pair: -counts[pair])
    teams = shared.teams() if crowded else {}
    for pair in crowded:
        for _change_now, team, person, other, stranger in sorted(_evened(shared, teams, pair, tried)):
            if _repeat(shared, teams, team, person, other, stranger):
                return True
        if tried[0] >= MOST_TRIED:
            break
    return False


def _repeat(
    shared: Shared, teams: Mapping[Team, Sequence[int]], team: Team, person: int, other: Team, stranger: int
) -> bool:
    """Swap two by two while it helps. Whether it did at all."""
    helped = False
    for change in shared.possible(teams, team, person, other, stranger):
        if _change(shared, team, person, other, stranger) >= 0:
            break
        shared.make(change)
        helped = True
    return helped


def _evened(
    shared: Shared, teams: Mapping[Team, Sequence[int]], pair: tuple[int, int], tried: list[int]
) -> Iterator[tuple[int, Team, int, Team, int]]:
    """By how much each swap that parts the pair lowers the sum of squares, where it does."""
    for team in [one for one in teams if pair[0] in one and pair[1] in one]:
        for person in pair:
            for other in teams:
                if person in other:
                    continue
                for stranger in [one for one in other if one not in team]:
                    tried[0] += 1
                    if (change := _change(shared, team, person, other, stranger)) < 0:
                        yield change, team, person, other, stranger


def _change(shared: Shared, team: Team, person: int, other: Team, stranger: int) -> int:
    moved: Counter[tuple[int, int]] = Counter()
    for mate in team:
        if mate != person:
            moved[_pair(person, mate)] -= 1
            moved[_pair(stranger, mate)] += 1
    for mate in other:
        if mate != stranger:
            moved[_pair(stranger, mate)] -= 1
            moved[_pair(person, mate)] += 1
    return sum((shared.pairs[pair] + by) ** 2 - shared.pairs[pair] ** 2 for pair, by in moved.items())


def groups_of(shared: Shared, persons: Sequence[int]) -> tuple[frozenset[int], ...]:
    """People who read something, gathered with those they share an activity with, directly or through others."""
    reading = {person for people in shared.readers.values() for person in people}
    return _gathered([one for one in persons if one in reading], shared.pairs)


def _gathered(people: Sequence[int], pairs: Mapping[tuple[int, int], int]) -> tuple[frozenset[int], ...]:
    groups: list[set[int]] = [{person} for person in people]
    for (one, other), count in pairs.items():
        if count > 0:
            joined = [group for group in groups if one in group or other in group]
            if len(joined) == 2:
                groups.remove(joined[1])
                joined[0] |= joined[1]
    return tuple(sorted((frozenset(group) for group in groups), key=min))


def connect(shared: Shared, persons: Sequence[int]) -> None:
    """Change what can be changed until everybody who reads can be compared, or nothing brings two groups together."""
    while len(groups := groups_of(shared, persons)) > 1:
        candidates = islice(_between(shared, groups), MOST_JOINED)
        change = next((one for one in candidates if _joins(shared, one, persons, len(groups))), None)
        if change is None:
            return
        shared.make(change)


def _between(shared: Shared, groups: Sequence[Collection[int]]) -> Iterator[Change]:
    """Changes between two groups, where one at least reads together with somebody."""
    number = {person: place for place, group in enumerate(groups) for person in group}
    teams = {team: found for team, found in shared.teams().items() if number.keys() & set(team)}
    group = {team: next(number[person] for person in team if person in number) for team in teams}
    for team, other in combinations(teams, 2):
        if group[team] == group[other] or len(team) + len(other) < 3:
            continue
        for person, stranger in product(team, other):
            yield from islice(shared.possible(teams, team, person, other, stranger), 1)
            yield from islice(shared.handed_on(teams, team, person, stranger), 1)
            yield from islice(shared.handed_on(teams, other, stranger, person), 1)


def _joins(shared: Shared, change: Change, persons: Sequence[int], groups: int) -> bool:
    """Whether there would be fewer groups. Tried out, and put back."""
    shared.make(change)
    fewer = len(groups_of(shared, persons)) < groups
    shared.make(tuple((activity, comes, leaves) for activity, leaves, comes in change))
    return fewer
