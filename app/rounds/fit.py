"""«Passer dette for dere?»: the round's own rules as a few questions, and the answer to them. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from app.formatting import full_day
from app.rounds.models import Round


@dataclass(frozen=True)
class Question:
    """Something to tick when it is so. `refusal` says why it must be, `advice` what can be done about it."""

    code: str
    text: str
    refusal: str
    advice: str


def questions(grant_round: Round) -> list[Question]:
    """Those that the round's rules ask; what it does not require is not asked."""
    asked = [_in_week(grant_round), _in_city(grant_round)]
    if grant_round.requires_open_to_all:
        asked.insert(0, _open_to_all())
    if grant_round.requires_free_entry:
        asked.insert(0, _free())
    return asked


def unmet(asked: Sequence[Question], ticked: Collection[str]) -> list[Question]:
    """What stands in the way; nothing when it fits."""
    return [question for question in asked if question.code not in ticked]


def _free() -> Question:
    return Question(
        "free",
        _("Det er gratis å komme"),
        _("Vi støtter bare aktiviteter som er gratis for dem som kommer."),
        _("Dere kan gjerne selge brukte ting eller kaffe, så lenge det ikke koster noe å være med."),
    )


def _open_to_all() -> Question:
    return Question(
        "open",
        _("Det er åpent for alle"),
        _("Vi støtter ikke lukkede arrangementer."),
        _("Påmelding er greit. Aktiviteten kan også være lagt til rette for en gruppe, når andre er velkomne."),
    )


def _in_week(grant_round: Round) -> Question:
    week = week_in_words(grant_round)
    return Question(
        "week",
        _("Det skjer %(week)s", week=week),
        _("Aktiviteten må skje %(week)s.", week=week),
        _("Kan dere flytte noe av den til disse dagene, kan dere søke om det."),
    )


def week_in_words(grant_round: Round) -> str:
    return days_in_words(grant_round.week_starts_on, grant_round.week_ends_on)


def days_in_words(start: date, end: date) -> str:
    """«23.–29. november 2026»; the month is said twice only when the days span two."""
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}.–{full_day(end)}"
    return f"{full_day(start).rsplit(' ', 1)[0] if start.year == end.year else full_day(start)}–{full_day(end)}"


def _in_city(grant_round: Round) -> Question:
    city = grant_round.municipality.removesuffix(" kommune")
    return Question(
        "place",
        _("Det skjer i %(city)s eller på nett", city=city),
        _("Aktiviteten må skje i %(city)s, eller på nett for dem som bor der.", city=city),
        _("Mange kommuner har egne tilskudd. Spør kommunen der aktiviteten skal være."),
    )
