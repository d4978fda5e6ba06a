"""The advice of a round: what it says, when it is reckoned, and that it changes no score."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app import clock
from app.applications.models import CaseRow, Status
from app.extensions import db
from app.judging import fragility
from app.judging.agreement import Reading
from app.review import jobs, reckoning, trust
from app.review.ranking_models import Basis, RankingMark, RankingReview
from tests.review.rankings import Panel, Seen
from tests.world import World

SignIn = Callable[[Any], FlaskClient]
LOW, MIDDLE, GOOD, HIGH = (1,) * 6, (3,) * 6, (4,) * 6, (5,) * 6


@pytest.fixture
def panel(world: World) -> Panel:
    return Panel(world)


@pytest.fixture
def strict_bo(panel: Panel) -> Panel:
    """Bo gives 25 less than Ann on what they share. Each has one more alone: Ann 75, Bo 50."""
    for _ in range(4):
        panel.case((panel.ann, GOOD), (panel.bo, MIDDLE))
    panel.case((panel.ann, GOOD))
    panel.case((panel.bo, MIDDLE))
    return panel


def review(panel: Panel, basis: Basis = Basis.ALL) -> RankingReview:
    db.session.expire_all()
    return db.session.get_one(RankingReview, (panel.round.id, basis))


def told(panel: Panel, basis: Basis = Basis.ALL) -> trust.Trust:
    return trust.read(review(panel, basis).result)


def test_strictness_is_taken_out_and_the_scores_stay(strict_bo: Panel) -> None:
    strict_bo.reckon()
    rows = db.session.scalars(select(CaseRow).order_by(CaseRow.activity_id)).all()
    strictness = Decimal("8.3333")  # half of the gap of 25, times 4 shared / (4 + 2 of caution)
    assert [row.score for row in rows] == [Decimal("62.5")] * 4 + [Decimal(75), Decimal(50)]
    assert [row.adjusted_score for row in rows] == [Decimal("62.5")] * 4 + [75 - strictness, 50 + strictness]
    assert [row.adjusted_rank for row in rows] == [2, 3, 4, 5, 1, 6]
    assert {row.proposed_adjusted_rank for row in rows} == {None}
    found = told(strict_bo)
    assert [(one.name, one.assessments, one.shared, one.mean, one.strictness) for one in found.assessors] == [
        ("Ann Aas", 5, 4, Decimal(75), -strictness),
        ("Bo Bakk", 5, 4, Decimal(50), strictness),
    ]
    assert (found.activities, found.ranked, found.above, found.is_comparable) == (6, 6, 6, True)
    assert [(one.weight, one.shared) for one in found.criteria] == [(w, 4) for w in (25, 20, 20, 15, 10, 10)]
    assert {one.reading for one in found.criteria} == {Reading.WEAK}


def test_the_advice_stands_beside_the_scores(strict_bo: Panel, sign_in: SignIn) -> None:
    strict_bo.reckon()
    for row in db.session.scalars(select(CaseRow)):
        row.status = Status.DECIDED
    db.session.commit()
    strict_bo.at += timedelta(hours=2)
    strict_bo.reckon()
    seen = Seen(sign_in(strict_bo.rita))
    assert seen.column("Justert (råd)") == [
        "66,7 · nr. 1",
        "62,5 · nr. 2",
        "62,5 · nr. 3",
        "62,5 · nr. 4",
        "62,5 · nr. 5",
        "58,3 · nr. 6",
    ]
    page = sign_in(strict_bo.rita).get("/staff/ranking/trust").text
    assert page.count("gir 8,3 poeng mindre enn de andre") == page.count("gir 8,3 poeng mer enn de andre") == 1
    assert "Potten rekker til alle som er vurdert." in page


def test_who_crosses_the_line_is_named(panel: Panel, sign_in: SignIn) -> None:
    """Without Bo the first would have 75, and the second 50."""
    panel.round.pot_nok, panel.round.reserve_nok = 5000, 0
    ann, bo = panel.ann, panel.bo
    panel.propose(panel.case((ann, GOOD), (bo, LOW)), panel.case((ann, MIDDLE), (bo, MIDDLE)))
    panel.reckon()
    found = told(panel, Basis.PROPOSED)
    assert (found.ranked, found.above) == (2, 1)
    without = {line.what: ([one.name for one in line.over], [one.name for one in line.under]) for line in found.without}
    assert without == {
        "Ann Aas": ([], []),
        "Bo Bakk": (["OMB-2026-0001/1"], ["OMB-2026-0002/1"]),
    }
    assert [(line.points, line.count) for line in found.weights[:2]] == [(-5, 0), (5, 0)]
    page = sign_in(panel.gro).get("/staff/ranking/trust").text
    assert "uten Bo Bakk" in page
    assert 'href="/staff/cases/OMB-2026-0001"' in page


def test_those_who_share_nothing_are_said_not_to_be_comparable(panel: Panel, sign_in: SignIn) -> None:
    panel.propose(
        panel.case((panel.ann, GOOD), (panel.bo, LOW)),
        panel.case((panel.ann, GOOD), (panel.bo, LOW)),
        panel.case((panel.cay, GOOD)),
    )
    panel.reckon()
    page = " ".join(sign_in(panel.rita).get("/staff/ranking/trust").text.split())
    assert "Noen har ikke vurdert noe sammen med andre." in page
    assert page.count(">kan ikke sies</td>") == 1


def test_a_reckoning_is_stale_after_a_change_and_says_so(strict_bo: Panel, sign_in: SignIn) -> None:
    stale = "Noe er endret siden da."
    strict_bo.reckon()
    client = sign_in(strict_bo.ann)  # has not assessed the last: sees no advice made of it
    assert "Justert rangering er regnet ut" not in Seen(client).said
    for row in db.session.scalars(select(CaseRow)):
        row.status = Status.RECOMMENDED
    db.session.commit()
    seen = Seen(sign_in(strict_bo.gro)).said  # the very cases that it was made of are now Gro's to see
    assert ("Justert rangering er regnet ut" in seen, stale in seen) == (True, False)
    strict_bo.propose(strict_bo.case((strict_bo.cay, HIGH)))
    assert stale in Seen(sign_in(strict_bo.gro)).said
    strict_bo.reckon()
    assert stale not in Seen(sign_in(strict_bo.gro)).said


def test_the_same_inputs_leave_the_reckoning_as_it_was(strict_bo: Panel) -> None:
    strict_bo.reckon()
    first = review(strict_bo)
    before = (first.reckoned_at, first.inputs, first.result)
    strict_bo.at += timedelta(hours=1)
    strict_bo.reckon()
    again = review(strict_bo)
    assert (again.reckoned_at, again.inputs, again.result) == before
    assert db.session.get_one(RankingMark, strict_bo.round.id).tried_at == strict_bo.at
    strict_bo.case((strict_bo.cay, HIGH))
    strict_bo.reckon()
    assert review(strict_bo).reckoned_at == strict_bo.at


def test_it_is_reckoned_when_it_has_been_quiet_for_a_minute(strict_bo: Panel) -> None:
    at, minute, round_id = strict_bo.at, timedelta(minutes=1), strict_bo.round.id
    mark = db.session.get_one(RankingMark, round_id)
    mark.tried_at = at - minute
    db.session.commit()

    def due(after: timedelta) -> list[int]:
        return reckoning.due(at + after)

    assert [due(timedelta(seconds=59)), due(minute)] == [[], [round_id]]
    strict_bo.reckon()
    assert due(minute) == []
    db.session.scalars(select(CaseRow)).all()[0].status = Status.RECOMMENDED  # nobody sent anything
    db.session.commit()
    assert [due(timedelta(minutes=9)), due(timedelta(minutes=10))] == [[], [round_id]]


def test_one_that_is_sent_to_all_the_time_waits_ten_minutes_at_most(strict_bo: Panel) -> None:
    at, round_id = strict_bo.at, strict_bo.round.id
    mark = db.session.get_one(RankingMark, round_id)
    for waited, is_due in ((9, False), (10, True)):
        mark.tried_at, mark.changed_at = at - timedelta(minutes=waited), at
        db.session.commit()
        assert reckoning.due(at) == ([round_id] if is_due else [])


def test_the_button_and_the_tick_start_the_work(app: Flask, strict_bo: Panel, sign_in: SignIn) -> None:
    later = strict_bo.at + timedelta(minutes=2)
    answer = sign_in(strict_bo.ann).post("/staff/ranking/reckon", data={"runde": strict_bo.round.slug})
    assert (answer.status_code, answer.location) == (302, f"/staff/ranking?runde={strict_bo.round.slug}")
    assert app.extensions["jobs"].run_waiting() == 1
    assert review(strict_bo).reckoned_at == strict_bo.at
    strict_bo.case((strict_bo.cay, HIGH))
    with clock.frozen(later):
        assert jobs.reckon_due(later) == 1
        assert app.extensions["jobs"].run_waiting() == 1
        assert jobs.reckon_due(later) == 0
    assert review(strict_bo).reckoned_at == later


def test_what_is_kept_reads_as_it_was(strict_bo: Panel) -> None:
    strict_bo.reckon()
    found = told(strict_bo)
    assert trust.read(found.plain()) == found


def test_long_lists_are_cut_and_counted() -> None:
    rows = [
        trust.Row(
            fragility.Candidate(n, {1: {1: 5}, 2: {1: 5 if n < 30 else 1}}, 1, datetime(2026, 9, 1, tzinfo=clock.OSLO)),
            f"OMB-{n}/1",
            "Forening",
        )
        for n in range(60)
    ]
    rows += [
        trust.Row(
            fragility.Candidate(n, {1: {1: 1}, 2: {1: 5}}, 1, datetime(2026, 9, 1, tzinfo=clock.OSLO)), str(n), "F"
        )
        for n in range(60, 120)
    ]
    found, _advice = trust.reckon(rows, [trust.Question(1, "Relevans", 100)], {1: "Ann", 2: "Bo"}, 60)
    without_ann = found.without[0]
    assert (without_ann.what, without_ann.overs, without_ann.unders) == ("Ann", 30, 30)
    assert (len(without_ann.over), len(without_ann.under)) == (trust.MOST_LISTED, trust.MOST_LISTED)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    sheets=st.lists(st.dictionaries(st.integers(1, 4), st.integers(1, 5), max_size=4), min_size=1, max_size=10),
    pot=st.integers(0, 12),
)
def test_every_ranked_activity_gets_one_adjusted_rank(sheets: list[dict[int, int]], pot: int) -> None:
    rows = [
        trust.Row(
            fragility.Candidate(n, {one: {7: value} for one, value in given_.items()}, 1, clock.at_oslo(clock.today())),
            str(n),
            "Forening",
        )
        for n, given_ in enumerate(sheets)
    ]
    people = {one: f"Person {one}" for one in range(1, 5)}
    found, advice = trust.reckon(rows, [trust.Question(7, "Relevans", 100)], people, pot)
    assert sorted(one.rank for one in advice.values()) == list(range(1, found.ranked + 1))
    assert all(0 <= one.score <= 100 for one in advice.values())
    assert found.ranked == sum(bool(given_) for given_ in sheets)
