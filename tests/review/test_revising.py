"""Changing a sent assessment: once, with a reason, until the case is recommended; and the first is never lost."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.accounts.models import User
from app.applications.models import Application, Status
from app.extensions import db
from app.judging.actions import Given
from app.judging.models import Score, ScoreRevision
from app.policy import NotComplete, NotNow, NotPermitted
from app.review import actions
from app.review.queries import panel
from tests.review.cases import criteria, declare, events, handler, in_review, score, send
from tests.world import World

SignIn = Callable[[Any], FlaskClient]
GOOD = (4, 4, 4, 4, 4, 4)
REASON = "Det kom fram i møtet at lokalet er avlyst."


@pytest.fixture
def two(world: World) -> tuple[Application, User, User]:
    """Both have sent."""
    hanne, berit = handler(world), handler(world, "Berit Bø")
    application = in_review(world, hanne, berit)
    send(world, application, hanne, *GOOD)
    send(world, application, berit, *GOOD)
    return application, hanne, berit


def revise(application: Application, by: User, *values: int | None, reason: str = REASON, comment: str = "") -> None:
    answers = [
        (criterion, Given(value, value is None, comment or None))
        for criterion, value in zip(criteria(application), values, strict=True)
    ]
    activity = application.activities[0]
    actions.revise_assessment(activity, answers, reason, by=by, at=application.saved_at)
    db.session.commit()


def test_the_newest_counts_and_the_first_stays(two: tuple[Application, User, User], world: World) -> None:
    application, hanne, berit = two
    revise(application, hanne, 2, *GOOD[1:])
    row = application.case_rows[0]
    # relevance weighs 25: the median of 2 and 4 is 3, a quarter of 25 less than 75
    assert (row.score, row.mean, row.relevance, row.spread) == (Decimal("68.75"), Decimal("68.75"), Decimal(3), 2)
    assert [one.value for one in db.session.scalars(select(Score).order_by(Score.id))] == [4] * 12
    kept = db.session.scalars(select(ScoreRevision)).one()
    assert (kept.value, kept.reason, kept.revised_by_name, kept.revised_at) == (2, REASON, "Hanne Holm", world.at)
    assert events(application, "assessment_revised") == [{"activity": 1}]
    sheet = panel(application, berit).sheets[0]
    hannes = sheet.cards[0].others[0]
    assert (hannes.value, hannes.first and (hannes.first.value, hannes.first.reason)) == (2, (4, REASON))
    own = panel(application, hanne).sheets[0]
    assert (own.cards[0].value, own.cards[0].first and own.cards[0].first.value, own.cards[1].first) == (2, 4, None)
    assert (own.total, own.own_total, own.may_revise) == (Decimal("68.75"), Decimal("62.5"), False)


def test_to_and_from_what_cannot_be_assessed(two: tuple[Application, User, User]) -> None:
    application, hanne, _berit = two
    revise(application, hanne, None, *GOOD[1:])
    assert application.case_rows[0].score == 75
    kept = db.session.scalars(select(ScoreRevision)).one()
    assert (kept.value, kept.cannot_assess) == (None, True)


def test_only_once(two: tuple[Application, User, User]) -> None:
    application, hanne, berit = two
    revise(application, hanne, 2, *GOOD[1:])
    with pytest.raises(NotNow) as refusal:
        revise(application, hanne, 4, 3, *GOOD[2:])
    assert refusal.value.reason == "Du har endret vurderingen én gang. Den kan ikke endres igjen."
    db.session.rollback()
    revise(application, berit, 3, *GOOD[1:])
    assert application.case_rows[0].relevance == Decimal("2.5")


def test_the_database_keeps_one_change_a_score(two: tuple[Application, User, User]) -> None:
    application, hanne, _berit = two
    revise(application, hanne, 2, *GOOD[1:])
    kept = db.session.scalars(select(ScoreRevision)).one()
    again = {"score_id": kept.score_id, "value": 3, "reason": "Igjen.", "revised_by_id": hanne.id}
    db.session.add(ScoreRevision(**again, revised_by_name="Hanne Holm", revised_at=kept.revised_at))
    with pytest.raises(IntegrityError):
        db.session.commit()
    db.session.rollback()


@pytest.mark.parametrize(
    ("values", "reason", "missing"),
    [
        ((2, *GOOD[1:]), " ", {"reason": "Skriv hvorfor du endrer vurderingen."}),
        ((5, *GOOD[1:]), REASON, {"relevance": "Skriv kort hvorfor når du gir 5."}),
        (GOOD, REASON, {}),
    ],
)
def test_what_a_change_needs(
    two: tuple[Application, User, User], values: tuple[int, ...], reason: str, missing: dict[str, str]
) -> None:
    application, hanne, _berit = two
    with pytest.raises(NotComplete) as refusal:
        revise(application, hanne, *values, reason=reason)
    assert refusal.value.missing == missing
    db.session.rollback()
    assert db.session.scalars(select(ScoreRevision)).all() == []


def test_not_before_sending_and_not_after_the_recommendation(world: World) -> None:
    hanne = handler(world)
    application = in_review(world, hanne)
    score(world, application, hanne, *GOOD)
    with pytest.raises(NotNow):
        revise(application, hanne, 2, *GOOD[1:])
    db.session.rollback()
    send(world, application, hanne, *GOOD)
    application.status = Status.RECOMMENDED
    db.session.commit()
    with pytest.raises(NotNow):
        revise(application, hanne, 2, *GOOD[1:])
    db.session.rollback()


def test_nobody_changes_anothers(two: tuple[Application, User, User], world: World) -> None:
    application, _hanne, _berit = two
    third = handler(world, "Tor Tveit")
    with pytest.raises(NotNow):
        revise(application, third, 2, *GOOD[1:])
    db.session.rollback()
    declare(application, third)
    with pytest.raises(NotNow) as refusal:
        revise(application, third, 2, *GOOD[1:])
    assert refusal.value.reason == "Du har ikke sendt vurderingen. Da kan du rette den som den er."
    db.session.rollback()
    with pytest.raises(NotPermitted):
        revise(application, application.organisation.memberships[0].user, 2, *GOOD[1:])
    db.session.rollback()


# --- the page --------------------------------------------------------------------------------------------------


def address(application: Application) -> str:
    return f"/staff/cases/{application.reference}/activities/1/revise"


def form(application: Application, *values: int | None, **more: str) -> dict[str, str]:
    chosen = {
        f"value-{criterion.code}": "none" if value is None else str(value)
        for criterion, value in zip(criteria(application), values, strict=True)
    }
    return {**chosen, "reason": REASON, **more}


def test_the_page_changes_and_the_case_shows_both(two: tuple[Application, User, User], sign_in: SignIn) -> None:
    application, hanne, berit = two
    client = sign_in(hanne)
    case = f"/staff/cases/{application.reference}"
    assert address(application) in client.get(case).text
    assert "Endre vurderingen av" in client.get(address(application)).text
    answer = client.post(address(application), data=form(application, 2, *GOOD[1:]))
    assert (answer.status_code, answer.location) == (302, f"{case}#scores-1")
    for person in (hanne, berit):
        page = " ".join(sign_in(person).get(case).text.split())
        assert f"Først <s>4</s>. Endret 1. sep.: {REASON}" in page
    assert sign_in(hanne).get(address(application)).status_code == 409
    assert address(application) not in sign_in(hanne).get(case).text


@pytest.mark.parametrize(
    ("changes", "status", "said"),
    [
        ({"reason": ""}, 409, "Skriv hvorfor du endrer vurderingen."),
        ({"value-relevance": "5"}, 409, "Skriv kort hvorfor når du gir 5."),
        ({"value-relevance": "6"}, 422, "Velg 1–5, eller «Kan ikke vurderes»."),
        ({"value-relevance": "4"}, 409, "Ingenting er endret."),
        ({"reason": "x" * 601}, 422, "Skriv kortere: høyst 600 tegn."),
        ({"comment-budget": "y" * 601}, 422, "Skriv kortere: høyst 600 tegn."),
    ],
)
def test_what_is_refused_keeps_what_was_typed(
    two: tuple[Application, User, User], sign_in: SignIn, changes: dict[str, str], status: int, said: str
) -> None:
    application, hanne, _berit = two
    typed = form(application, 2, *GOOD[1:], **{"comment-delivery": "Sett på igjen.", **changes})
    answer = sign_in(hanne).post(address(application), data=typed)
    assert (answer.status_code, said in answer.text, "Sett på igjen." in answer.text) == (status, True, True)
    assert db.session.scalars(select(ScoreRevision)).all() == []


def test_what_is_not_there_is_not_found(two: tuple[Application, User, User], sign_in: SignIn, world: World) -> None:
    application, hanne, _berit = two
    base = f"/staff/cases/{application.reference}/activities"
    assert sign_in(hanne).get(f"{base}/2/revise").status_code == 404
    assert sign_in(hanne).get("/staff/cases/OMB-2026-9999/activities/1/revise").status_code == 404
    third = handler(world, "Tor Tveit")
    assert sign_in(third).get(f"{base}/1/revise").status_code == 409
