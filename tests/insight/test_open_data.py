"""What the world may read of the grants: the standard's shape, and nobody named who has no number."""

import csv
import io
import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft4Validator

from app.accounts.models import ApplicantType, Organisation
from app.extensions import db
from app.followup.grants.models import Grant
from app.insight import open_data
from app.insight.dictionary import FIELDS, value_at
from tests.counting import statements
from tests.followup_world import FollowupStage
from tests.world import World

DATE = {"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[012])-(0[1-9]|[12][0-9]|3[01])$"}
ORGANISATIONS = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "required": ["id", "name"],
        "properties": {"id": {"type": "string"}, "name": {"type": "string"}, "department": {"type": "string"}},
        "additionalProperties": False,
    },
}
STANDARD: dict[str, Any] = {
    "$schema": "http://json-schema.org/draft-04/schema#",
    "type": "object",
    "required": ["grants"],
    "properties": {
        "version": {"type": "string", "pattern": r"^(\d+\.)(\d+)$"},
        "publisher": {"type": "object", "required": ["name"]},
        "grants": {
            "type": "array",
            "minItems": 1,
            "uniqueItems": True,
            "items": {
                "type": "object",
                "required": [
                    "id",
                    "title",
                    "description",
                    "currency",
                    "amountAwarded",
                    "awardDate",
                    "recipientOrganization",
                    "fundingOrganization",
                ],
                "properties": {
                    "id": {"type": "string"},
                    "title": {"type": "string", "maxLength": 140},
                    "description": {"type": "string"},
                    "currency": {"enum": ["NOK"]},
                    "amountAppliedFor": {"type": "number"},
                    "amountAwarded": {"type": "number"},
                    "amountDisbursed": {"type": "number"},
                    "awardDate": DATE,
                    "fromOpenCall": {"enum": ["Yes", "No"]},
                    "recipientOrganization": ORGANISATIONS,
                    "fundingOrganization": ORGANISATIONS,
                    "plannedDates": {
                        "type": "array",
                        "items": {"type": "object", "properties": {"startDate": DATE, "endDate": DATE}},
                    },
                    "beneficiaryLocation": {"type": "array", "items": {"type": "object"}},
                    "grantProgramme": {"type": "array", "items": {"type": "object"}},
                    "classifications": {"type": "array", "items": {"type": "object"}},
                },
                "additionalProperties": False,
            },
        },
    },
}
"""What the standard's own schema demands of the parts that we publish (360Giving 1.1, package and grant)."""


@pytest.fixture
def stage(world: World) -> FollowupStage:
    return FollowupStage(world)


def _informal(stage: FollowupStage, name: str) -> Organisation:
    group = stage.world.organisation(stage.kari, name=name, orgnr=None)
    assert group.applicant_type is ApplicantType.INFORMAL
    return group


def _read(client: FlaskClient) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(client.get("/data/2026/tilskudd.json").data)
    return values


def test_a_named_organisation_in_the_standards_shape(stage: FollowupStage, client: FlaskClient) -> None:
    stage.grant()
    values = _read(client)
    assert [error.message for error in Draft4Validator(STANDARD).iter_errors(values)] == []
    [grant] = values["grants"]
    assert grant["id"] == "NO-Oslo-kommune-OMB-2026-0001-1"
    assert grant["recipientOrganization"] == [{"id": "NO-BRC-100260018", "name": "Fiksekroken"}]
    assert (grant["amountAppliedFor"], grant["amountAwarded"], grant["amountDisbursed"]) == (5000, 5000, 0)
    assert [one["code"] for one in grant["classifications"]] == ["voluntary", "sharing"]
    assert value_at(grant, ("plannedDates", 0, "startDate")) == "2026-11-24"


def test_the_csv_says_the_same_and_every_field_stands_in_the_dictionary(
    stage: FollowupStage, client: FlaskClient
) -> None:
    stage.grant()
    [grant] = _read(client)["grants"]
    response = client.get("/data/2026/tilskudd.csv")
    [row] = csv.DictReader(io.StringIO(response.text))
    assert row == {field.column: str(value_at(grant, field.path)) for field in FIELDS}
    assert set(_paths(grant)) == {field.path for field in FIELDS}
    assert response.headers["Content-Disposition"] == 'attachment; filename="2026-tilskudd.csv"'


