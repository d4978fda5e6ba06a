"""What of a plan is changed, how much it weighs, and whether the new plan holds. Pure: plain values in and out.

A plan and its parts are described in grants/plan.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import gettext as _

from app.followup.changes.models import ChangeWeight
from app.followup.grants.plan import PARTS, clock, days
from app.formatting import day, kroner

ALL_PARTS = (*PARTS, "sessions")
MOST_PEOPLE, MOST_SESSIONS, MOST_TYPES = 20_000, 20, 3
PURPOSE = frozenset({"activity_types"})
"""Parts that say what the activity is for."""


@dataclass(frozen=True)
class Wanted:
    """What the party wants: `plan`, the whole activity as it is to be; `amount_nok` when they need less;
    `changes_purpose` when what is done is another thing than what was applied for; `cancels` when nothing is held."""

    explanation: str
    plan: Mapping[str, Any] = field(default_factory=dict)
    amount_nok: int | None = None
    changes_purpose: bool = False
    cancels: bool = False


@dataclass(frozen=True)
class Frame:
    """What a new plan is held against. Whole kroner; `gone_nok` has left for the bank already."""

    week_starts_on: date
    week_ends_on: date
    today: date
    accepted_nok: int
    gone_nok: int


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Only the parts that differ: as they were, and as they are to be. What `after` does not name stays."""
    names = [name for name in ALL_PARTS if name in after and (after[name] or None) != (before.get(name) or None)]
    return {name: before.get(name) for name in names}, {name: after[name] for name in names}


def weight(changed: Mapping[str, Any], wanted: Wanted) -> ChangeWeight:
    """Amount and purpose are large (domain.md 4.1). A whole activity that is called off is small: nobody has to be
    allowed to do without money, as nobody has to be allowed to decline it."""
    if wanted.cancels:
        return ChangeWeight.SMALL
    is_large = wanted.amount_nok is not None or wanted.changes_purpose or bool(PURPOSE & changed.keys())
    return ChangeWeight.LARGE if is_large else ChangeWeight.SMALL


def problems(before: Mapping[str, Any], wanted: Wanted, frame: Frame) -> dict[str, str]:
    """What does not hold, by the field of the form."""
    if wanted.cancels:
        return {}
    plan = {**before, **wanted.plan}
    found = {**_when(before, plan, frame), **_where(plan), **_size(plan), **_words(plan)}
    amount = _amount(wanted.amount_nok, frame)
    return {**found, "amount_nok": amount} if amount else found


def _when(before: Mapping[str, Any], plan: Mapping[str, Any], frame: Frame) -> dict[str, str]:
    sessions = plan["sessions"]
    if not sessions:
        return {"sessions": str(_("Skriv minst én dag. Skal det ikke holdes, må dere avlyse i stedet."))}
    if len(sessions) > MOST_SESSIONS:
        return {"sessions": str(_("Skriv høyst %(most)s tidspunkter.", most=MOST_SESSIONS))}
    known = set(days(before))
    for number, session in enumerate(sessions, start=1):
        sentence = _session(session, known, frame)
        if sentence:
            return {"sessions": str(_("Tidspunkt %(number)s: %(sentence)s", number=number, sentence=sentence))}
    return {}


def _session(session: Mapping[str, Any], known: set[date], frame: Frame) -> str | None:
    """A day that stood there before is not judged again."""
    if not session["held_on"]:
        return str(_("Datoen mangler."))
    starts, ends = clock(session["starts"]), clock(session["ends"])
    if starts and ends and ends <= starts:
        return str(_("Slutten må være etter starten."))
    held_on = date.fromisoformat(session["held_on"])
    if held_on in known:
        return None
    if not frame.week_starts_on <= held_on <= frame.week_ends_on:
        return str(
            _(
                "Tilskuddet gjelder uka fra %(first)s til %(last)s. Vi kan ikke flytte det til %(day)s.",
                first=day(frame.week_starts_on),
                last=day(frame.week_ends_on),
                day=day(held_on),
            )
        )
    return str(_("%(day)s er passert.", day=day(held_on).capitalize())) if held_on < frame.today else None


def _where(plan: Mapping[str, Any]) -> dict[str, str]:
    found = {}
    if not plan["is_digital"] and not (plan["venue_name"] or plan["address"]):
        found["venue_name"] = str(_("Skriv hvor det skal holdes."))
    if plan["postal_code"] and not (len(plan["postal_code"]) == 4 and plan["postal_code"].isdigit()):
        found["postal_code"] = str(_("Et postnummer har fire sifre."))
    if not plan["district_code"]:
        found["district_code"] = str(_("Velg bydel."))
    return found


def _size(plan: Mapping[str, Any]) -> dict[str, str]:
    wrong = str(_("Skriv et helt tall fra 1 til %(most)s.", most=MOST_PEOPLE))
    names = ("expected_participants", "capacity")
    found = {name: wrong for name in names if plan[name] is not None and not 1 <= plan[name] <= MOST_PEOPLE}
    if plan["expected_participants"] is None:
        found["expected_participants"] = wrong
    return found


def _words(plan: Mapping[str, Any]) -> dict[str, str]:
    found = {}
    if not plan["title"]:
        found["title"] = str(_("Skriv hva aktiviteten heter."))
    if len(plan["activity_types"]) > MOST_TYPES:
        found["activity_types"] = str(_("Velg høyst tre."))
    return found


def _amount(amount_nok: int | None, frame: Frame) -> str | None:
    if amount_nok is None:
        return None
    if not 0 < amount_nok < frame.accepted_nok:
        return str(
            _(
                "Skriv et beløp under %(accepted)s. En endring kan ikke gi mer enn det som er vedtatt.",
                accepted=kroner(frame.accepted_nok),
            )
        )
    if amount_nok < frame.gone_nok:
        return str(
            _(
                "Vi har alt betalt %(gone)s. Det dere ikke bruker, fører dere opp i rapporten.",
                gone=kroner(frame.gone_nok),
            )
        )
    return None
