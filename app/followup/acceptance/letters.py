"""What the letter of a lapsed grant says, as plain values."""

from collections.abc import Sequence
from datetime import date, datetime

from flask_babel import gettext as _

from app.applications.letters import recipient
from app.clock import local
from app.decisions.models import Decision, DecisionLine
from app.formatting import full_day, number
from app.letters.sectioned import GrantLapsedContent, Official, Section
from app.rounds.letters import sender
from app.rounds.models import Round


def lapsed(
    decision: Decision, lines: Sequence[tuple[DecisionLine, int]], answer_by: date, *, link: str, at: datetime
) -> GrantLapsedContent:
    """`lines`: what lapsed, each with its kroner (an increase only, where something smaller was accepted before).
    `answer_by`: the last day that the reminder gave."""
    application, of_round = decision.application, decision.application.round
    total = sum(amount for _line, amount in lines)
    return GrantLapsedContent(
        sender=sender(of_round),
        recipient=recipient(application),
        reference=application.reference,
        on=local(at).date(),
        heading=_("Tilskuddet på %(amount)s kroner er falt bort", amount=number(total)),
        lead=_("Vi har ikke fått svar på om dere tar imot tilskuddet. Derfor får dere det ikke."),
        sections=(_what(lines), _why(answer_by), _what_now(of_round)),
        officials=(Official(decision.prepared_by_name, _("saksbehandler")),),
        link=link,
    )


def _what(lines: Sequence[tuple[DecisionLine, int]]) -> Section:
    items = tuple(
        _("%(title)s: %(amount)s kroner", title=line.activity.title, amount=number(amount)) for line, amount in lines
    )
    return Section(_("Dette er falt bort"), items=items, block="decision")


def _why(answer_by: date) -> Section:
    text = _(
        "I vedtaket ba vi dere svare innen en frist. Vi minnet dere på det, og ga dere til og med %(day)s. Pengene går "
        "nå tilbake til potten, så andre kan få dem.",
        day=full_day(answer_by),
    )
    return Section(_("Hvorfor"), (text,), block="reasons")


def _what_now(of_round: Round) -> Section:
    text = _(
        "Dere trenger ikke å gjøre noe. Er det noe vi har misforstått, må dere ta kontakt så snart dere kan: ring "
        "%(phone)s eller skriv til %(email)s.",
        phone=of_round.contact_phone,
        email=of_round.contact_email,
    )
    return Section(_("Hva skjer nå"), (text,), block="next_steps")
