"""What may be proposed for an activity: amounts by outcome, and what each outcome must say. Pure; whole kroner."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.decisions.models import Outcome
from app.formatting import kroner, number
from app.rounds.merging import unfilled
from app.rounds.models import Round

TEXTS = ("reasons", "reduction_reasons", "expected_for_less", "advice", "special_condition")
"""What a proposal says in words; all of it may stand in the letter."""

OUTCOMES: dict[Outcome, str] = {
    Outcome.GRANTED_FULL: _l("Hele beløpet"),
    Outcome.GRANTED_PART: _l("En del av beløpet"),
    Outcome.REJECTED: _l("Avslag"),
    Outcome.DISMISSED: _l("Avvisning"),
}
"""As a case handler chooses them."""

RESULTS: dict[Outcome, str] = {
    Outcome.GRANTED_FULL: _l("Innvilget"),
    Outcome.GRANTED_PART: _l("Delvis innvilget"),
    Outcome.REJECTED: _l("Avslag"),
    Outcome.DISMISSED: _l("Avvist"),
}
"""As the decision states them."""


@dataclass(frozen=True)
class Proposal:
    """What a case handler proposes for one activity. Unfinished while it is being written."""

    outcome: Outcome | None = None
    amount_nok: int | None = None
    reasons: str | None = None
    reduction_reasons: str | None = None
    expected_for_less: str | None = None
    advice: str | None = None
    special_condition: str | None = None


def highest_nok(sought_nok: int, grant_round: Round) -> int:
    """The most an activity may get: what was sought, and never above the round's cap."""
    return min(sought_nok, grant_round.max_activity_nok)


def settled_amount(outcome: Outcome | None, typed_nok: int | None, sought_nok: int) -> int | None:
    """The whole sum follows from «full», nothing from a refusal; only a part is typed."""
    if outcome is Outcome.GRANTED_FULL:
        return sought_nok
    if outcome is Outcome.GRANTED_PART:
        return typed_nok
    return None if outcome is None else 0


def amount_problem(proposal: Proposal, sought_nok: int, grant_round: Round) -> str | None:
    """Why this amount cannot be given, as a sentence, or None."""
    if proposal.outcome is Outcome.GRANTED_FULL:
        if sought_nok > grant_round.max_activity_nok:
            return str(
                _(
                    "Det er søkt om mer enn taket på %(cap)s. Velg en del av beløpet.",
                    cap=kroner(grant_round.max_activity_nok),
                )
            )
        return None
    if proposal.outcome is not Outcome.GRANTED_PART:
        return None
    return _part_problem(proposal.amount_nok, sought_nok, grant_round)


def _part_problem(amount: int | None, sought_nok: int, grant_round: Round) -> str | None:
    if amount is None:
        return str(_("Skriv beløpet i hele kroner."))
    if not 0 < amount < sought_nok:
        return str(_("En del er mer enn 0 og mindre enn de %(sought)s det er søkt om.", sought=kroner(sought_nok)))
    if amount > grant_round.max_activity_nok:
        return str(_("Taket er %(cap)s per aktivitet.", cap=kroner(grant_round.max_activity_nok)))
    if not grant_round.allows_amounts_between:
        amounts = [tier.amount_nok for tier in grant_round.tiers]
        return (
            None
            if amount in amounts
            else _("Velg et av beløpene %(amounts)s.", amounts=", ".join(map(number, amounts)))
        )
    if amount % grant_round.step_nok:
        return str(_("Beløpet må gå opp i %(step)s kroner.", step=number(grant_round.step_nok)))
    return None


def problems(proposal: Proposal, sought_nok: int, grant_round: Round) -> dict[str, str]:
    """What is missing or wrong, by field; empty when the proposal can be sent."""
    if proposal.outcome is None:
        return {"outcome": _("Velg hva dere vil gjøre med aktiviteten.")}
    found = {"amount_nok": amount_problem(proposal, sought_nok, grant_round)}
    if not proposal.reasons:
        found["reasons"] = _("Skriv en begrunnelse. Søkeren leser den i brevet.")
    if proposal.outcome is Outcome.GRANTED_PART:
        if not proposal.reduction_reasons:
            found["reduction_reasons"] = _("Skriv hvorfor søkeren ikke får hele beløpet.")
        if not proposal.expected_for_less:
            found["expected_for_less"] = _("Skriv hva dere forventer for det mindre beløpet.")
    for name in TEXTS:
        if field := unfilled(getattr(proposal, name)):
            found[name] = _("Fyll ut «%(field)s» før du sender.", field=field)
    return {name: sentence for name, sentence in found.items() if sentence}
