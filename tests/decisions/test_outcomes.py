"""What may be proposed for an activity, and what each outcome must say."""

import pytest

from app.decisions.models import Outcome
from app.decisions.outcomes import Proposal, problems, settled_amount
from app.formatting import HARD, THIN
from app.rounds.models import AmountTier, Round

SAID = {"reasons": "Fordi.", "reduction_reasons": "Mange søkte.", "expected_for_less": "Én kveld."}


def grant_round(*, between: bool = True) -> Round:
    tiers = [AmountTier(amount_nok=2500), AmountTier(amount_nok=5000), AmountTier(amount_nok=10000)]
    return Round(max_activity_nok=10000, step_nok=100, allows_amounts_between=between, tiers=tiers)


def part(amount: int | None) -> Proposal:
    return Proposal(Outcome.GRANTED_PART, amount, **SAID)


@pytest.mark.parametrize(
    ("proposal", "sought", "found"),
    [
        (Proposal(), 5000, {"outcome": "Velg hva dere vil gjøre med aktiviteten."}),
        (Proposal(Outcome.GRANTED_FULL, reasons="Ja."), 10000, {}),
        (
            Proposal(Outcome.GRANTED_FULL, reasons="Ja."),
            10100,
            {
                "amount_nok": f"Det er søkt om mer enn taket på 10{THIN}000{HARD}kr. Velg en del av beløpet.",
            },
        ),
        (Proposal(Outcome.GRANTED_FULL), 5000, {"reasons": "Skriv en begrunnelse. Søkeren leser den i brevet."}),
        (part(3000), 5000, {}),
        (part(10000), 12000, {}),
        (part(None), 5000, {"amount_nok": "Skriv beløpet i hele kroner."}),
        (part(10100), 12000, {"amount_nok": f"Taket er 10{THIN}000{HARD}kr per aktivitet."}),
        (part(3050), 5000, {"amount_nok": "Beløpet må gå opp i 100 kroner."}),
        (
            part(5000),
            5000,
            {"amount_nok": f"En del er mer enn 0 og mindre enn de 5{THIN}000{HARD}kr det er søkt om."},
        ),
        (
            Proposal(Outcome.GRANTED_PART, 3000, reasons="Ja."),
            5000,
            {
                "reduction_reasons": "Skriv hvorfor søkeren ikke får hele beløpet.",
                "expected_for_less": "Skriv hva dere forventer for det mindre beløpet.",
            },
        ),
        (Proposal(Outcome.REJECTED, reasons="Nei."), 5000, {}),
        (Proposal(Outcome.DISMISSED), 5000, {"reasons": "Skriv en begrunnelse. Søkeren leser den i brevet."}),
    ],
)
def test_what_is_missing_or_wrong(proposal: Proposal, sought: int, found: dict[str, str]) -> None:
    assert problems(proposal, sought, grant_round()) == found


def test_a_round_may_give_its_tiers_only() -> None:
    only_tiers = grant_round(between=False)
    assert problems(part(2500), 5000, only_tiers) == {}
    assert problems(part(3000), 5000, only_tiers) == {
        "amount_nok": f"Velg et av beløpene 2{THIN}500, 5{THIN}000, 10{THIN}000."
    }


@pytest.mark.parametrize(
    ("outcome", "typed", "amount"),
    [
        (Outcome.GRANTED_FULL, 100, 5000),
        (Outcome.GRANTED_PART, 3000, 3000),
        (Outcome.REJECTED, 3000, 0),
        (Outcome.DISMISSED, None, 0),
        (None, 3000, None),
    ],
)
def test_the_amount_follows_from_the_outcome(outcome: Outcome | None, typed: int | None, amount: int | None) -> None:
    assert settled_amount(outcome, typed, 5000) == amount
