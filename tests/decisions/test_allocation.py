"""The allocation keeps every rule, is as good as trying everything, and says the same each time."""

from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.decisions.allocation.allocate import allocate
from app.decisions.allocation.result import Result
from app.decisions.allocation.rules import Applied, Rules
from tests.decisions.pots import broken, everything, keeps_caps, rounds

SOME = settings(max_examples=40)
MANY = settings(max_examples=100)
World = tuple[list[Applied], Rules]


def amounts(result: Result) -> dict[str, int]:
    return {line.key: line.amount_nok for line in result.lines}


def fits(world: World) -> bool:
    inputs, by = world
    return sum(one.settled_nok or 0 for one in inputs) <= by.frame_nok


@MANY
@given(rounds(12), st.integers(0, 10_000))
def test_never_above_the_pot_less_the_reserve(world: World, reserve: int) -> None:
    inputs, by = world
    assume(reserve <= by.pot_nok)
    by = replace(by, reserve_nok=reserve)
    result = allocate(inputs, by)
    settled = sum(one.settled_nok or 0 for one in inputs)
    assert result.given_nok <= max(0, by.pot_nok - reserve - settled)
    assert sum(amounts(result).values()) == settled + result.given_nok


@MANY
@given(rounds(12))
def test_caps_and_amounts_are_kept(world: World) -> None:
    inputs, by = world
    both = amounts(allocate(inputs, by))
    given_now = {one.key: both[one.key] for one in inputs if one.settled_nok is None}
    assert keeps_caps(inputs, by, both, given_now)
    for one in inputs:
        nok = given_now.get(one.key, 0)
        assert nok <= min(one.sought_nok, by.max_activity_nok)
        assert nok <= (one.expenses_nok or nok)
        assert nok == 0 or nok >= (one.lowest_named_nok or 0)
        assert nok in {0, one.sought_nok} or (nok % by.step_nok == 0 if by.allows_between else nok in by.tiers)


@MANY
@given(rounds(4))
def test_as_good_as_trying_everything(world: World) -> None:
    """As few demands for spread unmet as can be, and then the most benefit."""
    inputs, by = world
    assume(fits(world))
    result = allocate(inputs, by)
    tried = [(broken(inputs, by, both), -benefit) for both, benefit in everything(inputs, by)]
    unmet = len(result.conflict.unmet) if result.conflict else 0
    assert result.is_proven
    assert (unmet, -result.benefit) == min(tried)
    assert broken(inputs, by, amounts(result)) == unmet


@SOME
@given(rounds(8), st.integers(1, 20_000))
def test_a_larger_pot_is_never_worse(world: World, more: int) -> None:
    inputs, by = world
    by = replace(by, spreads=tuple(replace(spread, share=0) for spread in by.spreads))
    small, large = allocate(inputs, by), allocate(inputs, replace(by, pot_nok=by.pot_nok + more))
    assume(small.conflict is None)
    assert large.conflict is None
    assert large.benefit >= small.benefit


@SOME
@given(rounds(8), st.randoms(use_true_random=False))
def test_the_order_of_the_applications_means_nothing(world: World, random: object) -> None:
    inputs, by = world
    shuffled = list(inputs)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert allocate(shuffled, by) == allocate(inputs, by)


@SOME
@given(rounds(8))
def test_of_two_alike_the_first_to_come_never_gets_less(world: World) -> None:
    """Alike: the same points and amounts, alone in their organisations, and nothing asked of spread."""
    inputs, by = world
    alone = [replace(one, organisation=one.key, settled_nok=None) for one in inputs]
    by = replace(by, spreads=())
    got = amounts(allocate(alone, by))
    for one in alone:
        for other in alone:
            same = (one.medians, one.sought_nok, one.expenses_nok, one.lowest_named_nok) == (
                other.medians,
                other.sought_nok,
                other.expenses_nok,
                other.lowest_named_nok,
            )
            if same and (one.received, one.key) < (other.received, other.key):
                assert got[one.key] >= got[other.key]
