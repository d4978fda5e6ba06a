"""The forty invented applications as typed rows. Dates are kept as days from the Monday of the sample's week, so
that they can be played into any round."""

import csv
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "applications.csv"
SAMPLE_MONDAY = date(2026, 11, 23)
WHOLE_DAY = (time(9), time(21))


@dataclass(frozen=True)
class Row:
    """One line of applications.csv. Amounts are whole kroner; `sent_day` and `held_day` count from the Monday."""

    code: str
    organisation: str
    organisation_type: str
    orgnr: str | None
    is_vat_registered: bool
    email: str
    account: str
    title: str
    category: str
    activity_type: str
    district: str
    place: str
    held_day: int
    starts: time
    ends: time
    sessions: int
    is_free: bool
    is_open: bool
    signup: str
    capacity: int | None
    bring: str
    audience: str
    partners: tuple[str, ...]
    accessibility: tuple[str, ...]
    participants: int
    reach: int
    volunteer_hours: int
    expenses: tuple[tuple[str, int], ...]
    other_income: tuple[tuple[str, int], ...]
    sought_nok: int
    other_municipal: str
    previous_report: str
    sent_day: int
    sent_time: time
    expected: str
    exercises: str
    description: str


def read() -> list[Row]:
    """All rows, in the file's order. Raises ValueError or KeyError where the file is not what it should be."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return [_row(line) for line in csv.DictReader(file)]


def _row(line: dict[str, str]) -> Row:
    sent = datetime.fromisoformat(line["innsendt"])
    return Row(
        **_held(line),
        code=line["soknad_id"],
        organisation=line["organisasjon"],
        organisation_type=line["organisasjonstype"],
        orgnr=line["orgnr"] or None,
        is_vat_registered=line["mva_registrert"] == "ja",
        email=line["epost"],
        account=line["kontonummer"],
        title=line["aktivitetstittel"],
        category=line["kategori_2018"],
        activity_type=line["aktivitetstype"],
        is_free=line["gratis"] == "ja",
        is_open=line["apen_for_alle"] == "ja",
        signup=line["pamelding"],
        capacity=_first_number(line["kapasitet"]),
        bring=line["deltakerne_tar_med"],
        audience=line["malgruppe"],
        partners=_parts(line["samarbeidspartnere"], ";"),
        accessibility=_parts(line["universell_utforming"], ";"),
        participants=int(line["forventet_deltakere"]),
        reach=int(line["forventet_rekkevidde"]),
        volunteer_hours=int(line["frivillige_timer"]),
        expenses=_amounts(line["utgifter"]),
        other_income=_amounts(line["andre_inntekter"]),
        sought_nok=int(line["soknadssum"]),
        other_municipal=line["annen_offentlig_stotte"],
        previous_report=line["forrige_rapport"],
        sent_day=(sent.date() - SAMPLE_MONDAY).days,
        sent_time=sent.time(),
        expected=line["forventet_utfall"],
        exercises=line["testtrekk"],
        description=line["beskrivelse"],
    )


def _held(line: dict[str, str]) -> dict[str, Any]:
    """Where and when."""
    starts, ends = _hours(line["klokkeslett"])
    return {
        "district": line["bydel"],
        "place": line["sted"],
        "held_day": (date.fromisoformat(line["dato"]) - SAMPLE_MONDAY).days,
        "starts": starts,
        "ends": ends,
        "sessions": int(line["antall_okter"]),
    }


def _hours(text: str) -> tuple[time, time]:
    """«17:00-20:30»; «hele uka» is shown as the day."""
    if "-" not in text:
        return WHOLE_DAY
    starts, ends = text.split("-")
    return time.fromisoformat(starts), time.fromisoformat(ends)


def _parts(text: str, separator: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(separator) if part.strip())


def _amounts(text: str) -> tuple[tuple[str, int], ...]:
    """«Trykk:1000|Kaffe:500» as pairs of text and kroner."""
    pairs = (part.rsplit(":", 1) for part in _parts(text, "|"))
    return tuple((name, int(amount)) for name, amount in pairs)


def _first_number(text: str) -> int | None:
    digits = text.split()[0] if text else ""
    return int(digits) if digits.isdigit() else None
