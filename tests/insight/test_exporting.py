"""Lists as spreadsheets: who may have which, what stands in them, and that nothing in them is a formula."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.access import Role
from app.audit.models import AuditEvent
from app.campaign.models import PressItem, PressKind
from app.extensions import db
from app.followup.payment.models import Payment, PaymentMeans
from app.followup.report.models import CountMethod, Report, ReportState
from app.insight.exporting import LISTS, lists_for
from tests.counting import statements
from tests.followup_world import FollowupStage
from tests.programme_world import ProgrammeWorld
from tests.world import World

SignIn = Callable[[Any], FlaskClient]
CASES = ["soknader", "vedtak", "rapporter"]


@pytest.fixture
def stage(world: World) -> FollowupStage:
    return FollowupStage(world)


def _rows(client: FlaskClient, code: str) -> list[dict[str, Any]]:
    response = client.post(f"/staff/insight/exports/2026/{code}")
    assert response.status_code == 200, response.text
    book = openpyxl.load_workbook(io.BytesIO(response.data))
    head, *rows = book.worksheets[0].iter_rows(values_only=True)
    response.close()
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


@pytest.mark.parametrize(
    ("role", "codes"),
    [
        (Role.CASE_HANDLER, {*CASES, "tilskudd", "program", "presse", "nokkeltall"}),
        (Role.READER, {*CASES, "tilskudd", "program", "presse", "nokkeltall"}),
        (Role.APPROVER, set(LISTS)),
        (Role.FINANCE, {"tilskudd", "utbetalinger", "nokkeltall"}),
        (Role.ADMINISTRATOR, {"program", "presse", "nokkeltall"}),
    ],
)
def test_who_may_have_which(world: World, sign_in: SignIn, role: Role, codes: set[str]) -> None:
    user = world.user(role)
    assert set(lists_for(user)) == codes
    client = sign_in(user)
    page = client.get("/staff/insight/exports?aar=2026").text
    assert {code for code in LISTS if f"/staff/insight/exports/2026/{code}" in page} == codes
    refused = sorted(set(LISTS) - codes)[:1]
    assert [client.post(f"/staff/insight/exports/2026/{code}").status_code for code in refused] == [403] * len(refused)


def test_applications_decisions_and_grants(stage: FollowupStage, sign_in: SignIn) -> None:
    grant = stage.grant()
    stage.decided()
    client = sign_in(stage.gro)
    [sent, waiting] = _rows(client, "soknader")
    assert (sent["Sak"], sent["Søker"], sent["Søkt"], sent["Status"]) == (
        "OMB-2026-0001",
        "Fiksekroken",
        5000,
        "Brev sendt",
    )
    assert waiting["Status"] == "Vedtatt"
    assert "Poeng" not in sent
    [released] = _rows(client, "vedtak")
    assert (released["Sak"], released["Utfall"], released["Innvilget"]) == ("OMB-2026-0001", "Innvilget", 5000)
    [row] = _rows(client, "tilskudd")
    assert (row["Godtatt"], row["Utbetalt"], row["Betalt tilbake"], row["Rapport"]) == (5000, 0, 0, "Venter på rapport")
    assert row["Rapportfrist"].date() == grant.report_due_on


def test_payments_show_the_end_of_the_account_only(stage: FollowupStage, sign_in: SignIn) -> None:
    grant, account = stage.grant(), stage.account()
    db.session.add(
        Payment(
            reference="OMB-2026-0001-1-1",
            grant_id=grant.id,
            number=1,
            means=PaymentMeans.BANK,
            amount_nok=5000,
            planned_at=stage.at,
            account_number=account.number,
        )
    )
    db.session.commit()
    [row] = _rows(sign_in(stage.finn), "utbetalinger")
    assert (row["Beløp"], row["Konto slutter på"], row["Status"]) == (5000, "4749", "Klar")


def test_what_was_not_counted_is_an_empty_cell(stage: FollowupStage, sign_in: SignIn) -> None:
    shared = {"length": "standard", "version": 1, "state": ReportState.SUBMITTED, "saved_at": stage.at}
    for method, visitors in ((CountMethod.NOT_COUNTED, None), (CountMethod.COUNTED, 0)):
        grant = stage.grant()
        made = {"count_method": method, "visitors": visitors, "outcomes": {"repaired": 7}, "learned": "Hemmelig"}
        db.session.add(Report(grant_id=grant.id, **shared, **made))
    db.session.commit()
    rows = _rows(sign_in(stage.hanne), "rapporter")
    assert [row["Besøkende"] for row in rows] == [None, 0]
    assert [row["Ting reparert"] for row in rows] == [7, 7]
    assert "Hemmelig" not in str(rows)


def test_the_programme_and_the_press(stage: FollowupStage, programmes: ProgrammeWorld, sign_in: SignIn) -> None:
    programmes.event(programmes.week(), "=Bytt", contact_email="berit@ombruk.example")
    item = {"kind": PressKind.WEB, "outlet": "Vårt Oslo", "title": "I gang", "added_by_name": "H"}
    db.session.add(PressItem(year=2026, added_at=stage.at, **item))
    db.session.commit()
    client = sign_in(stage.hanne)
    [event] = _rows(client, "program")
    assert (event["Arrangement"], event["Fra"], event["Fyrtårn"]) == ("=Bytt", "17.00", "nei")
    assert "berit" not in str(event)
    assert [row["Hvor"] for row in _rows(client, "presse")] == ["Vårt Oslo"]
    assert _rows(client, "nokkeltall") == []


def test_taking_out_a_list_is_recorded_and_needs_the_button(stage: FollowupStage, sign_in: SignIn) -> None:
    client = sign_in(stage.hanne)
    assert client.get("/staff/insight/exports/2026/presse").status_code == 405
    _rows(client, "presse")
    found = db.session.scalars(select(AuditEvent).where(AuditEvent.kind == "list_exported")).all()
    assert [(event.actor_name, event.fields) for event in found] == [("Hanne Holm", {"list": "presse 2026"})]
    assert [client.post(f"/staff/insight/exports/{path}").status_code for path in ("2026/alt", "0/presse")] == [
        404,
        404,
    ]


def test_a_list_takes_as_many_statements_for_one_grant_as_for_three(stage: FollowupStage, sign_in: SignIn) -> None:
    client = sign_in(stage.gro)
    counts = []
    for more in (1, 2):
        for _each in range(more):
            stage.grant()
        with statements() as seen:
            _rows(client, "tilskudd")
        counts.append(len(seen))
    assert counts[0] == counts[1]
