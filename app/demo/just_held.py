"""A small round of another scheme, whose days are just over: one report is handed in, and Anne has one to write."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from app import clock
from app.demo import after_letter
from app.demo.after_letter import Payers, Told
from app.demo.handling import Staff
from app.demo.last_year import LastYear, follow_up
from app.demo.playing import Playing
from app.demo.rows import Row
from app.extensions import db
from app.rounds.models import Round

ANNES, HANDED_IN, UNPAID = "S26-005", "S26-012", "S26-018"
SCHEME = {"slug": "ombruk-hele-aret", "name": "Ombruk hele året"}
TOLD = Told(
    38, True, {"repaired": 31}, "Folk lærte å legge opp sine egne bukser.", "Vi trenger en maskin til.", spent=9
)


def monday(at: datetime) -> date:
    """The Monday of the last week that is wholly over."""
    today = at.date()
    return today - timedelta(days=today.weekday() + 7)


def document(standard: dict[str, Any]) -> dict[str, Any]:
    """The same round for another scheme, with a small pot and its report due six weeks on."""
    made: dict[str, Any] = {**standard, "scheme": SCHEME, "round": dict(standard["round"])}
    made["round"] |= {"pot_nok": 40000, "reserve_nok": 4000, "purpose": "Små arrangementer utenom uka."}
    return made


def play(held: Round, rows: Sequence[Row], staff: Staff, payers: Payers, close: Callable[[Round], None]) -> None:
    """Applied, decided, accepted, paid; held last week. Somebody else's report is in, Anne's is not,
    and one who was late to accept waits for the second person to approve the payment."""
    chosen = [row for row in rows if row.code in (ANNES, HANDED_IN, UNPAID)]
    cases = Playing(held, held.week_starts_on, staff.ingrid, lambda _line: None).play(chosen)
    close(held)
    LastYear(held, cases, staff).work(chosen)
    paid, last = [row for row in chosen if row.code != UNPAID], chosen[-1]
    follow_up(held, cases, paid, payers)
    late = held.closes_at + timedelta(days=17)
    with clock.frozen(late):
        after_letter.accept(cases[UNPAID], last, late)
        after_letter.approve_once(held, payers.first, late)
    sent = after_letter.evening(held.week_ends_on)
    with clock.frozen(sent):
        after_letter.report(cases[HANDED_IN], TOLD, sent, with_picture=True)
    db.session.commit()
