"""The work list's rows are copies; here they are made anew from their sources, and must be the same."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.access import SYSTEM
from app.applications import actions, worklist
from app.applications.models import Application, CaseRow, CaseTally, Status
from app.applications.workflow import move
from app.extensions import db
from tests.world import World


def tallies() -> dict[tuple[int, str], tuple[int, int]]:
    rows = db.session.execute(select(CaseTally).where(CaseTally.activities > 0)).scalars()
    return {(row.round_id, row.status.value): (row.activities, row.sought_nok) for row in rows}


def counted() -> dict[tuple[int, str], tuple[int, int]]:
    rows = db.session.execute(
        select(CaseRow.round_id, CaseRow.status, func.count(), func.sum(CaseRow.sought_nok)).group_by(
            CaseRow.round_id, CaseRow.status
        )
    )
    return {(round_id, status.value): (count, sought) for round_id, status, count, sought in rows}


@pytest.fixture
def sent(app: Flask, world: World) -> Application:
    kari, grant_round = world.user(), world.round()
    return world.application(world.organisation(kari), kari, grant_round)


def test_the_totals_follow_every_change(sent: Application, world: World) -> None:
    assert tallies() == counted() == {(sent.round_id, "submitted"): (1, 5000)}
    move(sent, Status.SCREENING, by=SYSTEM, at=world.at)
    db.session.commit()
    assert tallies() == counted() == {(sent.round_id, "screening"): (1, 5000)}


def test_a_reopened_application_is_no_case(sent: Application, world: World) -> None:
    kari = sent.organisation.memberships[0].user
    actions.reopen(sent, by=kari, at=world.at)
    db.session.commit()
    assert (tallies(), counted()) == ({}, {})


def test_rows_made_anew_are_the_rows_that_stand(sent: Application) -> None:
    columns = [column.key for column in CaseRow.__table__.columns]
    stood = [{name: getattr(row, name) for name in columns} for row in sent.case_rows]
    worklist.index(sent)
    assert [{name: getattr(row, name) for name in columns} for row in sent.case_rows] == stood
    assert db.session.dirty == set() or not any(db.session.is_modified(row) for row in sent.case_rows)
    db.session.rollback()
