"""The rules of reports as tables of facts: who may what, what is asked, what is doubted, and when we remind."""

from datetime import date, timedelta
from itertools import product

import pytest
from flask import Flask

from app.access import Role
from app.accounts.models import ReportStatus
from app.followup.report import accounting, history, outcomes, plausible, reminding, showing, workflow
from app.followup.report.models import ReminderStage, Report, ReportState
from app.policy import NotNow, NotPermitted, denial

S = ReportState
A, H, G = Role.APPLICANT, Role.CASE_HANDLER, Role.APPROVER
MOVES = {
    (S.DRAFT, S.SUBMITTED): {A},
    (S.RETURNED, S.SUBMITTED): {A},
    (S.WRITTEN_OFF, S.SUBMITTED): {A},
    (S.SUBMITTED, S.RETURNED): {H},
    (S.SUBMITTED, S.APPROVED): {H},
    (S.DRAFT, S.WRITTEN_OFF): {G},
    (S.SUBMITTED, S.WRITTEN_OFF): {G},
    (S.RETURNED, S.WRITTEN_OFF): {G},
}


class Somebody:
    actor_id, display_name = 1, "Noen"

    def __init__(self, role: Role) -> None:
        self.roles = frozenset({role})


def test_who_may_make_each_move(app: Flask) -> None:
    for before, to in product(S, S):
        allowed, refused = set(), set()
        for role in Role:
            try:
                workflow.check_move(Report(state=before), to, Somebody(role))
                allowed.add(role)
            except (NotNow, NotPermitted) as refusal:
                refused.add(type(refusal))
        assert (before, to, allowed) == (before, to, MOVES.get((before, to), set()))
        assert refused == ({NotPermitted} if (before, to) in MOVES else {NotNow})


def test_every_state_has_words() -> None:
    assert set(workflow.LABELS) == set(ReportState)


@pytest.mark.parametrize(
    ("kinds", "asked"),
    [
        (["repair"], ["repaired"]),
        (["give_away", "repair"], ["repaired", "given_away"]),
        (["reuse", "swap"], ["swapped", "given_away"]),
        (["food_waste"], ["food_kg"]),
        (["talk", "course", "digital"], []),
        (["somethingelse"], []),
    ],
)
def test_only_the_things_that_the_kind_of_activity_has_are_asked(kinds: list[str], asked: list[str]) -> None:
    assert outcomes.asked(kinds) == asked


def test_every_mapped_thing_has_a_name() -> None:
    assert {code for codes in outcomes.BY_ACTIVITY_TYPE.values() for code in codes} == set(outcomes.OUTCOMES)


@pytest.mark.parametrize(
    ("visitors", "expected", "capacity", "question"),
    [
        (None, 48, None, None),
        (1, 48, None, None),
        (144, 48, None, None),
        (145, 48, None, "145 er mye mer enn de 48 dere regnet med. Stemmer tallet?"),
        (145, 48, 80, None),
        (20000, 60, 80, "20 000 er mye mer enn de 80 dere regnet med. Stemmer tallet?"),
        (300, None, None, None),
        (301, None, None, "301 er mye mer enn de 100 dere regnet med. Stemmer tallet?"),
        (0, 48, None, "Kom ingen? Har dere ikke telt, velger dere «ikke talt»."),
    ],
)
def test_which_numbers_of_visitors_are_asked_about_once_more(
    app: Flask, visitors: int | None, expected: int | None, capacity: int | None, question: str | None
) -> None:
    plan = {"expected_participants": expected, "capacity": capacity}
    found = plausible.doubt(visitors, plan)
    assert (found.replace("\N{NARROW NO-BREAK SPACE}", " ") if found else None) == question


@pytest.mark.parametrize(
    ("granted", "cost", "income", "unused"),
    [
        (5000, 5000, 0, 0),
        (5000, 4000, 0, 1000),
        (5000, 7000, 2000, 0),
        (5000, 6000, 2000, 1000),
        (5000, 9000, 0, 0),
        (5000, 0, 0, 5000),
        (5000, 1000, 3000, 5000),  # other money covered it all: never more than the grant
    ],
)
def test_what_of_a_grant_is_not_used(granted: int, cost: int, income: int, unused: int) -> None:
    assert accounting.unused_nok(granted, cost, income) == unused


ENDS, DUE = date(2026, 11, 24), date(2027, 1, 17)


@pytest.mark.parametrize(
    ("today", "stage"),
    [
        (ENDS, None),
        (ENDS + timedelta(1), (ReminderStage.HOW, ENDS)),
        (DUE, (ReminderStage.HOW, ENDS)),
        (DUE + timedelta(1), (ReminderStage.FIRST, DUE)),
        (DUE + timedelta(13), (ReminderStage.FIRST, DUE)),
        (DUE + timedelta(14), (ReminderStage.SECOND, DUE)),
        (DUE + timedelta(28), (ReminderStage.WARNING, DUE)),
        (DUE + timedelta(99), (ReminderStage.WARNING, DUE)),
    ],
)
def test_what_is_said_on_each_day(today: date, stage: tuple[ReminderStage, date] | None) -> None:
    assert reminding.stage(ENDS, DUE, today) == stage


@pytest.mark.parametrize(
    ("statuses", "together"),
    [
        ([], ReportStatus.NOT_DUE),
        ([ReportStatus.ON_TIME, ReportStatus.LATE], ReportStatus.LATE),
        ([ReportStatus.ON_TIME, ReportStatus.NOT_DUE], ReportStatus.NOT_DUE),
        ([ReportStatus.LATE, ReportStatus.MISSING, ReportStatus.ON_TIME], ReportStatus.MISSING),
    ],
)
def test_a_case_stands_as_its_worst_report(statuses: list[ReportStatus], together: ReportStatus) -> None:
    assert history.worst(statuses) == together


@pytest.mark.parametrize(
    ("method", "visitors", "reason", "shown"),
    [
        ("counted", 60, None, "60 (talt)"),
        ("counted", 0, None, "0 (talt)"),
        ("estimated", 60, None, "60 (anslått)"),
        ("not_counted", None, "Døra sto åpen", "Ikke talt: Døra sto åpen"),
        (None, None, None, "–"),
    ],
)
def test_not_counted_is_never_zero(
    app: Flask, method: str | None, visitors: int | None, reason: str | None, shown: str
) -> None:
    assert showing.visitors({"count_method": method, "visitors": visitors, "count_reason": reason}) == shown


def test_a_refusal_is_a_sentence(app: Flask) -> None:
    said = denial(workflow.check_move, Report(state=S.APPROVED), S.RETURNED, Somebody(H))
    assert said == "Rapporten har status «Godkjent» og kan ikke settes til «Returnert»."
