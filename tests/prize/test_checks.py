"""The checks before the jury, each as a table of facts, and what is asked when something is missing."""

from datetime import date
from typing import Any

import pytest

from app.applications.models import FlagLevel
from app.extensions import db
from app.prize.jury.models import JurySeat
from app.prize.models import PrizeStatus
from app.prize.nominations.checks import Check, findings, questions, rules_of, suggested_seat
from app.prize.nominations.duplicates import Likeness, all_twins, twins
from app.prize.nominations.models import ImageConsent, Nomination, NominationImage, NominationStatus, Side
from tests.prize_world import PrizeWorld

GREEN, AMBER, RED = FlagLevel.GREEN, FlagLevel.AMBER, FlagLevel.RED
N = NominationStatus


def level(nomination: Nomination, check: Check, others: list[Nomination] | None = None) -> FlagLevel:
    found = findings(nomination, rules_of(nomination.prize), others or [])
    return next(each.level for each in found if each.check is check)


@pytest.mark.parametrize(
    ("check", "changes", "expected"),
    [
        (Check.THEME, {}, GREEN),
        (Check.THEME, {"agreement": None}, AMBER),
        (Check.THEME, {"agreement": "other"}, RED),
        (Check.FINISHED, {}, GREEN),
        (Check.FINISHED, {"is_finished": False}, RED),
        (Check.FINISHED, {"period_to": date(2026, 10, 19)}, GREEN),
        (Check.FINISHED, {"period_to": date(2026, 10, 20)}, RED),
        (Check.FINISHED, {"period_to": None}, AMBER),
        (Check.FINISHED, {"is_finished": None}, AMBER),
        (Check.NOMINATOR, {}, GREEN),
        (Check.NOMINATOR, {"relation": "resident"}, GREEN),
        (Check.NOMINATOR, {"relation": None}, AMBER),
        (Check.CONSENT, {}, GREEN),
        (Check.CONSENT, {"image_consent": ImageConsent.JURY}, AMBER),
        (Check.CONSENT, {"image_consent": None}, AMBER),
        (Check.FACTS, {}, GREEN),
        (Check.FACTS, {"supplier": ""}, AMBER),
        (Check.FACTS, {"value_nok": 0}, GREEN),
        (Check.FACTS, {"is_confirmed": False}, AMBER),
        (Check.NUMBERS, {}, GREEN),
        (Check.NUMBERS, {"weight_kg": 620}, AMBER),
        (Check.NUMBERS, {"weight_kg": 620, "method": "Veid på vekt."}, GREEN),
    ],
)
def test_each_check(prizes: PrizeWorld, check: Check, changes: dict[str, Any], expected: FlagLevel) -> None:
    prize = prizes.prize(finished_by=date(2026, 10, 19))
    assert level(prizes.nomination(prize, **changes), check) is expected


def test_no_number_is_an_answer(prizes: PrizeWorld) -> None:
    nomination = prizes.nomination(prizes.prize())
    found = {each.check: each.sentence for each in findings(nomination, rules_of(nomination.prize))}
    assert found[Check.NUMBERS] == "Ikke beregnet. Det er lov, og gir ikke lav poengsum i seg selv."


def test_residents_only_where_the_year_lets_them(prizes: PrizeWorld) -> None:
    nomination = prizes.nomination(prizes.prize(residents_may_nominate=False), relation="resident")
    assert level(nomination, Check.NOMINATOR) is RED


def test_a_year_without_an_agreement_asks_for_none(prizes: PrizeWorld) -> None:
    nomination = prizes.nomination(prizes.prize(requires_agreement=False), agreement="other")
    assert level(nomination, Check.THEME) is GREEN


@pytest.mark.parametrize(
    ("images", "expected"),
    [
        ([], RED),
        ([(Side.BEFORE, "Slik var det")], RED),
        ([(Side.AFTER, "Slik ble det")], AMBER),
        ([(Side.BEFORE, "Slik var det"), (Side.AFTER, "")], AMBER),
        ([(Side.BEFORE, "Slik var det"), (Side.AFTER, "Slik ble det")], GREEN),
    ],
)
def test_pictures(prizes: PrizeWorld, images: list[tuple[Side, str]], expected: FlagLevel) -> None:
    nomination = prizes.nomination(prizes.prize())
    with db.session.no_autoflush:
        nomination.images = [
            NominationImage(side=side, alt=alt, position=0, sha256="0" * 64, width=4, height=3) for side, alt in images
        ]
        found = level(nomination, Check.IMAGES)
    db.session.rollback()
    assert found is expected


def test_what_is_missing_becomes_questions(prizes: PrizeWorld) -> None:
    nomination = prizes.nomination(prizes.prize(), agreement=None, supplier="", value_nok=None)
    asked = questions(findings(nomination, rules_of(nomination.prize))).splitlines()
    assert asked == [
        "Hvilken avtale ble brukt? Spør innkjøperen hvis dere er usikre.",
        "Send minst ett bilde av hvordan det ble.",
        "Hvem var leverandør?",
        "Hva kostet det, uten mva.? Et rundt tall holder.",
    ]


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("Bymiljøetaten, avdeling for parker", "BYM"),
        ("Verkstedet i UKE", "UKE"),
        ("Lønnelia sykehjem", None),
        ("Ekstern fagperson", None),
    ],
)
def test_the_seat_that_the_words_point_to(prizes: PrizeWorld, unit: str, expected: str | None) -> None:
    prize = prizes.prize()
    seats = db.session.query(JurySeat).order_by(JurySeat.position).all()
    found = suggested_seat(prizes.nomination(prize, unit=unit), seats)
    assert (found.code if found else None) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"project": "Spisesalen (dobbelt innmeldt)", "unit": "Et annet sted", "supplier": "B"}, (Likeness.PROJECT,)),
        ({"project": "Noe annet", "supplier": "verksted a"}, (Likeness.UNIT, Likeness.SUPPLIER)),
        ({"project": "Noe annet", "supplier": "B"}, None),
        ({"project": "Noe annet", "unit": "Et annet sted"}, None),
        ({"project": "Spisesalen", "status": N.WITHDRAWN}, None),
    ],
)
def test_which_are_probably_the_same(
    prizes: PrizeWorld, changes: dict[str, Any], expected: tuple[Likeness, ...] | None
) -> None:
    prize = prizes.prize()
    own = prizes.nomination(prize, "Spisesalen", unit="Lønnelia sykehjem")
    other = prizes.nomination(prize, **{"unit": "Lønnelia sykehjem", **changes})
    found = twins(own, [own, other])
    assert [twin.alike for twin in found] == ([expected] if expected else [])
    assert all_twins([own, other]) == ({own.id: [other], other.id: [own]} if expected else {})
    assert level(own, Check.DUPLICATES, [twin.nomination for twin in found]) is (AMBER if expected else GREEN)


def test_a_supplier_without_a_name_is_not_the_same_as_another(prizes: PrizeWorld) -> None:
    prize = prizes.prize(PrizeStatus.DECLARING)
    both = [prizes.nomination(prize, name, unit="", supplier="") for name in ("Benkene", "Hyllene")]
    assert all_twins(both) == {}
