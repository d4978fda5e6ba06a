"""The pages where an administrator makes and changes rounds."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from html5lib import parse

from app.access import Role
from app.extensions import db
from app.rounds import contents, queries
from app.rounds.models import OptionKind, RoundStatus
from app.rounds.parts import PARTS
from tests.counting import statements
from tests.world import World

SignIn = Callable[[Any], FlaskClient]
PLACE = "/staff/rounds/ombruksuka-2026"


def administrator(world: World, sign_in: SignIn) -> FlaskClient:
    return sign_in(world.user(Role.ADMINISTRATOR))


def new_round(name: str, prefix: str, year: int) -> dict[str, str]:
    money = {"scheme_name": "Byttehjelpen", "pot_nok": "250000", "max_activity_nok": "10000"}
    return {"name": name, "reference_prefix": prefix, "monday": f"{year}-11-22", **money}


def sent_by(client: FlaskClient, page: str) -> dict[str, Any]:
    """What the form of this page sends when nothing is touched, as a browser would."""
    html = parse(client.get(page).text, namespaceHTMLElements=False)
    fields: dict[str, Any] = {}
    for one in html.iter("input"):
        kind = one.get("type")
        if kind in {"checkbox", "radio"} and one.get("checked") is None:
            continue
        fields.setdefault(one.get("name"), []).append(one.get("value") or "")
    for one in html.iter("textarea"):
        fields[one.get("name")] = (one.text or "").lstrip("\r\n")
    for one in html.iter("select"):
        chosen = [option.get("value") for option in one.iter("option") if option.get("selected") is not None]
        fields[one.get("name")] = chosen or next(option.get("value") for option in one.iter("option"))
    return fields


def test_every_part_opens_and_saving_it_untouched_changes_nothing(world: World, sign_in: SignIn) -> None:
    world.round()
    client = administrator(world, sign_in)
    for code in PARTS:
        answer = client.post(f"{PLACE}/{code}", data=sent_by(client, f"{PLACE}/{code}"), follow_redirects=True)
        assert (code, answer.status_code) == (code, 200)
        assert (code, "Ingenting var endret." in answer.text) == (code, True)


def test_a_part_that_does_not_exist_is_not_found(world: World, sign_in: SignIn) -> None:
    world.round()
    assert administrator(world, sign_in).get(f"{PLACE}/nothing").status_code == 404


def test_a_broken_promise_keeps_what_was_typed_and_says_why_at_the_field(world: World, sign_in: SignIn) -> None:
    world.round()
    client = administrator(world, sign_in)
    answer = client.post(f"{PLACE}/money", data={**sent_by(client, f"{PLACE}/money"), "pot_nok": "200000"})
    assert answer.status_code == 409
    assert 'value="200000"' in answer.text
    assert '<a href="#pot_nok">Pott: Potten er kunngjort som 250\u202f000\u00a0kr og kan bare økes.</a>' in answer.text
    assert queries.round_by_slug("ombruksuka-2026").pot_nok == 250_000


def test_a_locked_list_says_so_above_the_form(world: World, sign_in: SignIn) -> None:
    world.round()
    client = administrator(world, sign_in)
    data = {**sent_by(client, f"{PLACE}/categories"), "rows-0-name": "Mat"}
    answer = client.post(f"{PLACE}/categories", data=data)
    assert answer.status_code == 409
    assert "<li>Kategoriene er kunngjort og kan ikke endres.</li>" in answer.text
    assert 'value="Mat"' in answer.text


def test_a_row_is_renamed_removed_and_added(world: World, sign_in: SignIn) -> None:
    grant_round = world.round(status=RoundStatus.DRAFT)
    client = administrator(world, sign_in)
    before = {one.code: one.id for one in grant_round.options if one.kind is OptionKind.GOAL}
    data = sent_by(client, f"{PLACE}/goals")
    data |= {"rows-0-name": "Mindre avfall", "rows-1-name": "", "rows-5-name": "Grønn by"}
    assert client.post(f"{PLACE}/goals", data=data).status_code == 302
    grant_round = queries.round_by_slug("ombruksuka-2026")
    assert [(row["code"], row["name"]) for row in contents.options(OptionKind.GOAL, grant_round)] == [
        ("less_material", "Mindre avfall"),
        ("innovation", "Sirkulær innovasjon"),
        ("meeting_places", "Møteplasser for ombruk"),
        ("indirect_emissions", "Lavere indirekte utslipp"),
        ("gronn_by", "Grønn by"),
    ]
    kept = {one.code: one.id for one in grant_round.options if one.kind is OptionKind.GOAL}
    assert kept["less_material"] == before["less_material"]


def test_two_tiers_of_the_same_amount_are_refused(world: World, sign_in: SignIn) -> None:
    world.round(status=RoundStatus.DRAFT)
    client = administrator(world, sign_in)
    answer = client.post(f"{PLACE}/tiers", data={**sent_by(client, f"{PLACE}/tiers"), "rows-0-amount_nok": "5000"})
    assert answer.status_code == 422
    assert answer.text.count("Beløp: To rader kan ikke ha det samme her.") == 2


def test_weights_and_anchors_are_changed_on_a_page(world: World, sign_in: SignIn) -> None:
    world.round(status=RoundStatus.DRAFT)
    client = administrator(world, sign_in)
    data = {**sent_by(client, f"{PLACE}/criteria"), "rows-0-weight": "30", "rows-1-weight": "15"}
    data["rows-0-anchor_5"] = "Flytter vaner."
    assert client.post(f"{PLACE}/criteria", data=data).status_code == 302
    rows = contents.criteria(queries.round_by_slug("ombruksuka-2026"))
    assert [row["weight"] for row in rows] == [30, 15, 20, 15, 10, 10]
    assert rows[0]["anchors"][4] == "Flytter vaner."


def test_a_new_round_is_empty_but_for_what_it_is_given(world: World, sign_in: SignIn) -> None:
    client = administrator(world, sign_in)
    data = new_round("Ombruksuka 2027", "OMB-2027", 2027)
    assert client.post("/staff/rounds/new", data=data).location == "/staff/rounds/ombruksuka-2027"
    assert queries.round_by_slug("ombruksuka-2027").pot_nok == 250_000


def test_case_numbers_of_another_round_and_an_empty_rounds_needs_are_told_at_the_field(
    world: World, sign_in: SignIn
) -> None:
    world.round()
    data = {"name": "Ny", "reference_prefix": "OMB-2026", "monday": "2027-11-22"}
    answer = administrator(world, sign_in).post("/staff/rounds/new", data=data)
    assert answer.status_code == 422
    assert "En annen runde har saksnumre som begynner slik." in answer.text
    assert answer.text.count("Skriv hva ordningen heter.") == 2  # at the field and in the summary
    assert answer.text.count("Skriv et beløp i hele kroner.") == 4


def test_a_round_is_announced_and_appears_on_the_front_page(world: World, sign_in: SignIn) -> None:
    world.round(status=RoundStatus.DRAFT)
    client = administrator(world, sign_in)
    assert "Det er ingen åpen runde nå." in client.get("/").text
    answer = client.post(f"{PLACE}/announce", follow_redirects=True)
    assert "Runden er kunngjort og står på forsiden." in answer.text
    assert "Ombruksuka 2026" in client.get("/").text


def test_an_incomplete_round_has_a_greyed_button_and_a_link_to_what_is_missing(world: World, sign_in: SignIn) -> None:
    grant_round = world.round(status=RoundStatus.DRAFT)
    grant_round.appeal_body = ""
    db.session.commit()
    client = administrator(world, sign_in)
    page = client.get(PLACE).text
    assert "Skriv hvem som behandler klager." in page
    assert f'href="{PLACE}/owner"' in page
    assert "Runden kan ikke kunngjøres. 1 ting mangler." in page
    assert client.post(f"{PLACE}/announce").status_code == 409
    assert queries.round_by_slug("ombruksuka-2026").status is RoundStatus.DRAFT


def test_the_reserve_is_released_on_the_page(world: World, sign_in: SignIn) -> None:
    world.round(status=RoundStatus.CLOSED)
    client = administrator(world, sign_in)
    assert client.post(f"{PLACE}/reserve", data={"amount_nok": "25001"}).status_code == 409
    assert client.post(f"{PLACE}/reserve", data={"amount_nok": "25000"}).status_code == 302
    assert queries.round_by_slug("ombruksuka-2026").reserve_nok == 0


def test_the_list_takes_the_same_statements_for_one_round_as_for_three(world: World, sign_in: SignIn) -> None:
    world.round()
    client = administrator(world, sign_in)
    with statements() as one:
        assert client.get("/staff/rounds").status_code == 200
    for year in (2027, 2028):
        assert client.post("/staff/rounds/new", data=new_round(f"Uka {year}", f"U-{year}", year)).status_code == 302
    with statements() as three:
        page = client.get("/staff/rounds").text
    assert page.count("<tr ") == 4
    assert len(three) == len(one) <= 4


def test_weights_that_are_not_100_are_refused_at_the_field(world: World, sign_in: SignIn) -> None:
    world.round(status=RoundStatus.DRAFT)
    client = administrator(world, sign_in)
    answer = client.post(f"{PLACE}/criteria", data={**sent_by(client, f"{PLACE}/criteria"), "rows-0-weight": "30"})
    assert answer.status_code == 422
    assert answer.text.count("Vektene blir 105. De skal bli 100.") == 2  # at the field, and above
    assert 'value="30"' in answer.text
    rows = contents.criteria(queries.round_by_slug("ombruksuka-2026"))
    assert [row["weight"] for row in rows] == [25, 20, 20, 15, 10, 10]


def test_a_reserve_larger_than_the_pot_is_refused_at_the_field(world: World, sign_in: SignIn) -> None:
    world.round(status=RoundStatus.DRAFT)
    client = administrator(world, sign_in)
    answer = client.post(f"{PLACE}/money", data={**sent_by(client, f"{PLACE}/money"), "reserve_nok": "250001"})
    assert answer.status_code == 409
    sentence = "Reserve: Reserven kan ikke være større enn det som er igjen av potten."
    assert f'<a href="#reserve_nok">{sentence}</a>' in answer.text
    assert queries.round_by_slug("ombruksuka-2026").reserve_nok == 25_000


def test_the_rules_for_sharing_are_set_on_a_page(world: World, sign_in: SignIn) -> None:
    world.round(status=RoundStatus.DRAFT)
    client = administrator(world, sign_in)
    data = sent_by(client, f"{PLACE}/sharing")
    data |= {"max_organisation_nok": "20000", "max_organisation_activities": "3", "floor_criterion": "delivery"}
    data.pop("spreads_categories")
    assert client.post(f"{PLACE}/sharing", data=data).status_code == 302
    changed = queries.round_by_slug("ombruksuka-2026")
    assert (changed.max_organisation_nok, changed.max_organisation_activities) == (20_000, 3)
    assert (changed.floor_criterion, changed.spreads_categories, changed.spreads_districts) == ("delivery", False, True)
    assert client.post(f"{PLACE}/sharing", data={**data, "floor_criterion": ""}).status_code == 302
    assert queries.round_by_slug("ombruksuka-2026").floor_criterion is None


@pytest.mark.parametrize(
    ("part", "field", "value", "status", "sentence"),
    [
        ("handling", "supplement_days", "6", 422, "Søkeren skal ha minst 7 dager, og høyst 60."),
        ("sharing", "floor_value", "6", 422, "Minste verdi på det kriteriet"),
        (
            "sharing",
            "max_organisation_nok",
            "2000",
            409,
            "Taket per søker kan ikke være lavere enn det laveste beløpstrinnet.",
        ),
    ],
)
def test_rules_that_cannot_be_are_refused_at_the_field(
    world: World, sign_in: SignIn, part: str, field: str, value: str, status: int, sentence: str
) -> None:
    world.round(status=RoundStatus.DRAFT)
    client = administrator(world, sign_in)
    answer = client.post(f"{PLACE}/{part}", data={**sent_by(client, f"{PLACE}/{part}"), field: value})
    assert answer.status_code == status
    assert f'<a href="#{field}">' in answer.text
    assert sentence in answer.text


def test_announced_rules_for_sharing_stand_and_handling_may_change(world: World, sign_in: SignIn) -> None:
    world.round()
    client = administrator(world, sign_in)
    data = {**sent_by(client, f"{PLACE}/sharing"), "max_organisation_nok": "20000"}
    answer = client.post(f"{PLACE}/sharing", data=data)
    assert answer.status_code == 409
    assert "Tak per søker: Dette er kunngjort og kan ikke endres." in answer.text
    data = {**sent_by(client, f"{PLACE}/handling"), "supplement_days": "10", "assessors_per_activity": "2"}
    assert client.post(f"{PLACE}/handling", data=data).status_code == 302
    changed = queries.round_by_slug("ombruksuka-2026")
    assert (changed.supplement_days, changed.assessors_per_activity) == (10, 2)


def test_those_who_apply_read_the_rules_for_sharing(world: World, client: FlaskClient) -> None:
    grant_round = world.round()
    grant_round.max_organisation_nok = 20_000
    db.session.commit()
    page = client.get("/").text
    for sentence in (
        "En søker kan få høyst 20\u202f000\u00a0kr.",
        "Aktiviteten må ha minst 2 på «Relevans for målene», uansett hva de andre kriteriene gir.",
        "Vi prøver å støtte minst én aktivitet i hver bydel og tema, hvis den får minst 50 poeng.",
    ):
        assert f"<li>{sentence}</li>" in page
