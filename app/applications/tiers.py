"""Which amount fits an activity of this size, and how much is asked for it (domain.md 2.1). Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from app.applications.models import Activity, Application
from app.formatting import number
from app.rounds.models import AmountTier, FormLength, Round

LENGTHS = (FormLength.SHORT, FormLength.STANDARD, FormLength.FULL)


@dataclass(frozen=True)
class Suggestion:
    """The tier that fits, and why in a short line. No tier while too little is known."""

    tier: AmountTier | None
    reason: str


def suggest(tiers: Sequence[AmountTier], participants: int | None, sessions: int | None) -> Suggestion:
    """The smallest tier whose limits hold both numbers; the largest tier when none does."""
    if not tiers:
        return Suggestion(None, "")
    if not participants:
        return Suggestion(None, _("Skriv hvor mange dere tror kommer, så foreslår vi et beløp."))
    times = sessions or 1
    in_order = sorted(tiers, key=lambda tier: tier.amount_nok)
    tier = next((tier for tier in in_order if _holds(tier, participants, times)), in_order[-1])
    people = ngettext("%(n)s deltaker", "%(n)s deltakere", participants, n=number(participants))
    occasions = ngettext("%(n)s økt", "%(n)s økter", times, n=number(times))
    return Suggestion(tier, f"{people}, {occasions} → {number(tier.amount_nok)}")


def _holds(tier: AmountTier, participants: int, sessions: int) -> bool:
    return (tier.up_to_participants is None or participants <= tier.up_to_participants) and (
        tier.up_to_sessions is None or sessions <= tier.up_to_sessions
    )


def form_length(grant_round: Round, amount_nok: int | None) -> FormLength:
    """How much an activity that seeks this amount is asked: as the smallest tier that covers it.

    While no amount is chosen: as the smallest tier. A round without tiers asks everything.
    """
    tiers = sorted(grant_round.tiers, key=lambda tier: tier.amount_nok)
    if not tiers:
        return FormLength.FULL
    covering = (tier.form_length for tier in tiers if tier.amount_nok >= (amount_nok or 0))
    return next(covering, tiers[-1].form_length)


def longest(lengths: Iterable[FormLength]) -> FormLength:
    return max(lengths, key=LENGTHS.index, default=FormLength.SHORT)


def application_length(application: Application) -> FormLength:
    """The questions about the applicant follow the activity that is asked the most."""
    return longest(form_length(application.round, activity.sought_nok) for activity in application.activities)


def length_of(application: Application, activity: Activity | None) -> FormLength:
    """Of this activity; None stands for the application's own questions."""
    if activity is None:
        return application_length(application)
    return form_length(application.round, activity.sought_nok)
