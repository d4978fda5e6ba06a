"""What the acts of the review change, what they refuse, and what the history tells of them."""

from datetime import date
from decimal import Decimal

import pytest

from app.access import Role
from app.applications.models import Application
from app.extensions import db
from app.judging.models import Assessment, Impartiality
from app.policy import NotComplete, NotNow, NotPermitted
from app.review import actions, queries
from tests.review.cases import (
    DISQUALIFIED,
    DOUBT,
    IMPARTIAL,
    criteria,
    declare,
    events,
    handler,
    in_review,
    in_screening,
    score,
    send,
    submitted,
)
from tests.world import World

GOOD, MIXED = (4, 4, 4, 4, 4, 4), (2, 5, 4, 3, None, 1)
OUTSIDE = {"days": [date(2026, 12, 5)]}


def test_who_begins_gets_the_case_that_nobody_has(world: World) -> None:
    hanne = handler(world)
    application = in_screening(world, hanne)
    assert (application.status, application.handler, application.case_rows[0].handler_id) == (
        "screening",
        hanne,
        hanne.id,
    )
    assert events(application, "handler_assigned") == [{"handler": "Hanne Holm"}]


def test_passing_goes_on_to_the_review_in_one_act(world: World) -> None:
    application = in_review(world, handler(world))
    assert (application.status, application.case_rows[0].status) == ("review", "review")
    assert events(application, "application_moved")[-2:] == [
        {"from": "screening", "to": "eligible"},
        {"from": "eligible", "to": "review"},
    ]
    assert events(application, "screening_passed") == [{}]


def test_a_deviation_that_is_not_explained_stops_the_passing(world: World) -> None:
    hanne = handler(world)
    application = in_screening(world, hanne, activities=[OUTSIDE], warnings_seen=True)
    with pytest.raises(NotComplete) as refusal:
        actions.pass_screening(application, by=hanne, at=world.at)
    assert refusal.value.reason == "Forklar avvikene først: I uka."
    with pytest.raises(NotComplete) as empty:
        actions.explain(application, queries.result(application, "within_week", 1), " ", by=hanne, at=world.at)
    assert empty.value.missing == {"within_week-1": "Skriv en kort forklaring."}
    with pytest.raises(NotNow) as needless:
        actions.explain(application, queries.result(application, "in_time", 0), "Ja.", by=hanne, at=world.at)
    assert needless.value.reason == "Kontrollen er i orden og trenger ingen forklaring."
    actions.explain(application, queries.result(application, "within_week", 1), "Gir avslag.", by=hanne, at=world.at)
    actions.pass_screening(application, by=hanne, at=world.at)
    db.session.commit()
    assert (application.status, events(application, "deviation_explained")) == ("review", [{"check": "within_week"}])


def test_a_doubt_needs_a_reason_and_frees_the_case(world: World) -> None:
    hanne = handler(world)
    application = in_screening(world, hanne)
    with pytest.raises(NotComplete) as refusal:
        actions.declare(application, DOUBT, " ", by=hanne, at=world.at)
    assert refusal.value.missing == {"reason": "Skriv hva du er i tvil om, så en godkjenner kan avgjøre det."}
    db.session.rollback()
    declare(application, hanne, answer=DOUBT, reason="Jeg kjenner styrelederen.")
    assert (application.handler_id, application.case_rows[0].handler_id) == (None, None)
    assert events(application, "handler_assigned") == [{"handler": "Hanne Holm"}, {"handler": "–"}]
    assert events(application, "impartiality_declared") == [{"answer": "impartial"}, {"answer": "doubt"}]


def test_nobody_takes_a_doubt_back_alone(world: World) -> None:
    hanne = handler(world)
    application = submitted(world)
    declare(application, hanne, answer=DOUBT, reason="Jeg kjenner styrelederen.")
    with pytest.raises(NotNow):
        actions.declare(application, IMPARTIAL, None, by=hanne, at=world.at)
    declare(application, hanne, answer=DISQUALIFIED)
    with pytest.raises(NotNow):
        actions.declare(application, IMPARTIAL, None, by=hanne, at=world.at)


def test_another_settles_a_doubt_with_a_reason(world: World) -> None:
    hanne, grete = handler(world), world.user(Role.CASE_HANDLER, Role.APPROVER, name="Grete Gran")
    application = submitted(world, activities=[{}, {"title": "Eplesaft"}])
    declare(application, hanne, answer=DOUBT, reason="Jeg kjenner styrelederen.")
    with pytest.raises(NotComplete):
        actions.settle(application, hanne, IMPARTIAL, "", by=grete, at=world.at)
    actions.settle(application, hanne, IMPARTIAL, "Bare et bekjentskap.", by=grete, at=world.at)
    db.session.commit()
    rows = db.session.query(Impartiality).all()
    assert [(row.is_impartial, row.settled_by_id, row.settled_reason) for row in rows] == [
        (True, grete.id, "Bare et bekjentskap.")
    ] * 2
    assert events(application, "impartiality_settled") == [{"answer": "impartial", "person": "Hanne Holm"}]
    with pytest.raises(NotNow):
        actions.settle(application, hanne, DISQUALIFIED, "Likevel.", by=grete, at=world.at)


