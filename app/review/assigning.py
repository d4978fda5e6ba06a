"""Propose who assesses what: balanced, nobody with a tie, and read together enough to compare how strict people are.

Pure: no tables, no clock, no chance. The same inputs give the same proposal, so that what is shown can be proved to be
what is applied (`Proposal.digest`). Loads and overlaps are counts of activities.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from app.review.sharing import Shared, connect, groups_of, share_evenly

LEAST_READ_TWICE = 3
"""Where each activity has one assessor: so many are read by two at least, or as many as there are people, or
one in ten. Fewer say nothing of who is strict."""
ONE_IN = 10

Seat = tuple[int, int]
"""(activity, person)"""


class Hindrance(StrEnum):
    """Why somebody is not proposed for an activity. The first three shut them out; the last only the proposal heeds:
    who reports to a disqualified leader may prepare a case, and assessing is preparing (fvl § 6 third paragraph), so
    they can be chosen by hand where nobody else is left."""

    MEMBER = "member"
    DISQUALIFIED = "disqualified"
    DOUBT = "doubt"
    LEADER = "leader"


@dataclass(frozen=True)
class Shortage:
    """An activity that gets fewer assessors than it should, and why each of the others is not among them."""

    activity: int
    lacks: int
    barred: tuple[tuple[int, Hindrance], ...]

    @property
    def by_hand(self) -> list[int]:
        """Who could be chosen by a person."""
        return [person for person, why in self.barred if why is Hindrance.LEADER]


@dataclass(frozen=True)
class Proposal:
    """What would be added, and how it would be then. `groups`: people who can be compared with one another, directly
    or through others; one group means that strictness can be estimated for all who assess."""

    additions: tuple[Seat, ...]
    shortages: tuple[Shortage, ...]
    before: Mapping[int, int]
    after: Mapping[int, int]
    shared: Mapping[tuple[int, int], int]
    groups: tuple[frozenset[int], ...]
    read_twice: tuple[int, ...]

    @property
    def is_comparable(self) -> bool:
        """Whether it can be estimated who is strict."""
        return len(self.groups) == 1 and len(self.groups[0]) > 1

    @property
    def digest(self) -> str:
        """Names all that was shown: another one means that something has changed since."""
        told = (
            self.additions,
            [(one.activity, one.lacks, [(person, why.value) for person, why in one.barred]) for one in self.shortages],
            sorted(self.before.items()),
            sorted(self.after.items()),
        )
        return hashlib.sha256(repr(told).encode()).hexdigest()


def propose(
    activities: Sequence[int],
    persons: Sequence[int],
    per_activity: int,
    existing: Mapping[int, Collection[int]],
    blocked: Mapping[Seat, Hindrance],
    *,
    preferred: Mapping[int, int] | None = None,
    reads_some_twice: bool = True,
) -> Proposal:
    """Fill up to `per_activity` assessors for each of `activities`, in the order given.

    Nothing that exists is moved. Loads differ by at most one where ties and what exists allow it (no other proposal
    is more even); pairs share about equally many. `preferred`: who would rather have an activity than others (its
    case handler, who must assess it anyway to recommend). `reads_some_twice`: with one assessor an activity, let a
    few have two, so that strictness can be estimated.
    """
    desk = _Desk(activities, persons, existing, blocked)
    twice = _chosen_twice(desk, per_activity) if reads_some_twice and per_activity == 1 else []
    wanted = {activity: per_activity for activity in activities} | dict.fromkeys(twice, 2)
    _fill(desk, wanted, preferred or {})
    _level(desk, preferred or {})
    share_evenly(desk.shared, persons)
    connect(desk.shared, persons)
    return Proposal(
        additions=tuple((activity, person) for activity in activities for person in sorted(desk.added[activity])),
        shortages=tuple(_shortages(desk, per_activity)),
        before=desk.before,
        after=dict(desk.load),
        shared={pair: desk.shared.pairs[pair] for pair in combinations(sorted(persons), 2)},
        groups=groups_of(desk.shared, persons),
        read_twice=tuple(sorted(twice)),
    )


class _Desk:
    """The activities on the desk, and who has which. Everything is kept in the order it was given."""

    def __init__(
        self,
        activities: Sequence[int],
        persons: Sequence[int],
        existing: Mapping[int, Collection[int]],
        blocked: Mapping[Seat, Hindrance],
    ) -> None:
        self.activities, self.persons, self.blocked = activities, persons, blocked
        known = set(persons)
        self.readers: dict[int, set[int]] = {one: set(existing.get(one, ())) for one in activities}
        self.added: dict[int, set[int]] = {one: set() for one in activities}
        self.allowed: dict[int, list[int]] = {
            one: [person for person in persons if (one, person) not in blocked] for one in activities
        }
        self.load: dict[int, int] = dict.fromkeys(persons, 0)
        for readers in self.readers.values():
            for person in readers & known:
                self.load[person] += 1
        self.before = dict(self.load)
        self.shared = Shared(
            self.readers, self.added, {one: set(people) for one, people in self.allowed.items()}, self.load
        )

    def free(self, activity: int) -> list[int]:
        """Who could still be added."""
        return [person for person in self.allowed[activity] if person not in self.readers[activity]]

    def add(self, activity: int, person: int) -> None:
        for other in self.readers[activity]:
            self.shared.count(person, other, 1)
        self.readers[activity].add(person)
        self.added[activity].add(person)
        self.load[person] += 1

    def move(self, activity: int, giver: int, taker: int) -> None:
        self.readers[activity].remove(giver)
        self.added[activity].remove(giver)
        self.load[giver] -= 1
        for other in self.readers[activity]:
            self.shared.count(giver, other, -1)
        self.add(activity, taker)


def _chosen_twice(desk: _Desk, per_activity: int) -> list[int]:
    """Activities that get a second assessor, spread over the list; none beyond what is read by two already."""
    able = [one for one in desk.activities if len(desk.readers[one].union(desk.allowed[one])) > per_activity]
    target = max(LEAST_READ_TWICE, len(desk.persons), -(-len(desk.activities) // ONE_IN))
    done = sum(len(desk.readers[one]) > per_activity for one in desk.activities)
    candidates = [one for one in able if len(desk.readers[one]) <= per_activity]
    lacking = min(target - done, len(candidates))
    return [candidates[number * len(candidates) // lacking] for number in range(lacking)] if lacking > 0 else []


def _fill(desk: _Desk, wanted: Mapping[int, int], preferred: Mapping[int, int]) -> None:
    """Each free seat to the one with least; the preferred first, while they have no more than an even share."""
    lacking = {one: wanted[one] - len(desk.readers[one]) for one in desk.activities}
    seats = sum(min(lack, len(desk.free(one))) for one, lack in lacking.items() if lack > 0)
    share = -(-(sum(desk.load.values()) + seats) // max(1, len(desk.persons)))
    for activity in desk.activities:
        person = preferred.get(activity)
        if lacking[activity] > 0 and person in desk.free(activity) and desk.load[person] < share:
            desk.add(activity, person)
            lacking[activity] -= 1
    rank = {person: number for number, person in enumerate(desk.persons)}
    for activity in sorted(desk.activities, key=lambda one: -wanted[one]):  # those read together first
        for _seat in range(lacking[activity]):
            free = desk.free(activity)
            if not free:
                break
            readers = desk.readers[activity]
            desk.add(
                activity,
                min(free, key=lambda one: (desk.load[one], desk.shared.with_all(one, readers), rank[one])),
            )


def _level(desk: _Desk, preferred: Mapping[int, int]) -> None:
    """Hand seats on along chains of people, from who has most to who has two less or fewer, until there is no such
    chain: then no proposal with the same seats is more even (Harvey and others, «Semi-matchings», 2006)."""
    seats: dict[int, dict[int, None]] = {person: {} for person in desk.persons}
    for activity in desk.activities:
        for person in sorted(desk.added[activity]):
            seats[person][activity] = None
    while chain := _chain(desk, seats, preferred):
        for giver, taker, activity in chain:
            desk.move(activity, giver, taker)
            del seats[giver][activity]
            seats[taker][activity] = None


def _chain(
    desk: _Desk, seats: Mapping[int, Mapping[int, None]], preferred: Mapping[int, int]
) -> list[tuple[int, int, int]]:
    """The shortest chain of (giver, taker, activity) that makes the loads more even; empty when there is none."""
    for source in sorted(desk.persons, key=lambda person: (-desk.load[person], person)):
        came: dict[int, tuple[int, int]] = {source: (source, 0)}
        queue = [source]
        for giver in queue:
            for taker, activity in _takers(desk, seats[giver], giver, came, preferred):
                came[taker] = (giver, activity)
                queue.append(taker)
                if desk.load[taker] <= desk.load[source] - 2:
                    return _back(came, source, taker)
    return []


def _takers(
    desk: _Desk, held: Iterable[int], giver: int, known: Collection[int], preferred: Mapping[int, int]
) -> list[tuple[int, int]]:
    """Who else could have something of what `giver` holds, the least loaded first; rather not what they prefer."""
    held = list(held)
    found: dict[int, int] = {}
    missing = {person for person in desk.persons if person not in known}
    for activity in [one for one in held if preferred.get(one) != giver] + [
        one for one in held if preferred.get(one) == giver
    ]:
        if not missing:
            break
        for person in [one for one in desk.free(activity) if one in missing]:
            found[person] = activity
            missing.remove(person)
    return sorted(found.items(), key=lambda pair: (desk.load[pair[0]], pair[0]))


def _back(came: Mapping[int, tuple[int, int]], source: int, taker: int) -> list[tuple[int, int, int]]:
    """From the last taker back to the source, so that no seat is handed on before it is empty."""
    chain = []
    while taker != source:
        giver, activity = came[taker]
        chain.append((giver, taker, activity))
        taker = giver
    return chain


def _shortages(desk: _Desk, per_activity: int) -> Iterable[Shortage]:
    for activity in desk.activities:
        lacks = per_activity - len(desk.readers[activity])
        if lacks > 0:
            barred = ((person, desk.blocked.get((activity, person))) for person in desk.persons)
            yield Shortage(activity, lacks, tuple((person, why) for person, why in barred if why is not None))
