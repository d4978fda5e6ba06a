"""What is typed, as it is read; what cannot be read or cannot be true is refused with a sentence."""

from datetime import date, time
from typing import Any

import pytest

from app.applications import paths
from app.applications.answers import Refused, parse, raw, shown
from app.applications.drafting import start
from app.applications.models import Application
from app.extensions import db
from app.rounds.models import FormLength
from tests.world import World

N, H = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"


@pytest.fixture
def draft(world: World) -> Application:
    kari = world.user()
    made = start(world.round(), world.organisation(kari), by=kari, at=world.at)
    db.session.commit()
    return made


def read(draft: Application, path: str, text: str, length: FormLength = FormLength.SHORT) -> Any:
    return parse(paths.find(draft, path).question, text, draft, length)


@pytest.mark.parametrize(
    ("path", "text", "value"),
    [
        ("contact_name", "  Kari \t Nordmann ", "Kari Nordmann"),
        ("contact_name", "   ", None),
        ("contact_name", "Kari\x00\x1b[31m", "Kari[31m"),
        ("contact_email", "Kari@Ombruk.example", "Kari@ombruk.example"),
        ("contact_phone", "98 76 54 32", "98765432"),
        ("contact_phone", "+47 987 65 432", "98765432"),
        ("contact_phone", "0047 98765432", "98765432"),
        ("contact_phone", "+46 70-123 45 67", "+46701234567"),
        ("is_first_time", "yes", True),
        ("is_first_time", "no", False),
        ("is_first_time", "", None),
        ("network_consent", "y", True),
        ("network_consent", "", False),
        ("a1.title", "<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("a1.description", "En\r\nTo\rTre", "En\nTo\nTre"),
        ("a1.expected_participants", "48", 48),
        ("a1.expected_participants", "1 200", 1200),
        ("a1.expected_participants", "20000", 20_000),
        ("a1.sought_nok", "10 000", 10_000),
        ("a1.sought_nok", "10.000", 10_000),
        ("a1.sought_nok", f"10{N}000 kr", 10_000),
        ("a1.sought_nok", "4 900,-", 4900),
        ("a1.sought_nok", "100", 100),
        ("a1.b1.amount_nok", "0", 0),
        ("a1.b1.amount_nok", "999 999", 999_999),
        ("a1.postal_code", "0190", "0190"),
        ("a1.s1.held_on", "2026-11-24", date(2026, 11, 24)),
        ("a1.s1.held_on", "24.11.2026", date(2026, 11, 24)),
        ("a1.s1.held_on", "2027-02-01", date(2027, 2, 1)),  # outside the week: warned about, not refused
        ("a1.s1.starts", "17:30", time(17, 30)),
        ("a1.s1.starts", "17.30", time(17, 30)),
        ("a1.s1.starts", "9", time(9, 0)),
        ("a1.s1.starts", "1730", time(17, 30)),
        ("a1.category", "food", "food"),
        ("a1.activity_types", "swap,repair,reuse", ["reuse", "repair", "swap"]),
        ("a1.activity_types", "", []),
        ("a1.district_code", "030101", "030101"),
        ("a1.permit_police", "applied", "applied"),
        (
            "a1.partners",
            "Deichman Tøyen – lån av lokale\n\nSpeidernes hus: mat\nFrelsesarmeen",
            [
                {"name": "Deichman Tøyen", "role": "lån av lokale"},
                {"name": "Speidernes hus", "role": "mat"},
                {"name": "Frelsesarmeen", "role": ""},
            ],
        ),
    ],
)
def test_read(draft: Application, path: str, text: str, value: Any) -> None:
    assert read(draft, path, text) == value


FIGURES = "Skriv beløpet i hele kroner, bare med siffer."
CAP = f"Dere kan søke om høyst 10{N}000{H}kr for hver aktivitet."
STEP = f"Beløpet må gå opp i 100{H}kr, for eksempel 4{N}900{H}kr."
EMAIL = "Dette er ikke en e-postadresse. Skriv den slik: navn@eksempel.no."
PHONE = "Skriv et telefonnummer med åtte siffer, eller med landkode og pluss foran."
DATE = "Dette er ikke en dato. Skriv den slik: 24.11.2026."
TIME = "Dette er ikke et klokkeslett. Skriv det slik: 17.30."


@pytest.mark.parametrize(
    ("path", "text", "sentence"),
    [
        ("contact_name", "x" * 81, "Teksten er 1 tegn for lang. Det er plass til 80 tegn."),
        ("contact_email", "kari", EMAIL),
        ("contact_email", "kari@", EMAIL),
        ("contact_phone", "1234", PHONE),
        ("contact_phone", "12345678", PHONE),
        ("contact_phone", "ring meg", PHONE),
        ("is_first_time", "maybe", "Velg et av svarene."),
        ("a1.title", "x" * 90, "Teksten er 10 tegn for lang. Det er plass til 80 tegn."),
        ("a1.expected_participants", "mange", "Skriv et helt tall, bare med siffer."),
        ("a1.expected_participants", "48,5", "Skriv et helt tall, bare med siffer."),
        ("a1.expected_participants", "-1", "Skriv et helt tall, bare med siffer."),
        ("a1.expected_participants", "٤٨", "Skriv et helt tall, bare med siffer."),
        ("a1.expected_participants", "0", "Tallet kan ikke være mindre enn 1."),
        ("a1.expected_participants", "20001", f"Tallet kan ikke være større enn 20{N}000."),
        ("a1.expected_participants", "9" * 40, "Skriv et helt tall, bare med siffer."),
        ("a1.sought_nok", "fem tusen", FIGURES),
        ("a1.sought_nok", "10100", CAP),
        ("a1.sought_nok", "4950", STEP),
        ("a1.sought_nok", "50", f"Beløpet må gå opp i 100{H}kr, for eksempel 100{H}kr."),
        ("a1.sought_nok", "0", "Skriv hvor mye dere søker om."),
        ("a1.b1.amount_nok", "1000000", f"Beløpet kan ikke være større enn 999{N}999{H}kr."),
        ("a1.b1.amount_nok", "12,50", FIGURES),
        ("a1.postal_code", "190", "Et postnummer har fire siffer."),
        ("a1.s1.held_on", "i morgen", DATE),
        ("a1.s1.held_on", "2026-02-30", DATE),
        ("a1.s1.held_on", "0026-11-24", "Året kan ikke stemme."),
        ("a1.s1.starts", "25:00", TIME),
        ("a1.s1.starts", "17:65", TIME),
        ("a1.category", "cars", "Velg et av svarene."),
        ("a1.district_code", "999999", "Velg et av svarene."),
        ("a1.activity_types", "reuse,repair,swap,course", "Velg høyst 3. Dere har valgt 4."),
        ("a1.activity_types", "reuse,hacking", "Velg blant svarene."),
        ("a1.partners", "\n".join("abcdefghijk"), "Det er plass til 10 samarbeidspartnere."),
    ],
)
def test_refused(draft: Application, path: str, text: str, sentence: str) -> None:
    with pytest.raises(Refused) as refusal:
        read(draft, path, text)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    ("length", "limit"), [(FormLength.SHORT, 600), (FormLength.STANDARD, 1500), (FormLength.FULL, 2000)]
)
def test_the_length_of_the_form_limits_the_description(draft: Application, length: FormLength, limit: int) -> None:
    assert read(draft, "a1.description", "x" * limit, length) == "x" * limit
    with pytest.raises(Refused):
        read(draft, "a1.description", "x" * (limit + 1), length)


