"""A plan in words, part by part: for the pages that compare, and for the letter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.applications.draft_queries import districts
from app.followup.changes.models import ChangeNotice
from app.followup.grants.plan import PLACE, SIZE, WORDS, clock
from app.formatting import clock_time, day, kroner
from app.rounds.models import OptionKind, Round

PARTS: dict[str, str] = {
    "sessions": _l("Når"),
    "is_digital": _l("På nett"),
    "venue_name": _l("Sted"),
    "address": _l("Adresse"),
    "postal_code": _l("Postnummer"),
    "district_code": _l("Bydel"),
    "is_indoor": _l("Inne eller ute"),
    "expected_participants": _l("Hvor mange som kommer"),
    "capacity": _l("Plass til"),
    "signup": _l("Påmelding"),
    "title": _l("Navn"),
    "public_text": _l("Tekst i programmet"),
    "activity_types": _l("Type aktivitet"),
    "audience_text": _l("Hvem det er for"),
    "bring": _l("Ta med"),
    "accessibility": _l("Tilgjengelighet"),
    "accessibility_text": _l("Mer om tilgjengelighet"),
}
"""The parts of a plan in the order they are read."""
SIGNUP = {"drop_in": _l("Bare kom"), "sign_up": _l("Påmelding"), "both": _l("Begge deler")}
NOTHING = "–"


@dataclass(frozen=True)
class Difference:
    """One part that is changed, in words. Several lines where there are several sessions."""

    name: str
    before: Sequence[str]
    after: Sequence[str]


@dataclass(frozen=True)
class Names:
    """What the codes of a plan are called."""

    options: Mapping[str, str]
    districts: Mapping[str, str]


def names_of(of_round: Round) -> Names:
    """Two statements."""
    shown = (OptionKind.ACTIVITY_TYPE, OptionKind.ACCESSIBILITY)
    options = {option.code: option.name for option in of_round.options if option.kind in shown}
    return Names(options, {district.code: district.name for district in districts()})


def compared(notice: ChangeNotice, names: Names) -> list[Difference]:
    """What was changed, amount last."""
    found = [
        Difference(str(label), written(part, notice.before.get(part), names), written(part, notice.after[part], names))
        for part, label in PARTS.items()
        if part in notice.after
    ]
    if notice.amount_nok is not None:
        found.append(Difference(str(_("Beløp")), [kroner(granted_nok(notice))], [kroner(notice.amount_nok)]))
    return found


def granted_nok(notice: ChangeNotice) -> int:
    """What was accepted when the notice was sent; kept with it."""
    return int(notice.before.get("accepted_nok") or notice.grant.accepted_nok)


def written(part: str, value: Any, names: Names) -> list[str]:
    """Never empty: nothing is a dash."""
    if value is None or value == "" or value == []:
        return [NOTHING]
    if part == "sessions":
        return [session(one) for one in value]
    if part == "is_digital":
        return [str(_("Ja") if value else _("Nei"))]
    if part == "is_indoor":
        return [str(_("Inne") if value else _("Ute"))]
    if part == "district_code":
        return [names.districts.get(value, value)]
    if part == "signup":
        return [str(SIGNUP.get(value, value))]
    if isinstance(value, list):
        return [", ".join(names.options.get(code, code) for code in value)]
    return [str(value)]


def session(one: Mapping[str, Any]) -> str:
    """«tirsdag 24. november kl. 17.00–20.30, biblioteket»."""
    when = day(date.fromisoformat(one["held_on"])) if one["held_on"] else str(_("dato ikke satt"))
    hours = "–".join(clock_time(clock(one[name])) for name in ("starts", "ends") if one[name])
    timed = str(_("%(day)s kl. %(hours)s", day=when, hours=hours)) if hours else when
    return f"{timed}, {one['place']}" if one["place"] else timed


GISTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (_l("Når"), ("sessions",)),
    (_l("Sted"), PLACE),
    (_l("Størrelse"), (*SIZE, "signup")),
    (_l("Tekst i programmet"), (*(name for name in WORDS if name != "signup"), "accessibility")),
    (_l("Type aktivitet"), ("activity_types",)),
)
"""What a notice is about in a few words, by the parts of the plan."""


def gist(notice: ChangeNotice) -> str:
    """«Når, Sted»."""
    if notice.cancels:
        return str(_("Avlysning"))
    parts = [str(words) for words, names in GISTS if any(name in notice.after for name in names)]
    parts += [str(_("Beløp"))] if notice.amount_nok is not None else []
    parts += [str(_("Hva aktiviteten går ut på"))] if notice.changes_purpose else []
    return ", ".join(parts)
