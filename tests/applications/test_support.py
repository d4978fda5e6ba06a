"""What is missing before sending, and what the scheme does not support."""

from datetime import date
from typing import Any

import pytest

from app.accounts.models import ApplicantType
from app.applications import support
from app.applications.models import Application
from app.applications.questions import Kind
from app.extensions import db
from tests.applications_world import complete
from tests.world import World


def made(world: World, **changes: Any) -> Application:
    """Never saved: these rules are pure."""
    kari = world.user()
    organisation, of_round = world.organisation(kari), world.round()
    with db.session.no_autoflush:
        return complete(of_round, organisation, kari, world.at, **changes)


def paths(application: Application) -> list[str]:
    with db.session.no_autoflush:
        found = [lack.path for lack in support.missing(application)]
    db.session.rollback()
    return found


def test_nothing_is_missing_in_a_complete_application(world: World) -> None:
    assert paths(made(world)) == []


@pytest.mark.parametrize(
    ("amount", "lacks"),
    [
        (2500, []),
        (5000, ["a1.less_plan", "a1.learn"]),
        (10000, ["a1.less_plan", "a1.learn", "a1.visible_offer", "a1.reach_basis"]),
    ],
)
def test_the_amount_decides_what_is_asked(world: World, amount: int, lacks: list[str]) -> None:
    empty = {"learn": None, "less_plan": None, "visible_offer": None, "reach_basis": None}
    assert sorted(paths(made(world, activities=[{**empty, "sought_nok": amount}]))) == sorted(lacks)


def test_a_small_application_is_asked_little_of_the_applicant(world: World) -> None:
    changes: dict[str, Any] = {"about": None, "second_contact_email": None}
    assert paths(made(world, activities=[{"sought_nok": 2500}], **changes)) == []


def test_of_two_activities_the_largest_counts(world: World) -> None:
    both = [{"sought_nok": 2500}, {"sought_nok": 5000}]
    assert paths(made(world, activities=both, about=None, second_contact_email=None)) == [
        "second_contact_email",
        "about",
    ]


@pytest.mark.parametrize(
    ("change", "lack"),
    [
        ({"title": ""}, "a1.title"),
        ({"category": "none of them"}, "a1.category"),
        ({"activity_types": []}, "a1.activity_types"),
        ({"district_code": None}, "a1.district_code"),
        ({"is_free": None}, "a1.is_free"),
        ({"is_open": None}, "a1.is_open"),
        ({"is_alcohol_free": None}, "a1.is_alcohol_free"),
        ({"logo_confirmed": False}, "a1.logo_confirmed"),
        ({"venue_name": None}, "a1.venue_name"),
        ({"sought_nok": None, "expenses": [("material", "Deler", 500)]}, "a1.sought_nok"),
        ({"days": []}, "a1.s1.held_on"),
        ({"days": [None]}, "a1.s1.held_on"),
        ({"expenses": []}, "a1.b1.amount_nok"),
        ({"expenses": [(None, "Deler", 5000)]}, "a1.b1.group_code"),
        ({"expenses": [("material", None, 5000)]}, "a1.b1.text"),
    ],
)
def test_each_required_answer(world: World, change: dict[str, Any], lack: str) -> None:
    assert paths(made(world, activities=[change])) == [lack]


@pytest.mark.parametrize(
    "change",
    [
        {"is_free": False},
        {"is_for_children": False},
        {"is_digital": True, "venue_name": None, "address": None, "postal_code": None, "is_indoor": None},
        {"accessibility": []},
        {"days": [date(2026, 12, 24)]},
    ],
)
def test_no_is_an_answer_and_online_has_no_place(world: World, change: dict[str, Any]) -> None:
    assert paths(made(world, activities=[change])) == []


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [
        (10100, "Dere kan søke om høyst 10\u202f000\xa0kr per aktivitet, og har søkt om 10\u202f100\xa0kr."),
        (5050, "Beløpet må gå opp i hele 100\xa0kr."),
        (10000, None),
        (7300, None),
    ],
)
def test_the_cap_and_the_step(world: World, amount: int, sentence: str | None) -> None:
    application = made(world, activities=[{"sought_nok": amount}])
    with db.session.no_autoflush:
        found = [lack.sentence for lack in support.missing(application)]
    db.session.rollback()
    assert found == ([sentence] if sentence else [])


def test_a_business_declares_earlier_support(world: World) -> None:
    application = made(world)
    application.organisation.applicant_type = ApplicantType.BUSINESS
    assert paths(application) == ["de_minimis_nok", "de_minimis_confirmed", "a1.recovers_vat"]


