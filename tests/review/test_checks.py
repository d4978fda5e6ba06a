"""Each formal check as a table of facts: its level and the sentence that a case handler reads."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from app.accounts.models import ApplicantType
from app.review.checks import ActivityFacts, CaseFacts, Finding, Line, Permit, check, check_against_others
from app.review.models import CheckCode
from app.review.sentences import NAMES, SENTENCES, advice, sentence

CLOSES = datetime(2026, 9, 20, 21, 59, 59, tzinfo=UTC)
TUESDAY, WEDNESDAY = date(2026, 11, 24), date(2026, 11, 25)
ACTIVITY = ActivityFacts(
    id=7,
    position=1,
    reference="OMB-2026-0001",
    title="Fiksekveld på Tøyen",
    venue="Deichman Tøyen",
    days=(TUESDAY,),
    lines=(Line("Deler", 4200), Line("Frukt", 800)),
    is_indoor=True,
    sought_nok=5000,
    participants=48,
    reach=2000,
)
CASE = CaseFacts(
    received_at=CLOSES,
    closes_at=CLOSES,
    max_activity_nok=10000,
    max_applications=None,
    requires_free_entry=True,
    requires_open_to_all=True,
    requires_alcohol_free=True,
    applicant_type=ApplicantType.VOLUNTARY,
    orgnr="100260018",
    orgnr_required=True,
    orgnr_problem=None,
    municipal_givers=(),
    de_minimis_declared=False,
    de_minimis_nok=0,
    missing_report=None,
    activities=(ACTIVITY,),
)


def found(case: CaseFacts, code: str) -> list[Finding]:
    return [one for one in check(case) if one.code == code]


def words(case: CaseFacts, code: str) -> list[tuple[str, str]]:
    """(level, sentence) of each finding of this code, with ordinary spaces."""
    return [
        (one.level.value, sentence(one.code, one.stored).replace("\u202f", " ").replace("\u00a0", " "))
        for one in found(case, code)
    ]


def with_activity(**changes: Any) -> CaseFacts:
    return replace(CASE, activities=(replace(ACTIVITY, **changes),))


def other(**changes: Any) -> ActivityFacts:
    standard = replace(ACTIVITY, id=8, reference="OMB-2026-0002", title="Byttedag", venue="Samfunnshuset")
    return replace(standard, **{"days": (WEDNESDAY,), "lines": (), **changes})


def test_a_sound_case_is_green_throughout() -> None:
    assert [(one.code.value, one.level.value) for one in check(CASE)] == [
        (code, "green")
        for code in [
            "in_time",
            "organisation_number",
            "previous_report",
            "several_applications",
            "same_expense",
            "within_week",
            "free_entry",
            "open_to_all",
            "alcohol_free",
            "within_cap",
            "budget_balances",
            "duplicate",
            "permits",
            "running_costs",
            "plausible_reach",
        ]
    ]


@pytest.mark.parametrize(
    ("late_by", "level", "text"),
    [
        (timedelta(0), "green", "Kom 20. september 2026 kl. 23.59.59. Fristen var 20. september 2026 kl. 23.59.59."),
        (
            timedelta(milliseconds=999),
            "green",
            "Kom 20. september 2026 kl. 23.59.59. Fristen var 20. september 2026 kl. 23.59.59.",
        ),
        (
            timedelta(seconds=1),
            "red",
            "Kom 21. september 2026 kl. 00.00.00. Fristen var 20. september 2026 kl. 23.59.59.",
        ),
    ],
)
def test_in_time_to_the_second(app: Flask, late_by: timedelta, level: str, text: str) -> None:
    assert words(replace(CASE, received_at=CLOSES + late_by), "in_time") == [(level, text)]


CASES: list[tuple[str, dict[str, Any], list[tuple[str, str]]]] = [
    ("organisation_number", {"orgnr": None}, [("red", "Organisasjonsnummeret mangler.")]),
    (
        "organisation_number",
        {"orgnr": None, "orgnr_required": False},
        [("green", "Denne typen søker trenger ikke nummer.")],
    ),
    (
        "organisation_number",
        {"orgnr": "100260998", "orgnr_problem": "Sjekk om et siffer er feil."},
        [("red", "100260998 er ikke gyldig. Sjekk om et siffer er feil.")],
    ),
    (
        "previous_report",
        {"missing_report": (2025, "OMB-2025-0003")},
        [("red", "Rapporten for 2025 (OMB-2025-0003) mangler.")],
    ),
    (
        "same_expense",
        {"municipal_givers": ("Bydelens grønne midler (6 000 kr)",)},
        [("amber", "Søker eller får også penger fra kommunen: Bydelens grønne midler (6 000 kr).")],
    ),
    ("several_applications", {"others": (other(),)}, [("amber", "Søkeren har også sendt OMB-2026-0002.")]),
    (
        "several_applications",
        {"others": (other(),), "max_applications": 1},
        [("red", "Søkeren har også sendt OMB-2026-0002. Runden tillater 1.")],
    ),
    ("de_minimis", {}, []),
    (
        "de_minimis",
        {"applicant_type": ApplicantType.BUSINESS},
        [("amber", "Foretaket har ikke oppgitt hva det har fått de siste tre årene.")],
    ),
    (
        "de_minimis",
        {"applicant_type": ApplicantType.BUSINESS, "de_minimis_declared": True, "de_minimis_nok": 20000},
        [("green", "25 000 kr på tre år, med det det søkes om nå.")],
    ),
    (
        "de_minimis",
        {"applicant_type": ApplicantType.BUSINESS, "de_minimis_declared": True, "de_minimis_nok": 2_995_001},
        [
            (
                "red",
                "3 000 001 kr på tre år, med det det søkes om nå. Grensen er 300 000 euro, om lag 3 000 000 kr.",
            )
        ],
    ),
]


@pytest.mark.parametrize(("code", "changes", "expected"), CASES)
def test_checks_of_the_whole_case(
    app: Flask, code: str, changes: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert words(replace(CASE, **changes), code) == expected


ACTIVITIES: list[tuple[str, dict[str, Any], str, str]] = [
    ("within_week", {"unsupported": {"within_week": "Utenfor."}}, "red", "Utenfor."),
    ("within_week", {"days": ()}, "amber", "Søknaden har ingen dato."),
    ("within_week", {}, "green", "Skjer 24. november 2026."),
    ("free_entry", {"unsupported": {"free_entry": "Ikke gratis."}}, "red", "Ikke gratis."),
    ("free_entry", {"is_free": None}, "amber", "Søkeren har ikke svart på om aktiviteten er gratis."),
    ("open_to_all", {"unsupported": {"open_to_all": "Lukket."}}, "red", "Lukket."),
    ("open_to_all", {"is_open": None}, "amber", "Søkeren har ikke svart på om aktiviteten er åpen for alle."),
    ("alcohol_free", {"unsupported": {"alcohol_free": "Øl."}, "text": "øl"}, "red", "Øl."),
    ("alcohol_free", {"is_alcohol_free": None}, "amber", "Søkeren har ikke svart på om aktiviteten er alkoholfri."),
    (
        "alcohol_free",
        {"lines": (Line("Premier (ølkort)", 3000),), "text": "Lokalet skjenker øl."},
        "amber",
        "Søkeren sier at det er alkoholfritt, men disse ordene står i søknaden: skjenker, øl, ølkort.",
    ),
    ("alcohol_free", {"text": "Et glass alkoholfri bobler i vinduet."}, "green", "Alkoholfritt."),
    ("within_cap", {"sought_nok": 18000}, "red", "Søker om 18 000 kr. Taket er 10 000 kr per aktivitet."),
    ("within_cap", {"sought_nok": 10000}, "green", "Søker om 10 000 kr. Taket er 10 000 kr."),
    ("budget_balances", {"lacking_nok": 400}, "amber", "Det mangler 400 kr på inntektssiden."),
    ("budget_balances", {"lacking_nok": -1}, "red", "Inntektene er 1 kr høyere enn utgiftene."),
    (
        "permits",
        {"permits": (Permit("Kommunal grunn", "applied", 28), Permit("Grunneier", "needed", None))},
        "amber",
        "Ikke i orden ennå: Kommunal grunn (søkt, må være meldt innen 27. oktober 2026), Grunneier (ikke søkt).",
    ),
    ("permits", {"permits": (Permit("Kommunal grunn", "granted", 28),)}, "green", "Tillatelsene er gitt."),
    ("permits", {"is_indoor": False}, "amber", "Aktiviteten er ute, men ingen tillatelse er nevnt."),
    ("permits", {"is_indoor": False, "is_digital": True}, "green", "Søkeren trenger ingen tillatelse."),
    (
        "running_costs",
        {"lines": (Line("Lønn til kokk", 22000), Line("Husleie", 14000))},
        "amber",
        "Disse ordene kan bety ordinær drift: lønn, husleie.",
    ),
    (
        "running_costs",
        {"text": "Vi gir en belønning og driver frivillig."},
        "green",
        "Ingen lønn, husleie eller drift funnet.",
    ),
    ("plausible_reach", {"participants": 20, "reach": 500000}, "amber", "500 000 skal se det, mens 20 kommer."),
    ("plausible_reach", {"participants": 120, "reach": 12000}, "green", "12 000 ser det, 120 kommer."),
    ("plausible_reach", {"participants": 120, "reach": 12001}, "amber", "12 001 skal se det, mens 120 kommer."),
]


@pytest.mark.parametrize(("code", "changes", "level", "text"), ACTIVITIES)
def test_checks_of_an_activity(app: Flask, code: str, changes: dict[str, Any], level: str, text: str) -> None:
    assert words(with_activity(**changes), code) == [(level, text)]


@pytest.mark.parametrize("rule", ["free_entry", "open_to_all", "alcohol_free"])
def test_what_the_round_does_not_require_is_not_checked(rule: str) -> None:
    assert found(replace(CASE, **{f"requires_{rule}": False}), rule) == []


@pytest.mark.parametrize(
    ("changes", "level"),
    [
        ({}, "green"),
        ({"title": "Fiksekveld i oppgangen"}, "green"),
        ({"days": (TUESDAY,)}, "green"),
        ({"title": "Fiksekveld i oppgangen", "days": (TUESDAY,)}, "amber"),
        ({"days": (TUESDAY,), "venue": "deichman  TØYEN"}, "amber"),
        ({"title": "Fiksekveld i oppgangen", "days": (TUESDAY,), "venue": "Deichman Tøyen"}, "red"),
    ],
)
def test_a_duplicate_is_alike_in_title_day_and_place(changes: dict[str, Any], level: str) -> None:
    case = replace(CASE, others=(other(**changes),))
    assert [one.level for one in found(case, "duplicate")] == [level]


def test_the_same_lines_in_another_case_are_found(app: Flask) -> None:
    case = replace(CASE, others=(other(lines=(Line("deler", 4200), Line("Frukt", 900))),))
    assert words(case, "same_expense") == [
        ("green", "Søkeren oppgir ingen andre penger fra kommunen."),
        ("amber", "De samme utgiftene står i OMB-2026-0002: Deler."),
    ]


def test_an_older_case_learns_what_a_newer_one_changes() -> None:
    newer = other(title="Fiksekveld i oppgangen", days=(TUESDAY,), venue="Deichman Tøyen", lines=ACTIVITY.lines)
    assert [(one.code.value, one.level.value) for one in check_against_others([ACTIVITY], [newer], None)] == [
        ("several_applications", "amber"),
        ("duplicate", "red"),
        ("same_expense", "amber"),
    ]


def test_every_check_has_a_name_and_every_deviation_its_advice(app: Flask) -> None:
    assert set(NAMES) == set(CheckCode) == {code for code, _ in SENTENCES}
    green = {"in_time", "within", "promised", "balances", "valid", "not_needed", "none", "none_declared"}
    green |= {"none_missing", "one", "granted", "none_needed", "plausible"}
    assert {why for (code, why), _ in SENTENCES.items() if not advice(code, {"why": why})} == green