def _paths(value: Any, before: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    if isinstance(value, dict | list):
        parts = value.items() if isinstance(value, dict) else enumerate(value)
        return [path for name, inner in parts for path in _paths(inner, (*before, name))]
    return [before]


def test_an_informal_group_has_no_name_no_words_and_no_place(stage: FollowupStage, client: FlaskClient) -> None:
    stage.grant()
    stage.organisation = _informal(stage, "Naboene i Hagegata")
    stage.others = 0
    stage.grant(activities=[{"title": "Bytt hos Berit Berg"}])
    response = client.get("/data/2026/tilskudd.json")
    assert "Naboene" not in response.text
    assert "Berit" not in response.text
    assert "OMB-2026-0002" not in response.text
    hidden = next(one for one in response.get_json()["grants"] if one["title"] == "Aktivitet fra en uformell gruppe")
    assert hidden["recipientOrganization"] == [{"id": "NO-Oslo-kommune-uformell", "name": "Uformell gruppe"}]
    assert "beneficiaryLocation" not in hidden
    assert "plannedDates" not in hidden
    assert [one["code"] for one in hidden["classifications"]] == ["informal"]


@pytest.mark.parametrize(("groups", "is_told"), [(4, False), (5, True)])
def test_where_informal_groups_are_many_their_district_is_told(
    stage: FollowupStage, groups: int, is_told: bool
) -> None:
    grant = stage.grant()
    organisation = grant.application.organisation
    organisation.orgnr, organisation.applicant_type = None, ApplicantType.INFORMAL
    shown = open_data._Shown({grant.activity_id: (5000, grant.accepted_at.date())}, {}, {"030101": "Gamle Oslo"}, {})
    grant.plan = {**grant.plan, "district_code": "030101"}
    shown = open_data._Shown(shown.sought, {}, shown.districts, {open_data._cell(grant): groups})
    assert ("beneficiaryLocation" in open_data._unnamed(grant, shown)) is is_told
    db.session.rollback()


def test_what_is_declined_lapsed_or_not_released_is_not_there(stage: FollowupStage, client: FlaskClient) -> None:
    stage.released()
    stage.decided()
    assert client.get("/data/2026/tilskudd.json").status_code == 404
    grant = stage.grant()
    assert len(_read(client)["grants"]) == 1
    grant.accepted_nok = 0
    db.session.commit()
    assert client.get("/data/2026/tilskudd.csv").status_code == 404


@pytest.mark.parametrize("path", ["/data/2016/tilskudd.json", "/data/0/tilskudd.csv", "/data/9999/tilskudd.json"])
def test_a_year_without_grants_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_who_has_the_file_gets_nothing_new_by_one_statement(stage: FollowupStage, client: FlaskClient) -> None:
    stage.grant()
    first = client.get("/data/2026/tilskudd.json")
    assert first.headers["Cache-Control"] == "public, max-age=600"
    with statements() as seen:
        again = client.get("/data/2026/tilskudd.json", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data, len(seen)) == (304, b"", 1)
    stage.grant()
    assert client.get("/data/2026/tilskudd.json", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_a_file_takes_as_many_statements_for_one_grant_as_for_three(stage: FollowupStage, client: FlaskClient) -> None:
    counts = []
    for more in (1, 2):
        for _each in range(more):
            stage.grant()
        db.session.expire_all()
        with statements() as seen:
            client.get("/data/2026/tilskudd.csv")
        counts.append(len(seen))
    assert counts == [5, 5]
    assert db.session.query(Grant).count() == 3


def test_the_page_lists_the_years_and_the_fields(stage: FollowupStage, client: FlaskClient) -> None:
    assert "Ingen tilskudd er godtatt ennå" in client.get("/data").text
    stage.grant()
    page = client.get("/data").text
    assert 'href="/data/2026/tilskudd.json"' in page
    assert all(f"<code>{field.name}</code>" in page for field in FIELDS)