def test_every_required_question_has_its_own_sentence() -> None:
    required = [
        question.key
        for question in (*support.OF_APPLICANT, *support.OF_ACTIVITY)
        if not question.is_optional and not (question.kind is Kind.CONFIRM and question.key == "network_consent")
    ]
    assert [key for key in required if key not in support.SENTENCES] == []


UNSUPPORTED: list[tuple[dict[str, Any], str, str]] = [
    (
        {"is_free": False},
        "free_entry",
        "Aktiviteten er ikke gratis. Ordningen støtter bare det som er gratis for dem som kommer.",
    ),
    ({"is_open": False}, "open_to_all", "Aktiviteten er ikke åpen for alle. Ordningen støtter bare åpne aktiviteter."),
    (
        {"is_alcohol_free": False},
        "alcohol_free",
        "Arrangementet er ikke alkoholfritt. Ordningen støtter bare alkoholfrie arrangementer.",
    ),
    (
        {"days": [date(2026, 11, 22), date(2026, 11, 24)]},
        "within_week",
        "Aktiviteten skjer utenfor uka (22. november 2026). "
        "Ordningen støtter aktiviteter fra 23. november 2026 til 29. november 2026.",
    ),
    (
        {"expenses": [("material", "Deler", 6200)]},
        "budget_balances",
        "Det mangler 1\u202f200\xa0kr på inntektssiden i budsjettet.",
    ),
    (
        {"expenses": [("material", "Deler", 4000)]},
        "budget_balances",
        "Inntektene er 1\u202f000\xa0kr høyere enn utgiftene i budsjettet.",
    ),
]


@pytest.mark.parametrize(
    ("change", "code", "sentence"), UNSUPPORTED, ids=[code for _change, code, _text in UNSUPPORTED]
)
def test_what_the_scheme_does_not_support(world: World, change: dict[str, Any], code: str, sentence: str) -> None:
    application = made(world, activities=[{}, change])
    with db.session.no_autoflush:
        found = support.warnings(application)
    db.session.rollback()
    assert found == [support.Unsupported(code, sentence, 2)]


def test_the_days_of_the_week_itself_are_supported(world: World) -> None:
    application = made(world, activities=[{"days": [date(2026, 11, 23), date(2026, 11, 29)]}])
    with db.session.no_autoflush:
        assert support.warnings(application) == []
    db.session.rollback()


def test_a_round_may_allow_what_this_one_does_not(world: World) -> None:
    application = made(world, activities=[{"is_free": False, "is_open": False, "is_alcohol_free": False}])
    of_round = application.round
    of_round.requires_free_entry = of_round.requires_open_to_all = of_round.requires_alcohol_free = False
    with db.session.no_autoflush:
        assert support.warnings(application) == []
    db.session.rollback()


def test_a_similar_title_of_the_same_applicant_is_warned_about(world: World) -> None:
    kari, of_round = world.user(), world.round()
    organisation = world.organisation(kari)
    world.application(organisation, kari, of_round)
    second = world.application(
        organisation, kari, of_round, sent=False, activities=[{"title": "Fiksekveld, på Tøyen!"}]
    )
    assert [(found.reference, found.sentence) for found in support.duplicates(second, {organisation.id})] == [
        ("OMB-2026-0001", "Dere har alt sendt en søknad som likner: OMB-2026-0001, Fiksekveld på Tøyen.")
    ]


def test_another_with_the_same_number_is_told_of_without_its_contents(world: World) -> None:
    kari, ola, of_round = world.user(), world.user(name="Ola Hansen"), world.round()
    world.application(world.organisation(ola, name="Fiksekroken avd. Tøyen"), ola, of_round)
    own = world.organisation(kari)
    second = world.application(own, kari, of_round, sent=False)
    assert support.duplicates(second, {own.id}) == [
        support.Duplicate("En annen med samme organisasjonsnummer har sendt en søknad som likner på denne.", None)
    ]


def test_another_title_or_another_applicant_is_no_duplicate(world: World) -> None:
    kari, ola, of_round = world.user(), world.user(name="Ola Hansen"), world.round()
    world.application(world.organisation(ola, name="Byttegjengen", orgnr="100260026"), ola, of_round)
    own = world.organisation(kari)
    world.application(own, kari, of_round, activities=[{"title": "Klesbytte på biblioteket"}])
    second = world.application(own, kari, of_round, sent=False)
    assert support.duplicates(second, {own.id}) == []