def test_nobody_settles_their_own_doubt(world: World) -> None:
    grete = world.user(Role.APPROVER, name="Grete Gran")
    application = submitted(world)
    declare(application, grete, answer=DOUBT, reason="Naboen min.")
    with pytest.raises(NotPermitted) as refusal:
        actions.settle(application, grete, IMPARTIAL, "Det går bra.", by=grete, at=world.at)
    assert refusal.value.reason == "Du kan ikke avgjøre din egen habilitet."


def result(application: Application, activity: int = 0) -> tuple[Decimal | None, int | None, int]:
    db.session.refresh(application.case_rows[activity])
    row = application.case_rows[activity]
    return row.score, row.spread, row.assessments


def test_scores_count_when_they_are_sent(world: World) -> None:
    hanne, berit = handler(world), handler(world, "Berit Bø")
    application = in_review(world, hanne, berit)
    score(world, application, hanne, *GOOD)
    assert result(application) == (None, None, 0)
    send(world, application, hanne, *GOOD)
    assert result(application) == (Decimal(75), 0, 1)
    send(world, application, berit, 5, 4, 4, 4, None, 2)
    assert result(application) == (Decimal("75.6250"), 2, 2)
    assert events(application, "assessment_sent") == [{"activity": 1}, {"activity": 1}]


def test_each_activity_has_its_own_result(world: World) -> None:
    hanne = handler(world)
    application = in_review(world, hanne, activities=[{}, {"title": "Eplesaft"}])
    send(world, application, hanne, *GOOD, activity=1)
    assert [result(application, n) for n in (0, 1)] == [(None, None, 0), (Decimal(75), 0, 1)]


def test_what_nobody_can_assess_makes_the_total_incomplete(world: World) -> None:
    hanne = handler(world)
    application = in_review(world, hanne)
    send(world, application, hanne, *MIXED)
    assert result(application) == (None, 0, 1)


def test_a_sheet_is_sent_whole_and_with_its_comments(world: World) -> None:
    hanne = handler(world)
    application = in_review(world, hanne)
    first, second, *_ = criteria(application)
    activity = application.activities[0]
    actions.save_score(activity, first, 5, by=hanne, at=world.at)
    actions.save_score(activity, second, None, comment="Vet ikke ennå.", by=hanne, at=world.at)
    with pytest.raises(NotComplete) as refusal:
        actions.send_assessment(activity, by=hanne, at=world.at)
    choose = "Velg 1–5, eller «Kan ikke vurderes»."
    assert refusal.value.missing == {
        "relevance": "Skriv kort hvorfor når du gir 5.",
        **dict.fromkeys(["participation", "delivery", "budget", "partnership", "innovation"], choose),
    }
    db.session.rollback()


def test_a_sent_sheet_is_not_overwritten(world: World) -> None:
    hanne = handler(world)
    application = in_review(world, hanne)
    send(world, application, hanne, *GOOD)
    with pytest.raises(NotNow) as refusal:
        score(world, application, hanne, *GOOD)
    assert refusal.value.reason == "Du har sendt vurderingen. Den kan ikke endres."
    with pytest.raises(NotNow):
        actions.send_assessment(application.activities[0], by=hanne, at=world.at)


def test_the_scores_of_one_who_steps_down_no_longer_count(world: World) -> None:
    hanne, berit = handler(world), handler(world, "Berit Bø")
    application = in_review(world, hanne, berit)
    send(world, application, hanne, *GOOD)
    send(world, application, berit, 2, 2, 2, 2, 2, 2)
    declare(application, berit, answer=DISQUALIFIED)
    assert result(application) == (Decimal(75), 0, 1)


def test_preparers_are_all_who_screened_or_scored(world: World) -> None:
    hanne, berit, tor = handler(world), handler(world, "Berit Bø"), handler(world, "Tor Ås")
    application = in_review(world, hanne, berit, tor)
    assert queries.preparers(application.id) == {hanne.id}
    score(world, application, berit, *GOOD)
    assert queries.preparers(application.id) == {hanne.id, berit.id}


def test_when_the_history_cannot_be_written_nothing_is_sent(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    hanne = handler(world)
    application = in_review(world, hanne)
    score(world, application, hanne, *GOOD)

    def broken(*_args: object, **_fields: object) -> None:
        raise RuntimeError("no room in the chain")

    monkeypatch.setattr(actions, "record", broken)
    with pytest.raises(RuntimeError):
        actions.send_assessment(application.activities[0], by=hanne, at=world.at)
    db.session.rollback()
    assert db.session.query(Assessment).one().sent_at is None
    assert result(application) == (None, None, 0)


def test_an_approved_check_is_taken_up_again_and_what_was_assessed_stays(world: World) -> None:
    hanne = handler(world)
    application = in_review(world, hanne)
    send(world, application, hanne, *GOOD)
    total = application.case_rows[0].score
    actions.reopen_screening(application, by=hanne, at=world.at)
    assert (application.status, application.case_rows[0].score) == ("screening", total)
    with pytest.raises(NotNow):
        actions.reopen_screening(application, by=hanne, at=world.at)
