"""The forty invented applications: each deviation that a row was written to exercise is found, and nothing else."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from app.accounts.models import ApplicantType
from app.accounts.orgnr import problem
from app.clock import OSLO
from app.demo.answering import organisation
from app.demo.rows import SAMPLE_MONDAY, Row, read
from app.review.checks import ActivityFacts, CaseFacts, Line, Permit, check

CLOSES = datetime(2026, 9, 20, 23, 59, 59, tzinfo=OSLO).astimezone(UTC)
LAST_DAY = 6
PERMIT = {"S26-030": ("applied", "needed"), "S26-033": ("granted",)}


def facts(row: Row, others: tuple[ActivityFacts, ...] = ()) -> CaseFacts:
    of = organisation(row)
    kind = ApplicantType(of["applicant_type"])
    sent = datetime.combine(SAMPLE_MONDAY + timedelta(row.sent_day), row.sent_time, tzinfo=OSLO)
    return CaseFacts(
        received_at=sent.astimezone(UTC),
        closes_at=CLOSES,
        max_activity_nok=10000,
        max_applications=None,
        requires_free_entry=True,
        requires_open_to_all=True,
        requires_alcohol_free=True,
        applicant_type=kind,
        orgnr=row.orgnr,
        orgnr_required=kind not in {ApplicantType.INFORMAL, ApplicantType.MUNICIPAL},
        orgnr_problem=problem(row.orgnr) if row.orgnr else None,
        municipal_givers=(row.other_municipal,) if row.other_municipal else (),
        de_minimis_declared=False,
        de_minimis_nok=0,
        missing_report=(2025, "OMB-2025-0014") if row.previous_report.startswith("ikke levert") else None,
        activities=(activity(row),),
        others=others,
    )


def activity(row: Row) -> ActivityFacts:
    outside = not 0 <= row.held_day <= LAST_DAY
    unsupported = {"within_week": outside, "free_entry": not row.is_free, "open_to_all": not row.is_open}
    income = sum(amount for _, amount in row.other_income) + row.sought_nok
    return ActivityFacts(
        id=int(row.code[-3:]),
        position=1,
        reference=row.code,
        title=row.title,
        text=row.description,
        venue=row.place,
        days=(day(row),),
        lines=tuple(Line(text, amount) for text, amount in row.expenses),
        is_free=row.is_free,
        is_open=row.is_open,
        sought_nok=row.sought_nok,
        lacking_nok=sum(amount for _, amount in row.expenses) - income,
        participants=row.participants,
        reach=row.reach,
        permits=tuple(Permit("Kommunal grunn", status, 28) for status in PERMIT.get(row.code, ())),
        unsupported={code: code for code, applies in unsupported.items() if applies},
    )


def day(row: Row) -> date:
    return SAMPLE_MONDAY + timedelta(row.held_day)


def deviations(case: CaseFacts) -> list[str]:
    return [f"{one.code} {one.level}" for one in check(case) if one.level != "green"]


def test_each_row_deviates_as_it_was_written_to() -> None:
    rows = read()
    assert len(rows) == 40
    others = {
        row.code: tuple(activity(one) for one in rows if one.orgnr and one.orgnr == row.orgnr and one is not row)
        for row in rows
    }
    found = {row.code: deviations(facts(row, others[row.code])) for row in rows}
    twin = ["several_applications amber", "duplicate red", "same_expense amber"]
    assert {code: what for code, what in found.items() if what} == {
        "S26-002": ["de_minimis amber"],
        "S26-004": ["open_to_all red"],
        "S26-008": ["in_time red"],
        "S26-009": ["within_cap red"],
        "S26-011": ["open_to_all red", "alcohol_free amber"],
        "S26-012": twin,
        "S26-013": twin,
        "S26-014": ["previous_report red"],
        "S26-016": ["de_minimis amber", "free_entry red", "running_costs amber"],
        "S26-024": ["de_minimis amber"],
        "S26-025": ["free_entry red"],
        "S26-029": ["plausible_reach amber"],
        "S26-030": ["permits amber"],
        "S26-031": ["same_expense amber"],
        "S26-035": ["within_week red"],
        "S26-037": ["budget_balances amber"],
        "S26-039": ["organisation_number red", "de_minimis amber"],
    }


def test_the_last_second_is_in_time_and_twenty_minutes_later_is_not() -> None:
    rows = {row.code: row for row in read()}
    assert [deviations(facts(rows[code])) for code in ("S26-006", "S26-007", "S26-008")] == [[], [], ["in_time red"]]


def test_a_permit_that_is_given_is_in_order() -> None:
    row = next(row for row in read() if row.code == "S26-033")
    case = facts(row)
    assert deviations(case) == []
    assert deviations(replace(case, activities=(replace(case.activities[0], is_indoor=False, permits=()),))) == [
        "permits amber"
    ]
