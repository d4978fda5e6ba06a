"""What a year has promised, to whom and since when, and what must hold before it is announced. Every rule gives a
sentence."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.clock import local
from app.formatting import kroner, moment
from app.judging.models import HIGHEST
from app.judging.scoring import WHOLE
from app.prize import contents
from app.prize.models import OptionKind, Prize, PrizeStatus

Changes = Mapping[str, Any]
Rule = Callable[[Prize, Any, datetime], str | None]
ORDER = list(PrizeStatus)

ANNOUNCED = {
    "name": _l("Navnet er kunngjort."),
    "theme": _l("Temaet er kunngjort."),
    "theme_text": _l("Temaet er kunngjort."),
    "finished_by": _l("Dagen er kunngjort."),
    "requires_agreement": _l("Kravet er kunngjort."),
    "opens_at": _l("Dagen er kunngjort."),
    "criteria": _l("Kriteriene er kunngjort, og juryen vurderer etter dem."),
    "prize_text": _l("Prisen er kunngjort."),
}
"""Fixed from the announcement: people decide by it whether to nominate."""

REACHED: dict[str, tuple[PrizeStatus, str]] = {
    "mandate": (PrizeStatus.APPOINTED, _l("Juryen er oppnevnt med dette mandatet.")),
    "quorum": (PrizeStatus.APPOINTED, _l("Juryen er oppnevnt med dette mandatet.")),
    "chair_breaks_ties": (PrizeStatus.APPOINTED, _l("Juryen er oppnevnt med dette mandatet.")),
    "seats": (PrizeStatus.APPOINTED, _l("Juryen er oppnevnt.")),
    "scoring_closes_at": (PrizeStatus.LOCKED, _l("Poengene er låst.")),
    "meeting_at": (PrizeStatus.RANKED, _l("Jurymøtet er holdt.")),
    "minutes_show_scores": (PrizeStatus.STATEMENT_READY, _l("Protokollen er laget.")),
    "handover_on": (PrizeStatus.HANDED_OVER, _l("Prisen er overrakt.")),
}
"""Fixed from the day the jury's work reaches a status."""


def has_reached(prize: Prize, status: PrizeStatus) -> bool:
    """Whether the year stands at `status` or further on. A cancelled year has come as far as it ever will."""
    return ORDER.index(prize.status) >= ORDER.index(status)


def fixed(prize: Prize, at: datetime) -> dict[str, str]:
    """What cannot be changed at all any more: column or list → why."""
    found = {name: str(why) for name, (status, why) in REACHED.items() if has_reached(prize, status)}
    if prize.announced_at is not None:
        found |= {name: str(why) for name, why in ANNOUNCED.items()}
        if at > prize.closes_at:
            found["closes_at"] = str(_("Fristen er ute, og det kan ikke åpnes igjen."))
    return found


def _deadline(prize: Prize, new: datetime, _at: datetime) -> str | None:
    if new > prize.closes_at:
        return None
    return str(_("Fristen er kunngjort som %(day)s og kan bare forlenges.", day=moment(prize.closes_at)))


def _residents(_prize: Prize, new: bool, _at: datetime) -> str | None:
    return None if new else str(_("Det er kunngjort at innbyggere kan nominere."))


def _amount(prize: Prize, new: int | None, _at: datetime) -> str | None:
    if prize.prize_nok is None or (new or 0) >= prize.prize_nok:
        return None
    return str(_("Prisen er kunngjort som %(amount)s og kan bare økes.", amount=kroner(prize.prize_nok)))


def _options(kind: OptionKind) -> Rule:
    def rule(prize: Prize, rows: list[dict[str, Any]], _at: datetime) -> str | None:
        kept = {row.get("code"): row for row in rows}
        for known in contents.options(kind, prize):
            if known["code"] not in kept:
                return str(_("Noen kan ha valgt «%(name)s». Valg kan få nytt navn, men ikke tas bort.", **known))
            if {**known, "name": ""} != {**kept[known["code"]], "name": ""}:
                return str(_("Hva «%(name)s» betyr, er kunngjort. Bare navnet kan endres.", **known))
        return None

    return rule


SINCE_ANNOUNCED: dict[str, Rule] = {
    "closes_at": _deadline,
    "residents_may_nominate": _residents,
    "prize_nok": _amount,
    **{f"options_{kind}": _options(kind) for kind in OptionKind},
}
"""May still be changed after the announcement, one way only."""


def _scoring(prize: Prize, new: datetime | None, at: datetime) -> str | None:
    if prize.status is not PrizeStatus.SCORING or new is None or new > at:
        return None
    return str(_("Tidspunktet er passert. Juryen gir poeng nå, og fristen må ligge fram i tid."))


