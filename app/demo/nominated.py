"""The twelve invented nominations as typed rows. Dates are kept as days from the Monday of the sample's week, so that
they can be played into any year."""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from app.demo.rows import SAMPLE_MONDAY

FILE = Path(__file__).parent / "nominations.csv"

AGREEMENTS = {"Redesign": "repair", "Rehabilitering": "refurbish", "utenfor": "other"}
ORDERS = {"direkte avrop": "direct", "minikonkurranse": "mini", "egen anskaffelse": "other"}
LEADERS = frozenset({"styrer", "daglig leder", "avdelingsleder", "driftsleder", "stasjonsleder"})
OTHERS = {"vaktmester": "colleague", "pårørende": "user"}
SOCIAL = {"lærling": "apprentice", "arbeidstrening": "work_training", "student": "pupils", "elever": "pupils"}
SOCIAL_MORE = {"sommerjobb": "young", "frivillige": "volunteers"}
MOTIFS = {
    "N26-01": "chairs",
    "N26-02": "bench",
    "N26-03": "shelves",
    "N26-04": "desks",
    "N26-05": "bench",
    "N26-06": "desks",
    "N26-07": "sofa",
    "N26-08": "counter",
    "N26-09": "shelves",
    "N26-10": "sofa",
    "N26-11": "counter",
    "N26-12": "chairs",
}


@dataclass(frozen=True)
class Nominated:
    """One line of nominations.csv. Whole kroner without VAT, kilograms; the period in days from the Monday. `before`
    and `after` are how many pictures it has."""

    code: str
    project: str
    unit: str
    district: str
    role: str
    relation: str
    agreement: str
    order_form: str
    supplier: str
    value_nok: int
    from_day: int
    to_day: int
    is_finished: bool
    count: int
    kinds: str
    new_price_nok: int | None
    weight_kg: int | None
    co2e_kg: int | None
    method: str
    social: tuple[str, ...]
    social_text: str
    users: str
    transfer: str
    before: int
    after: int
    may_be_shown: bool
    unit_code: str | None
    expected: str
    why: str

    @property
    def motif(self) -> str:
        return MOTIFS[self.code]

    def period(self, monday: date) -> tuple[date, date]:
        return monday + timedelta(self.from_day), monday + timedelta(self.to_day)


def read() -> list[Nominated]:
    """All rows, in the file's order. Raises ValueError or KeyError where the file is not what it should be."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return [_row(line) for line in csv.DictReader(file)]


def _row(line: dict[str, str]) -> Nominated:
    return Nominated(
        code=line["nominasjon_id"],
        project=line["prosjekt"],
        unit=line["virksomhet"],
        district=line["bydel"],
        role=line["nominert_av_rolle"],
        relation=_relation(line["nominert_av_rolle"]),
        agreement=AGREEMENTS[line["avtale"].split()[0]],
        order_form=ORDERS[line["avropsform"]],
        supplier=line["leverandor_fiktiv"],
        value_nok=int(line["kontraktsverdi_eks_mva"]),
        from_day=_day(line["periode_fra"]),
        to_day=_day(line["periode_til"]),
        is_finished=line["status"] == "ferdig",
        count=int(line["antall_enheter"]),
        kinds=" og ".join(line["enhetstyper"].rsplit(";", 1)).replace(";", ", "),
        new_price_nok=_number(line["alternativ_nykjop_eks_mva"]),
        weight_kg=_number(line["vekt_kg"]),
        co2e_kg=_number(line["co2e_kg"]),
        method=line["beregningsmetode"],
        social=_social(line["sosial_effekt"]),
        social_text=line["sosial_effekt"],
        users=line["medvirkning"],
        transfer=line["overforingsverdi"],
        before=int(line["bilder_for"]),
        after=int(line["bilder_etter"]),
        may_be_shown=line["fotosamtykke"] == "ja",
        unit_code=line["habilitet_flagg"] or None,
        expected=line["forventet_utfall"],
        why=line["begrunnelse"],
    )


def _relation(role: str) -> str:
    return OTHERS.get(role) or ("leader" if role in LEADERS else "owner")


def _social(text: str) -> tuple[str, ...]:
    known = {**SOCIAL, **SOCIAL_MORE}
    return tuple(dict.fromkeys(code for word, code in known.items() if word in text))


def _day(text: str) -> int:
    return (date.fromisoformat(text) - SAMPLE_MONDAY).days


def _number(text: str) -> int | None:
    return int(text) if text.isdigit() else None
