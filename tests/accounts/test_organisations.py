"""Organisations, the fields of each type, and those who speak for them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app import clock
from app.access import Role
from app.accounts import actions, orgnr, queries
from app.accounts.applicant_types import TYPES
from app.accounts.models import ApplicantType, GrantHistory, Organisation, ReportStatus, User
from app.extensions import db
from app.mail.models import Mail
from app.policy import NotComplete
from tests.accounts.test_links import links_sent
from tests.conftest import MORNING
from tests.counting import statements
from tests.world import World

SignIn = Callable[[Any], FlaskClient]
COMMON = {"name": "Fiksekroken", "district_code": "030101"}
ONLY = {
    ApplicantType.BUSINESS: {"orgnr": "974760673", "de_minimis_nok": "10 000", "de_minimis_confirmed": "y"},
    ApplicantType.MUNICIPAL: {"cost_centre": "1234 / 5678"},
    ApplicantType.INFORMAL: {},
}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("974760673", None),
        ("974 760 673", None),
        ("NO 974 760 673 MVA", None),
        ("974\u00a0760\u2009673", None),
        ("974.760.673", None),
        ("", "Skriv organisasjonsnummeret deres."),
        ("   ", "Skriv organisasjonsnummeret deres."),
        ("97476067", "Et organisasjonsnummer har ni sifre. Dere skrev 8."),
        ("9747606733", "Et organisasjonsnummer har ni sifre. Dere skrev 10."),
        ("974760674", "Det finnes ikke noe organisasjonsnummer 974760674. Sjekk om et siffer er feil."),
        ("97476O673", "Et organisasjonsnummer har bare sifre. Dere skrev «97476O673»."),
        ("९७४७६०६७३", "Et organisasjonsnummer har bare sifre. Dere skrev «९७४७६०६७३»."),
    ],
)
def test_an_organisation_number_explains_itself(app: Flask, text: str, sentence: str | None) -> None:
    with app.test_request_context():
        assert orgnr.problem(text) == sentence


@pytest.fixture
def kari(world: World) -> User:
    world.round()
    return world.user()


def test_the_type_is_chosen_first(kari: User, sign_in: SignIn) -> None:
    client = sign_in(kari)
    page = client.get("/organisasjoner/ny").text
    assert [f'value="{kind}"' in page for kind in TYPES] == [True] * 9
    assert 'name="orgnr"' not in page
    assert client.get("/organisasjoner/ny?answered=1").status_code == 422


@pytest.mark.parametrize("kind", ApplicantType)
def test_each_type_is_asked_for_its_own_fields(kari: User, sign_in: SignIn, kind: ApplicantType) -> None:
    client = sign_in(kari)
    page = client.get(f"/organisasjoner/ny?type={kind}").text
    special = ["orgnr", "is_vat_registered", "cost_centre", "de_minimis_nok", "de_minimis_confirmed"]
    expected = {
        ApplicantType.BUSINESS: ["orgnr", "is_vat_registered", "de_minimis_nok", "de_minimis_confirmed"],
        ApplicantType.MUNICIPAL: ["cost_centre"],
        ApplicantType.INFORMAL: [],
    }.get(kind, ["orgnr", "is_vat_registered"])
    assert [name for name in special if f'name="{name}"' in page] == expected
    typed = {**COMMON, **ONLY.get(kind, {"orgnr": "974 760 673"})}
    answer = client.post(f"/organisasjoner/ny?type={kind}", data=typed)
    [made] = queries.organisations_of(kari)
    assert answer.headers["Location"] == f"/organisasjoner/{made.public_id}"
    assert made.applicant_type is kind
    assert made.orgnr == ("974760673" if "orgnr" in expected else None)
    assert made.cost_centre == ("1234 / 5678" if kind is ApplicantType.MUNICIPAL else None)
    assert made.de_minimis_nok == (10000 if kind is ApplicantType.BUSINESS else None)
    assert made.de_minimis_declared_at == (MORNING if kind is ApplicantType.BUSINESS else None)


@pytest.mark.parametrize(
    ("kind", "typed", "field"),
    [
        (ApplicantType.VOLUNTARY, {"name": "Fiksekroken", "orgnr": "974760673"}, "district_code"),
        (ApplicantType.VOLUNTARY, {**COMMON, "name": " ", "orgnr": "974760673"}, "name"),
        (ApplicantType.VOLUNTARY, {**COMMON, "name": "x" * 121, "orgnr": "974760673"}, "name"),
        (ApplicantType.VOLUNTARY, COMMON, "orgnr"),
        (ApplicantType.VOLUNTARY, {**COMMON, "orgnr": "123456789"}, "orgnr"),
        (ApplicantType.MUNICIPAL, COMMON, "cost_centre"),
        (ApplicantType.BUSINESS, {**COMMON, "orgnr": "974760673", "de_minimis_confirmed": "y"}, "de_minimis_nok"),
        (ApplicantType.BUSINESS, {**COMMON, "orgnr": "974760673", "de_minimis_nok": "0"}, "de_minimis_confirmed"),
        (
            ApplicantType.BUSINESS,
            {**COMMON, "orgnr": "974760673", "de_minimis_nok": "mye", "de_minimis_confirmed": "y"},
            "de_minimis_nok",
        ),
        (ApplicantType.INFORMAL, {**COMMON, "postal_code": "12"}, "postal_code"),
        (ApplicantType.INFORMAL, {**COMMON, "about": "x" * 301}, "about"),
    ],
)
def test_what_is_missing_is_told_at_the_field(
    kari: User, sign_in: SignIn, kind: ApplicantType, typed: dict[str, str], field: str
) -> None:
    answer = sign_in(kari).post(f"/organisasjoner/ny?type={kind}", data=typed)
    assert answer.status_code == 422
    assert answer.text.count('class="field__error"') == 1
    assert f'id="{field}-error"' in answer.text
    assert queries.organisations_of(kari) == []


@pytest.mark.parametrize(
    ("values", "missing"),
    [
        ({"applicant_type": "voluntary", "name": "A", "orgnr": "123456789"}, {"orgnr"}),
        ({"applicant_type": "municipal", "name": "A"}, {"cost_centre"}),
        ({"applicant_type": "informal", "name": ""}, {"name"}),
    ],
)
def test_no_page_goes_around_the_rules(kari: User, values: dict[str, str], missing: set[str]) -> None:
    with pytest.raises(NotComplete) as refusal:
        actions.create_organisation(values, by=kari, at=MORNING)
    assert set(refusal.value.missing) == missing
    db.session.rollback()


def test_a_case_handler_registers_an_organisation_without_joining_it(world: World) -> None:
    handler = world.user(Role.CASE_HANDLER)
    values = {"applicant_type": "informal", "name": "Naboer", "orgnr": "974760673"}
    made = actions.create_organisation(values, by=handler, at=MORNING, is_member=False)
    db.session.commit()
    assert (made.orgnr, list(queries.members(made.id))) == (None, [])


def test_two_organisations_may_share_a_number(world: World) -> None:
    first = world.organisation(world.user(), orgnr="974760673")
    second = world.organisation(world.user(name="Ola Hansen"), orgnr="974760673")
    other = world.organisation(orgnr="100260018", name="En annen")
    for organisation, year, status in (
        (first, 2024, ReportStatus.MISSING),
        (second, 2025, ReportStatus.ON_TIME),
        (other, 2025, ReportStatus.MISSING),
    ):
        db.session.add(
            GrantHistory(
                organisation_id=organisation.id,
                year=year,
                case_reference=f"OMB-{year}-{organisation.id}",
                title="Fiksekveld",
                granted_nok=5000,
                report_status=status,
            )
        )
    db.session.commit()
    assert [row.year for row in queries.grant_history(second)] == [2025, 2024]
    missing = queries.missing_report(second)
    assert missing is not None
    assert missing.year == 2024
    informal = world.organisation(orgnr=None, name="Uten nummer")
    assert (queries.grant_history(informal), queries.missing_report(informal)) == ([], None)


def test_every_member_sees_it_and_a_stranger_does_not(world: World, sign_in: SignIn) -> None:
    kari, ola, stranger = (world.user(name=name) for name in ("Kari Nordmann", "Ola Hansen", "Frida Fremmed"))
    organisation = world.organisation(kari, ola)
    path = f"/organisasjoner/{organisation.public_id}"
    for member in (kari, ola):
        page = sign_in(member).get(path)
        assert (page.status_code, "Kari Nordmann" in page.text, "Ola Hansen" in page.text) == (200, True, True)
    client = sign_in(stranger)
    assert [client.get(path).status_code, client.get(f"{path}/endre").status_code] == [404, 404]
    assert [client.post(f"{path}/{act}").status_code for act in ("endre", "inviter", "forlat")] == [404, 404, 404]


def test_a_member_changes_it_type_included(kari: User, world: World, sign_in: SignIn) -> None:
    organisation = world.organisation(kari)
    path = f"/organisasjoner/{organisation.public_id}/endre"
    client = sign_in(kari)
    assert 'value="100260018"' in client.get(path).text
    assert 'value="municipal"' in client.get(f"{path}?other_type=1").text
    answer = client.post(f"{path}?type=municipal", data={**COMMON, "name": "Biblioteket", "cost_centre": "77"})
    assert answer.status_code == 302
    db.session.refresh(organisation)
    assert (organisation.name, organisation.orgnr, organisation.cost_centre) == ("Biblioteket", None, "77")


@pytest.mark.parametrize("has_account", [True, False])
def test_an_invited_person_becomes_a_member(world: World, sign_in: SignIn, app: Flask, has_account: bool) -> None:
    kari = world.user()
    organisation = world.organisation(kari)
    email = world.user(Role.READER, name="Ola Hansen").email if has_account else "ola@example.com"
    path = f"/organisasjoner/{organisation.public_id}"
    assert sign_in(kari).post(f"{path}/inviter", data={"email": email}).status_code == 302
    assert db.session.scalars(select(Mail.subject)).all() == ["Kari Nordmann inviterer deg til Fiksekroken"]
    ola = app.test_client()
    link = links_sent()[0]
    with clock.frozen(MORNING + timedelta(days=6)):
        assert ('name="name"' in ola.get(link).text) is not has_account
        assert ola.post(link, data={"name": "Ola Hansen"}).status_code == 302
        assert ola.get(path).status_code == 200
    joined = queries.user_by_email(email)
    assert joined is not None
    assert queries.is_member(joined.id, organisation.id)
    assert joined.roles == ({Role.READER, Role.APPLICANT} if has_account else {Role.APPLICANT})


def test_an_invited_stranger_must_say_a_name(world: World, sign_in: SignIn, app: Flask) -> None:
    kari = world.user()
    organisation = world.organisation(kari)
    sign_in(kari).post(f"/organisasjoner/{organisation.public_id}/inviter", data={"email": "ola@example.com"})
    assert app.test_client().post(links_sent()[0]).status_code == 422


def test_a_member_is_not_invited_again(world: World, sign_in: SignIn) -> None:
    kari = world.user()
    organisation = world.organisation(kari)
    answer = sign_in(kari).post(f"/organisasjoner/{organisation.public_id}/inviter", data={"email": kari.email})
    assert (answer.status_code, f"{kari.email} er allerede med." in answer.text) == (409, True)


def test_the_last_member_cannot_leave(world: World, sign_in: SignIn) -> None:
    kari, ola = world.user(), world.user(name="Ola Hansen")
    organisation = world.organisation(kari, ola)
    path = f"/organisasjoner/{organisation.public_id}"
    assert sign_in(ola).post(f"{path}/forlat").status_code == 302
    assert [member.name for member in queries.members(organisation.id)] == ["Kari Nordmann"]
    client = sign_in(kari)
    assert "Du er den eneste i organisasjonen." in client.get(path).text
    assert client.post(f"{path}/forlat").status_code == 409
    assert db.session.get(Organisation, organisation.id) is not None


def test_the_page_costs_the_same_with_more_members(world: World, sign_in: SignIn) -> None:
    kari, ola, liv = world.user(), world.user(name="Ola Hansen"), world.user(name="Liv Berg")
    client = sign_in(kari)
    counts = []
    paths = [
        f"/organisasjoner/{organisation.public_id}"
        for organisation in (world.organisation(kari), world.organisation(kari, ola, liv))
    ]
    for path in paths:
        db.session.remove()
        with statements() as seen:
            client.get(path)
        counts.append(len(seen))
    assert counts == [5, 5]
