"""Strictness: found where it was put, silent where it cannot be known, and never more than advice."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from app.judging.severity import CAUTION, Adjustment, Totals, adjust

ANN, BO, CAY, DAN = 1, 2, 3, 4

totals = st.dictionaries(
    st.integers(1, 12),
    st.dictionaries(st.integers(1, 5), st.integers(0, 400).map(lambda quarter: Decimal(quarter) / 4), min_size=1),
    max_size=12,
)


def made(quality: dict[int, int], generosity: dict[int, int], who: dict[int, tuple[int, ...]]) -> Totals:
    return {
        subject: {one: Decimal(quality[subject] + generosity[one]) for one in people} for subject, people in who.items()
    }


def test_a_strict_assessor_is_found_although_the_weak_subjects_were_given_to_another() -> None:
    """Bo gives ten less than Ann. Ann got the weak ones, so Bo's mean is the higher."""
    quality = {n: 30 if n <= 30 else 70 for n in range(1, 61)}
    who = {n: (ANN,) if n <= 25 else (ANN, BO) if n <= 45 else (BO,) for n in range(1, 61)}
    found = adjust(made(quality, {ANN: 5, BO: -5}, who))
    ann, bo = found.assessors[ANN], found.assessors[BO]
    assert ann.mean < bo.mean
    # 20 shared subjects: (20/2) / (20 + CAUTION) of the whole gap to each side
    expected = (Decimal(10 * 20) / 2 / (20 + CAUTION)).quantize(Decimal("0.0001"))
    assert (bo.strictness, ann.strictness) == (expected, -expected)
    assert (ann.assessments, ann.shared, bo.assessments, bo.shared) == (45, 20, 35, 20)
    assert (ann.error, found.is_comparable) == (bo.error, True)


def test_with_much_overlap_the_true_order_comes_back() -> None:
    quality = {n: (n * 37) % 60 + 20 for n in range(1, 201)}
    generosity = {ANN: 8, BO: 0, CAY: -8}
    pairs = [(ANN, BO), (BO, CAY), (ANN, CAY)]
    given_totals = made(quality, generosity, {n: pairs[n % 3] for n in quality})
    found = adjust(given_totals)
    for subject, sheets in given_totals.items():
        raw = sum(sheets.values(), Decimal(0)) / len(sheets)
        assert abs(found.of(raw, list(sheets)) - quality[subject]) < Decimal("0.3")


def test_those_who_share_nothing_cannot_be_compared() -> None:
    found = adjust(
        {1: {ANN: Decimal(50), BO: Decimal(60)}, 2: {CAY: Decimal(10), DAN: Decimal(90)}, 3: {5: Decimal(1)}}
    )
    assert found.groups == [frozenset({ANN, BO}), frozenset({CAY, DAN})]
    assert (found.assessors[5].strictness, found.assessors[5].group, found.assessors[5].shared) == (None, None, 0)
    assert found.assessors[ANN].group == 0
    assert found.is_comparable is False
    assert found.of(Decimal(1), [5]) == 1  # no reason to move it


def test_one_alone_is_comparable_with_nobody_and_needs_not_be() -> None:
    found = adjust({1: {ANN: Decimal(50)}, 2: {ANN: Decimal(70)}})
    assert (found.assessors[ANN].mean, found.assessors[ANN].strictness, found.is_comparable) == (
        Decimal(60),
        None,
        True,
    )
    assert adjust({}) == Adjustment({}, [])


def test_a_chain_of_shared_subjects_ties_all_together() -> None:
    found = adjust({1: dict.fromkeys((ANN, BO), Decimal(5)), 2: dict.fromkeys((BO, CAY), Decimal(9))})
    assert found.groups == [frozenset({ANN, BO, CAY})]
    assert {one.strictness for one in found.assessors.values()} == {Decimal(0)}


def test_one_shared_subject_moves_little() -> None:
    found = adjust({1: {ANN: Decimal(80), BO: Decimal(50)}})
    assert found.assessors[BO].strictness == Decimal(15) / (1 + CAUTION)
    assert found.assessors[BO].error is None  # nothing is left to tell the noise by


@given(totals)
def test_strictness_adds_up_to_nothing_in_each_group(of: Totals) -> None:
    found = adjust(of)
    for group in found.groups:
        known = [found.assessors[one].strictness for one in group]
        assert abs(sum(one for one in known if one is not None)) <= Decimal("0.0001") * len(group)
        assert None not in known


@given(totals, st.randoms())
def test_the_order_of_what_comes_in_does_not_matter(of: Totals, chance: object) -> None:
    mixed = list(of.items())
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    turned = {subject: dict(reversed(given.items())) for subject, given in mixed}
    assert adjust(turned) == adjust(of)


@given(totals, st.integers(0, 400))
def test_an_adjusted_total_is_between_0_and_100(of: Totals, quarters: int) -> None:
    found = adjust(of)
    assert all(0 <= found.of(Decimal(quarters) / 4, list(given)) <= 100 for given in of.values())


@given(totals)
def test_one_who_gives_everybody_more_is_more_generous(of: Totals) -> None:
    shifted = {s: {one: total + (10 if one == 1 else 0) for one, total in given.items()} for s, given in of.items()}
    before, after = adjust(of).assessors.get(1), adjust(shifted).assessors.get(1)
    if before is None or after is None or before.strictness is None or after.strictness is None:
        return
    assert after.strictness < before.strictness
