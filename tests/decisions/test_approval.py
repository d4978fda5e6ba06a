"""What needs an approver's eyes, and where the money goes."""

import dataclasses

from app.applications.models import CaseRow
from app.decisions import actions
from app.decisions.approval import Approval, plan, waiting_cases
from app.extensions import db
from app.formatting import HARD, THIN
from tests.counting import statements
from tests.decisions.stage import FULL, PART, REJECTION, Stage


def why(stage: Stage) -> dict[str, list[str]]:
    shown = waiting_cases(stage.round, stage.gro)
    return {case.organisation: list(case.deviations) for case in shown.exceptions}


def test_before_the_approver_has_said_who_they_are_only_names_are_listed(stage: Stage) -> None:
    application = stage.recommended()
    shown = waiting_cases(stage.round, stage.gro)
    assert [case.reference for case in shown.undeclared] == [application.reference]
    stage.declare(application)
    shown = waiting_cases(stage.round, stage.gro)
    assert ([case.reference for case in shown.rest], shown.undeclared) == ([application.reference], [])


def test_every_reason_to_look_is_named(stage: Stage) -> None:
    special = dataclasses.replace(FULL, special_condition="Send bilder.")
    cases = [
        stage.recommended(),
        stage.recommended(PART),
        stage.recommended(special),
        stage.recommended(value=1),
        stage.recommended(REJECTION, value=5),
        stage.recommended(activities=[{"sought_nok": 10000, "expected_participants": 20}]),
    ]
    stage.declare(*cases)
    assert why(stage) == {
        "Forening 1": ["Får mindre enn det er søkt om"],
        "Forening 2": ["Har et særvilkår"],
        "Forening 3": ["Innvilges med 0,0 poeng, under grensen på 40,0"],
        "Forening 4": ["Avslås med 100,0 poeng, over grensen på 40,0"],
        "Forening 5": [f"Over beløpet for størrelsen, som er 2{THIN}500{HARD}kr"],
    }
    assert [case.organisation for case in waiting_cases(stage.round, stage.gro).rest] == ["Fiksekroken"]


def test_an_explained_red_check_and_a_wide_spread_need_eyes(stage: Stage) -> None:
    unfree = stage.recommended(activities=[{"is_free": False}], warnings_seen=True)
    apart = stage.recommended()
    db.session.get_one(CaseRow, apart.activities[0].id).spread = 3
    db.session.commit()
    stage.declare(unfree, apart)
    assert why(stage) == {
        "Fiksekroken": ["Et rødt punkt i formell kontroll er forklart av saksbehandler"],
        "Forening 1": ["Vurderingene spriker: 3 poeng på et kriterium"],
    }


def test_who_prepared_a_case_sees_that_another_must_decide(stage: Stage) -> None:
    application = stage.recommended()
    prepared = dataclasses.replace(waiting_cases(stage.round, stage.hanne), undeclared=[])
    assert [case.reference for case in prepared.blocked] == [application.reference]


def test_the_spread_counts_what_waits_and_what_is_decided(stage: Stage) -> None:
    first = stage.recommended()
    stage.declare(first)
    actions.decide(first, by=stage.gro, at=stage.at)
    stage.recommended(PART, activities=[{"district_code": "030105", "category": "food"}])
    spread = waiting_cases(stage.round, stage.gro).spread
    filled = {bar.name: (bar.activities, bar.amount_nok) for bar in spread.districts if bar.amount_nok}
    assert filled == {"Gamle Oslo": (1, 5000), "Frogner": (1, 3000)}
    assert sorted(bar.amount_nok for bar in spread.categories if bar.amount_nok) == [3000, 5000]
    assert "Sagene" in spread.empty_districts
    assert "Frogner" not in spread.empty_districts
    assert "Hele byen" not in spread.empty_districts


def test_the_plan_is_the_rest_or_what_is_chosen_and_says_what_is_left(stage: Stage) -> None:
    plain, partly, third = stage.recommended(), stage.recommended(PART), stage.recommended()
    stage.declare(plain, partly)
    shown = waiting_cases(stage.round, stage.gro)
    whole = plan(shown, set())
    assert [case.reference for case in whole.cases] == [plain.reference]
    assert (whole.amount_nok, whole.left_nok) == (5000, 220000)
    picked = plan(shown, {partly.reference, third.reference})
    assert [case.reference for case in picked.cases] == [partly.reference]
    assert [case.reference for case in picked.skipped] == [third.reference]


def test_the_page_takes_as_many_statements_with_three_cases_as_with_one(stage: Stage) -> None:
    counts = []
    for new in (1, 2):
        stage.declare(*[stage.recommended(PART) for _ in range(new)])
        db.session.commit()
        grant_round, gro = stage.round, stage.gro
        assert [grant_round.name, gro.name, len(grant_round.tiers)] == ["Ombruksuka 2026", "Gro Gran", 3]
        with statements() as seen:
            shown: Approval = waiting_cases(grant_round, gro)
        assert len(shown.exceptions) == len(counts) * 2 + 1
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert counts[0] <= 14
