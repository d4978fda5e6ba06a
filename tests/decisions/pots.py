"""Small pots to share: activities and rules for the tests of the allocation, and an allocation by trying everything."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from app.decisions.allocation.candidates import candidates
from app.decisions.allocation.rules import Applied, Rules, Spread, group_of

TIERS = (2500, 5000, 10000)
WEIGHTS = (("relevance", 60), ("delivery", 40))
RULES = Rules(
    pot_nok=20_000,
    reserve_nok=0,
    tiers=TIERS,
    allows_between=False,
    step_nok=500,
    max_activity_nok=10_000,
    weights=WEIGHTS,
    fundable_score=Decimal(0),
    places=("north", "south", "east"),
)


def applied(key: str, value: int | str = 4, sought: int = 5000, **changes: Any) -> Applied:
    """An activity with the same score on both criteria, of an organisation of its own, in a district of its own."""
    made = Applied(
        key=key,
        organisation=f"org-{key}",
        category=None,
        district=None,
        applicant_type="voluntary",
        sought_nok=sought,
        expenses_nok=None,
        received=key,
        medians=tuple((code, Decimal(value)) for code, _weight in WEIGHTS),
    )
    return replace(made, **changes)


def rules(**changes: Any) -> Rules:
    return replace(RULES, **changes)


AMOUNTS = st.sampled_from([2500, 3700, 5000, 7500, 9990, 10_000, 12_000])
MEDIANS = st.sampled_from([Decimal(n) / 2 for n in range(2, 11)])


@st.composite
def rounds(draw: Any, most: int = 6) -> tuple[list[Applied], Rules]:
    """A handful of activities, and rules of every kind."""
    inputs = [
        applied(
            f"k{number}",
            sought=draw(AMOUNTS),
            organisation=draw(st.sampled_from("abc")),
            category=draw(st.sampled_from(["food", "sharing"])),
            district=draw(st.sampled_from(["north", "south", "city"])),
            received=draw(st.sampled_from(["1", "2"])),
            medians=tuple((code, draw(MEDIANS)) for code, _weight in WEIGHTS),
            lowest_named_nok=draw(st.sampled_from([None, None, 2500, 4000])),
            expenses_nok=draw(st.sampled_from([None, None, 6000])),
            settled_nok=draw(st.sampled_from([None, None, None, None, 2500])),
            settled_as="decided",
        )
        for number in range(draw(st.integers(1, most)))
    ]
    made = rules(
        pot_nok=draw(st.integers(0, 60) | st.just(33)) * 1000 + draw(st.sampled_from([0, 250])),
        allows_between=draw(st.booleans()),
        max_organisation_nok=draw(st.sampled_from([None, 7500, 12_000])),
        max_organisation_activities=draw(st.sampled_from([None, 1, 2])),
        fundable_score=draw(st.sampled_from([Decimal(0), Decimal(40)])),
        floor_criterion=draw(st.sampled_from([None, "relevance"])),
        spread_score=Decimal(draw(st.sampled_from([0, 50]))),
        spreads=draw(
            st.sampled_from(
                [
                    (),
                    (Spread("category", needs_one=True),),
                    (Spread("district", needs_one=True), Spread("category", needs_one=True)),
                    (Spread("district", share=30),),
                ]
            )
        ),
    )
    return inputs, made


def everything(inputs: Sequence[Applied], by: Rules) -> Iterator[tuple[dict[str, int], int]]:
    """Every allocation that keeps the pot and the caps, with its benefit. Written straight from the rules in words."""
    known = candidates(inputs, by)
    settled = [one for one in inputs if one.settled_nok is not None]
    choices = [(0, *stairs.amounts) for stairs in known.ladders]
    for amounts in itertools.product(*choices):
        given = {one.key: nok for one, nok in zip(known.inputs, amounts, strict=True)}
        both = {**given, **{one.key: one.settled_nok or 0 for one in settled}}
        if sum(both.values()) <= by.frame_nok and keeps_caps(inputs, by, both, given):
            yield both, sum(stairs.benefit(nok) for stairs, nok in zip(known.ladders, amounts, strict=True))


def keeps_caps(inputs: Sequence[Applied], by: Rules, both: dict[str, int], given: dict[str, int]) -> bool:
    """An organisation that is above its cap by what is settled alone gets no more, and that is all."""
    for name in {one.organisation for one in inputs}:
        members = [one.key for one in inputs if one.organisation == name and both.get(one.key)]
        new = any(given.get(key) for key in members)
        if new and by.max_organisation_nok is not None and sum(both[key] for key in members) > by.max_organisation_nok:
            return False
        if new and by.max_organisation_activities is not None and len(members) > by.max_organisation_activities:
            return False
    return True


def broken(inputs: Sequence[Applied], by: Rules, both: dict[str, int]) -> int:
    """How many of the demands for spread this allocation leaves unmet."""
    known = candidates(inputs, by)
    strong = [one for one in known.inputs if (known.points[one.key] or 0) >= by.spread_score]
    highest = {one.key: stairs.highest for one, stairs in zip(known.inputs, known.ladders, strict=True)}
    count = 0
    for spread in by.spreads:
        for group in {group_of(one, spread.kind, by) for one in strong} - {None}:
            settled = sum(one.settled_nok or 0 for one in inputs if group_of(one, spread.kind, by) == group)
            members = [one.key for one in strong if group_of(one, spread.kind, by) == group]
            got = sum(both[key] for key in members)
            least = min(by.frame_nok * spread.share // 100 - settled, sum(highest[key] for key in members))
            count += (spread.needs_one and not settled and not got) + (got < least)
    return count
