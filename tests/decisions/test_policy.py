"""Four eyes: who may decide, as a table of facts with the reason for each refusal."""

import pytest

from app.access import Role
from app.accounts.models import Membership, RoleGrant, User
from app.decisions import actions, policy, queries
from app.decisions.standing import Standing, standings
from app.extensions import db
from app.judging.models import ImpartialityAnswer
from app.policy import denial
from app.review import actions as review
from app.review.standing import Answer
from tests.decisions.stage import Stage

IMPARTIAL = Answer.IMPARTIAL
FACTS = [
    ("gro", Standing(answer=IMPARTIAL), None),
    ("hanne", Standing(answer=IMPARTIAL), "Bare godkjennere kan vedta."),
    ("kari", Standing(answer=IMPARTIAL), "Bare godkjennere kan vedta."),
    ("gro", Standing(is_member=True, answer=IMPARTIAL), "Du hører til Fiksekroken og er inhabil i saken."),
    (
        "gro",
        Standing(is_preparer=True, answer=IMPARTIAL),
        "Du har vært med og forberedt saken. En annen må vedta den.",
    ),
    ("gro", Standing(answer=Answer.NOT_ASKED), "Du har ikke svart på om du er habil i saken."),
    ("gro", Standing(answer=Answer.DOUBT), "Du har meldt tvil om habilitet. Den må avgjøres først."),
    ("gro", Standing(answer=Answer.DISQUALIFIED), "Du har svart at du er inhabil i saken."),
    (
        "gro",
        Standing(answer=IMPARTIAL, reports_to_disqualified="Ida Lie"),
        "Lederen din, Ida Lie, er inhabil i saken. Du kan forberede den, men ikke vedta den.",
    ),
    (
        "gro",
        Standing(reports_to_disqualified="Ida Lie", others=("Per Moe",)),
        "Lederen din, Ida Lie, er inhabil i saken. Du kan forberede den, men ikke vedta den."
        " Disse kan vedta den: Per Moe.",
    ),
    (
        "gro",
        Standing(is_member=True, others=()),
        "Du hører til Fiksekroken og er inhabil i saken."
        " Ingen andre godkjennere kan vedta den. Be administratoren om å gi noen rollen.",
    ),
    ("hanne", Standing(others=("Gro Gran",)), "Bare godkjennere kan vedta. Disse kan vedta den: Gro Gran."),
]


@pytest.mark.parametrize(("who", "standing", "reason"), FACTS)
def test_who_may_decide(stage: Stage, who: str, standing: Standing, reason: str | None) -> None:
    application = stage.recommended()
    recommendation = queries.latest_recommendation(application.id)
    assert denial(policy.can_decide, getattr(stage, who), application, recommendation, standing) == reason


def test_only_what_is_sent_to_approval_is_decided(stage: Stage) -> None:
    application = stage.assessed()
    reason = denial(policy.can_decide, stage.gro, application, None, Standing(answer=IMPARTIAL))
    assert reason == "Saken har nå status «Til vurdering»."


def give(person: User, role: Role, stage: Stage) -> None:
    person.role_grants.append(RoleGrant(role=role, granted_at=stage.at))
    db.session.commit()


def test_two_persons_not_two_roles(stage: Stage) -> None:
    """Who recommended may not decide, whatever roles they have."""
    application = stage.recommended()
    give(stage.hanne, Role.APPROVER, stage)
    assert standings(stage.hanne, [application.id])[application.id].is_preparer is True


def test_who_wrote_a_draft_that_another_sent_has_prepared_it(stage: Stage) -> None:
    application = stage.assessed()
    give(stage.gro, Role.CASE_HANDLER, stage)
    review.declare(application, ImpartialityAnswer.IMPARTIAL, None, by=stage.gro, at=stage.at)
    actions.save(application, {}, by=stage.gro, at=stage.at)
    db.session.commit()
    stage.recommend(application)
    assert standings(stage.gro, [application.id])[application.id].is_preparer is True


def test_who_scored_has_prepared_it(stage: Stage) -> None:
    application = stage.assessed()
    give(stage.gro, Role.CASE_HANDLER, stage)
    review.declare(application, ImpartialityAnswer.IMPARTIAL, None, by=stage.gro, at=stage.at)
    stage.assess(application.activities[0], 3, by=stage.gro)
    stage.recommend(application)
    assert standings(stage.gro, [application.id])[application.id].is_preparer is True


def test_a_member_of_the_applicant_never_decides(stage: Stage) -> None:
    application = stage.recommended()
    db.session.add(Membership(user=stage.gro, organisation=stage.organisation, joined_at=stage.at))
    db.session.commit()
    assert standings(stage.gro, [application.id])[application.id] == Standing(is_member=True)


def test_the_database_refuses_a_decision_by_who_prepared_it(stage: Stage) -> None:
    from sqlalchemy.exc import IntegrityError

    decision = stage.decided()
    decision.decided_by_id = decision.prepared_by_id
    with pytest.raises(IntegrityError, match="decided_by_another"):
        db.session.flush()
    db.session.rollback()


def test_recommending_needs_an_own_assessment_of_what_is_considered(stage: Stage) -> None:
    """Nobody else's assessments are seen before one's own is sent; not even whether there are any."""
    application = stage.in_review()
    ingrid = stage.world.user(Role.CASE_HANDLER, name="Ingrid Ås")
    review.declare(application, ImpartialityAnswer.IMPARTIAL, None, by=ingrid, at=stage.at)
    db.session.commit()
    before = denial(actions.recommend, application, {}, by=ingrid, at=stage.at)
    db.session.rollback()
    stage.assess(application.activities[0], 4)
    after = denial(actions.recommend, application, {}, by=ingrid, at=stage.at)
    db.session.rollback()
    assert (before, after) == ("Send vurderingen din av aktivitet 1 først.",) * 2


def test_what_is_decided_is_not_written_again(stage: Stage) -> None:
    application = stage.decided().application
    reason = denial(policy.can_write, stage.hanne, application)
    assert reason == "Saken har status «Vedtatt» og kan ikke innstilles nå."