def _seats(prize: Prize, rows: list[dict[str, Any]], _at: datetime) -> str | None:
    kept = {row["code"] for row in rows}
    lost = [seat for seat in contents.seats_of(prize) if seat.code not in kept]
    taken = next((seat for seat in lost if seat.members), None)
    if taken is not None:
        return str(_("Noen er satt opp for %(unit)s. Plassen kan få nytt navn, men ikke tas bort.", unit=taken.unit))
    if lost and prize.last_number:
        return str(
            _(
                "Nominasjoner kan være merket med %(code)s. Plassen kan få nytt navn, men ikke tas bort.",
                code=lost[0].code,
            )
        )
    return None


ALWAYS: dict[str, Rule] = {"scoring_closes_at": _scoring, "seats": _seats}


def changed(prize: Prize, changes: Changes) -> dict[str, Any]:
    """Only what differs from what stands."""
    return {name: value for name, value in changes.items() if contents.read(prize, name) != value}


def broken(prize: Prize, changes: Changes, at: datetime) -> dict[str, str]:
    """The promises that `changes` would break: column or list → sentence."""
    rules = {**ALWAYS, **({} if prize.announced_at is None else SINCE_ANNOUNCED)}
    found = {name: rules[name](prize, new, at) for name, new in changes.items() if name in rules}
    found |= {name: why for name, why in fixed(prize, at).items() if name in changes}
    return {name: sentence for name, sentence in found.items() if sentence}


def contradictions(prize: Prize, changes: Changes) -> dict[str, str]:
    """Dates out of order, a quorum that nobody can reach: column → sentence. Refused at any time."""

    def value(name: str) -> Any:
        return changes[name] if name in changes else contents.read(prize, name)

    closes_at, scoring, meeting = value("closes_at"), value("scoring_closes_at"), value("meeting_at")
    found = {
        "closes_at": (value("opens_at") >= closes_at, _("Fristen må komme etter at det åpner.")),
        "finished_by": (
            value("finished_by") > local(closes_at).date(),
            _("Prosjektet må være ferdig senest den dagen fristen går ut."),
        ),
        "scoring_closes_at": (_is_before(scoring, closes_at), _("Juryen kan ikke bli ferdig før fristen er ute.")),
        "meeting_at": (_is_before(meeting, scoring or closes_at), _("Møtet må komme etter at poengene er låst.")),
        "handover_on": (
            _is_before(value("handover_on"), local(meeting or closes_at).date()),
            _("Overrekkelsen må komme etter jurymøtet."),
        ),
        "quorum": (
            value("quorum") > len(value("seats")),
            _("Juryen har %(seats)s plasser, og kan ikke kreve poeng fra flere.", seats=len(value("seats"))),
        ),
    }
    return {name: sentence for name, (wrong, sentence) in found.items() if wrong}


def _is_before(day: Any, earliest: date | datetime) -> bool:
    return day is not None and day < earliest


def lacks(prize: Prize) -> dict[str, str]:
    """What must be mended before the year is announced: column or list → sentence."""
    needed = {
        "theme_text": (prize.theme_text, _("Skriv hva temaet går ut på.")),
        "prize_text": (prize.prize_text, _("Skriv hva vinneren får.")),
        "mandate": (prize.mandate, _("Skriv juryens mandat.")),
    }
    found = {
        **contradictions(prize, {}),
        **{name: None if text.strip() else sentence for name, (text, sentence) in needed.items()},
        "criteria": _criteria(contents.criteria(prize)),
        "owner_unit": _owner(prize),
        "options_agreement": _agreements(prize),
        "options_relation": None
        if contents.options(OptionKind.RELATION, prize)
        else _("Den som nominerer, trenger en liste over forhold til prosjektet."),
    }
    return {name: sentence for name, sentence in found.items() if sentence}


def _criteria(rows: list[dict[str, Any]]) -> str | None:
    weight = sum(row["weight"] for row in rows)
    if weight != WHOLE:
        return str(_("Vektene i vurderingsskjemaet blir %(sum)s. De skal bli 100.", sum=weight))
    for row in rows:
        if len([sentence for sentence in row["anchors"] if sentence.strip()]) != HIGHEST:
            return str(_("«%(name)s» trenger en setning for hver av de fem verdiene.", name=row["name"]))
    return None


def _owner(prize: Prize) -> str | None:
    needed = (prize.municipality, prize.owner_unit, prize.owner_address, prize.contact_email, prize.contact_phone)
    return None if all(text.strip() for text in needed) else str(_("Fyll ut avsenderen: enhet, adresse og kontakt."))


def _agreements(prize: Prize) -> str | None:
    qualify = any(row["qualifies"] for row in contents.options(OptionKind.AGREEMENT, prize))
    if qualify or not prize.requires_agreement:
        return None
    return str(_("Temaet krever en avtale. Skriv minst én avtale som er med."))
