"""Checks are run when a case is sent, kept, counted in the work list, and run again without losing explanations."""

from datetime import date

from app.accounts.models import GrantHistory, ReportStatus, User
from app.applications.actions import withdraw
from app.applications.models import Application
from app.applications.queries import case
from app.extensions import db
from app.review import actions, queries
from tests.counting import statements
from tests.review.cases import declare, events, handler, in_screening, submitted
from tests.world import World

OUTSIDE = {"days": [date(2026, 12, 5)]}


def deviations(application: Application) -> list[tuple[str, str, int | None]]:
    """(check, level, position of the activity) of what is not green."""
    positions = {activity.id: activity.position for activity in application.activities}
    return [
        (one.code.value, one.level.value, positions.get(one.activity_id or 0))
        for one in queries.results(application.id)
        if one.level != "green"
    ]


def counts(application: Application) -> list[tuple[str, int, int, int]]:
    return [(r.flag_level.value, r.green_checks, r.amber_checks, r.red_checks) for r in application.case_rows]


def test_a_sound_case_is_checked_as_it_is_sent(world: World) -> None:
    application = submitted(world)
    assert deviations(application) == []
    assert counts(application) == [("green", 15, 0, 0)]
    assert events(application, "formal_check_done") == [{"green": 15, "amber": 0, "red": 0}]


def test_each_activity_has_its_own_findings_and_shares_those_of_the_case(world: World) -> None:
    application = submitted(
        world,
        has_other_municipal=True,
        other_municipal=[{"giver": "Bydelens grønne midler", "amount_nok": 6000, "status": "applied"}],
        activities=[{}, {"title": "Eplesaft", **OUTSIDE}],
        warnings_seen=True,
    )
    assert deviations(application) == [("same_expense", "amber", None), ("within_week", "red", 2)]
    assert counts(application) == [("amber", 14, 1, 0), ("red", 13, 1, 1)]


def test_a_missing_report_is_red(world: World) -> None:
    kari = world.user()
    organisation = world.organisation(kari)
    db.session.add(
        GrantHistory(
            organisation_id=organisation.id,
            year=2025,
            case_reference="OMB-2025-0003",
            title="Fiksekveld",
            granted_nok=5000,
            report_status=ReportStatus.MISSING,
        )
    )
    application = world.application(organisation, kari, world.round())
    assert deviations(application) == [("previous_report", "red", None)]


def test_an_invalid_number_and_a_missing_one(world: World) -> None:
    kari, grant_round = world.user(), world.round()
    invalid = world.application(world.organisation(kari, orgnr="100260998"), kari, grant_round)
    informal = world.application(world.organisation(kari, name="Trappegjengen", orgnr=None), kari, grant_round)
    assert deviations(invalid) == [("organisation_number", "red", None)]
    assert deviations(informal) == []


def test_a_twin_is_found_on_both_cases_also_across_two_registrations_of_one_number(world: World) -> None:
    kari, ola, grant_round = world.user(), world.user(name="Ola Berg"), world.round()
    first = world.application(world.organisation(kari), kari, grant_round)
    assert deviations(first) == []
    second = world.application(world.organisation(ola, name="Fiksekroken Oslo"), ola, grant_round)
    twin = [("several_applications", "amber", None), ("duplicate", "red", 1), ("same_expense", "amber", 1)]
    assert deviations(second) == twin
    assert sorted(deviations(first)) == sorted(twin)
    assert counts(first) == [("red", 13, 2, 1)]


def test_a_withdrawn_twin_is_forgotten_when_the_checks_are_run_again(world: World) -> None:
    hanne = handler(world)
    first = in_screening(world, hanne)
    kari = first.organisation.memberships[0].user
    second = world.application(first.organisation, kari, first.round)
    assert len(deviations(first)) == 3
    withdraw(second, by=kari, at=world.at)
    actions.run_checks_again(first, by=hanne, at=world.at)
    db.session.commit()
    assert deviations(first) == []


def test_an_explanation_counts_as_green_and_stays_while_the_finding_is_the_same(world: World) -> None:
    hanne = handler(world)
    application = in_screening(world, hanne, activities=[OUTSIDE], warnings_seen=True)
    assert counts(application) == [("red", 14, 0, 1)]
    result = queries.result(application, "within_week", 1)
    actions.explain(application, result, " Festen er flyttet. ", by=hanne, at=world.at)
    actions.run_checks_again(application, by=hanne, at=world.at)
    db.session.commit()
    assert counts(application) == [("green", 15, 0, 0)]
    kept = queries.result(application, "within_week", 1)
    assert (kept.explanation, kept.explained_by_name, kept.is_open) == ("Festen er flyttet.", "Hanne Holm", False)
    application.activities[0].sessions[0].held_on = date(2026, 12, 6)
    actions.run_checks_again(application, by=hanne, at=world.at)
    db.session.commit()
    assert counts(application) == [("red", 14, 0, 1)]


def test_the_number_of_statements_does_not_follow_the_number_of_activities(world: World) -> None:
    hanne = handler(world)
    one = in_screening(world, hanne)
    kari = one.organisation.memberships[0].user
    informal = world.organisation(kari, name="Andre siden", orgnr=None)
    three = world.application(informal, kari, one.round, activities=[{"title": title} for title in ("A", "B", "C")])
    declare(three, hanne)
    references, who = (one.reference, three.reference), hanne.id
    few, many = (counted(world, reference, who) for reference in references)
    assert few == many


def counted(world: World, reference: str, who: int) -> int:
    db.session.expunge_all()
    application, person = case(reference), db.session.get_one(User, who)
    with statements() as seen:
        actions.run_checks_again(application, by=person, at=world.at)
        db.session.commit()
    return len(seen)
