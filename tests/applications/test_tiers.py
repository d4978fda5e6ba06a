"""Which amount is suggested, and how much is asked, by the round's own data."""

import pytest

from app.applications.tiers import form_length, longest, suggest
from app.rounds.models import AmountTier, FormLength, Round
from tests.world import World

SHORT, STANDARD, FULL = FormLength.SHORT, FormLength.STANDARD, FormLength.FULL
HINT = "Skriv hvor mange dere tror kommer, så foreslår vi et beløp."
N = "\N{NARROW NO-BREAK SPACE}"


def tier(amount_nok: int, participants: int | None, sessions: int | None, length: FormLength = SHORT) -> AmountTier:
    return AmountTier(
        amount_nok=amount_nok,
        label="",
        guidance="",
        up_to_participants=participants,
        up_to_sessions=sessions,
        form_length=length,
    )


OF_2018 = [tier(2500, 30, 1, SHORT), tier(5000, 100, 2, STANDARD), tier(10_000, None, None, FULL)]
OTHER = [tier(20_000, 500, 10), tier(3000, 10, None)]  # another round: other amounts, other limits, in any order
LIMITED = [tier(1000, 20, 1), tier(2000, 50, 2)]  # no tier without limits


@pytest.mark.parametrize(
    ("tiers", "participants", "sessions", "amount_nok", "reason"),
    [
        (OF_2018, 48, 2, 5000, f"48 deltakere, 2 økter → 5{N}000"),
        (OF_2018, 1, 1, 2500, f"1 deltaker, 1 økt → 2{N}500"),
        (OF_2018, 30, 1, 2500, f"30 deltakere, 1 økt → 2{N}500"),
        (OF_2018, 31, 1, 5000, f"31 deltakere, 1 økt → 5{N}000"),
        (OF_2018, 30, 2, 5000, f"30 deltakere, 2 økter → 5{N}000"),
        (OF_2018, 100, 2, 5000, f"100 deltakere, 2 økter → 5{N}000"),
        (OF_2018, 101, 1, 10_000, f"101 deltakere, 1 økt → 10{N}000"),
        (OF_2018, 10, 3, 10_000, f"10 deltakere, 3 økter → 10{N}000"),
        (OF_2018, 2000, 7, 10_000, f"2{N}000 deltakere, 7 økter → 10{N}000"),
        (OF_2018, 48, None, 5000, f"48 deltakere, 1 økt → 5{N}000"),
        (OF_2018, None, 2, None, HINT),
        (OTHER, 10, 9, 3000, f"10 deltakere, 9 økter → 3{N}000"),
        (OTHER, 11, 1, 20_000, f"11 deltakere, 1 økt → 20{N}000"),
        (LIMITED, 51, 1, 2000, f"51 deltakere, 1 økt → 2{N}000"),
        ([], 48, 2, None, ""),
    ],
)
def test_suggestion(
    world: World,
    tiers: list[AmountTier],
    participants: int | None,
    sessions: int | None,
    amount_nok: int | None,
    reason: str,
) -> None:
    found = suggest(tiers, participants, sessions)
    assert (found.tier.amount_nok if found.tier else None, found.reason) == (amount_nok, reason)


@pytest.mark.parametrize(
    ("amount_nok", "length"),
    [
        (None, SHORT),
        (100, SHORT),
        (2500, SHORT),
        (2600, STANDARD),
        (5000, STANDARD),
        (5100, FULL),
        (10_000, FULL),
        (99_000, FULL),
    ],
)
def test_form_length(amount_nok: int | None, length: FormLength) -> None:
    assert form_length(Round(tiers=list(OF_2018)), amount_nok) == length


def test_a_round_without_tiers_asks_everything() -> None:
    assert form_length(Round(tiers=[]), 100) == FULL


def test_the_longest_of_the_activities_decides() -> None:
    assert longest([SHORT, FULL, STANDARD]) == FULL
    assert longest([]) == SHORT