def test_a_round_with_fixed_amounts_takes_no_other(draft: Application) -> None:
    draft.round.allows_amounts_between = False
    assert read(draft, "a1.sought_nok", "5000") == 5000
    with pytest.raises(Refused) as refusal:
        read(draft, "a1.sought_nok", "4900")
    assert str(refusal.value) == f"Velg ett av beløpene: 2{N}500{H}kr, 5{N}000{H}kr, 10{N}000{H}kr."
    db.session.rollback()


@pytest.mark.parametrize(
    ("path", "value", "text"),
    [
        ("a1.sought_nok", 5000, "5000"),
        ("a1.sought_nok", None, ""),
        ("a1.is_free", True, "yes"),
        ("a1.is_free", False, "no"),
        ("a1.is_digital", False, ""),
        ("a1.activity_types", ["reuse", "swap"], "reuse,swap"),
        ("a1.s1.held_on", date(2026, 11, 24), "2026-11-24"),
        ("a1.s1.starts", time(17, 30), "17:30"),
        (
            "a1.partners",
            [{"name": "Deichman", "role": "lokale"}, {"name": "NGO", "role": ""}],
            "Deichman – lokale\nNGO",
        ),
    ],
)
def test_written_back(draft: Application, path: str, value: Any, text: str) -> None:
    question = paths.find(draft, path).question
    assert raw(question, value) == text
    assert parse(question, text, draft, FormLength.SHORT) == value


@pytest.mark.parametrize(
    ("path", "text", "words"),
    [
        ("a1.category", "food", "Matsvinn og bærekraftig mat"),
        ("a1.is_free", "no", "Nei"),
        ("a1.activity_types", "reuse,swap", "Ombruk, Bytte"),
        ("a1.is_digital", "yes", "Krysset av"),
        ("a1.title", "Fiksekveld", "Fiksekveld"),
    ],
)
def test_in_words(draft: Application, path: str, text: str, words: str) -> None:
    assert shown(paths.find(draft, path).question, text, draft) == words
