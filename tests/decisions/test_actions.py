"""Recommending, sending back and deciding, and the guard of the pot."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from app.accounts.models import User
from app.applications.models import CaseRow, Status
from app.applications.pot import Pot, pot
from app.casework.conversation import noting
from app.decisions import actions, queries
from app.decisions.models import Decision, Outcome, RecommendationStatus
from app.decisions.outcomes import Proposal
from app.extensions import db
from app.formatting import THIN
from app.policy import NotComplete, NotNow
from app.rounds.models import Round
from tests.counting import statements
from tests.decisions.stage import DISMISSAL, FULL, PART, REJECTION, Stage, chosen, events

TWO = [{"title": "Verksted", "sought_nok": 5000}, {"title": "Byttekveld", "sought_nok": 10000}]


def test_a_draft_is_kept_as_it_is_written(stage: Stage) -> None:
    application = stage.in_review()
    activity = application.activities[0]
    actions.save(application, {activity.id: Proposal(Outcome.GRANTED_FULL)}, by=stage.hanne, at=stage.at)
    db.session.commit()
    kept = queries.latest_recommendation(application.id)
    assert kept is not None
    assert [(line.outcome, line.amount_nok, line.reasons) for line in kept.lines] == [
        (Outcome.GRANTED_FULL, 5000, None)
    ]
    assert (application.status, events(application, "recommended")) == (Status.REVIEW, [])


def test_a_recommendation_moves_the_case_and_is_seen_in_the_work_list(stage: Stage) -> None:
    application = stage.recommended(FULL, PART, activities=TWO)
    rows = db.session.execute(select(CaseRow.status, CaseRow.recommended_nok).order_by(CaseRow.activity_id)).all()
    assert rows == [(Status.RECOMMENDED, 5000), (Status.RECOMMENDED, 3000)]
    assert events(application, "recommended") == [{"outcomes": ["granted_full", "granted_part"], "amount_nok": 8000}]
    assert pot(stage.round) == Pot(250000, 25000, 15000, 8000, 0, 2)
    assert pot(stage.round).left_nok == 250000 - 25000 - 8000


def test_what_is_missing_is_named_by_its_field(stage: Stage) -> None:
    application = stage.assessed(activities=TWO)
    proposals = {application.activities[0].id: FULL, application.activities[1].id: Proposal(Outcome.GRANTED_PART)}
    with pytest.raises(NotComplete) as refusal:
        actions.recommend(application, proposals, by=stage.hanne, at=stage.at)
    db.session.rollback()
    assert refusal.value.missing == {
        "a2-amount_nok": "Skriv beløpet i hele kroner.",
        "a2-reasons": "Skriv en begrunnelse. Søkeren leser den i brevet.",
        "a2-reduction_reasons": "Skriv hvorfor søkeren ikke får hele beløpet.",
        "a2-expected_for_less": "Skriv hva dere forventer for det mindre beløpet.",
    }
    assert application.status is Status.REVIEW


def test_what_does_not_belong_to_an_outcome_is_left_out(stage: Stage) -> None:
    wordy = Proposal(Outcome.REJECTED, 500, "Nei.", "Mindre.", "Mer.", "Et råd.", "Et vilkår.")
    application = stage.recommended(wordy)
    kept = queries.latest_recommendation(application.id)
    assert kept is not None
    line = kept.lines[0]
    assert (line.amount_nok, line.reduction_reasons, line.advice, line.special_condition) == (0, None, "Et råd.", None)


def test_in_formal_control_a_case_can_only_be_dismissed_on_a_ground_of_the_round(stage: Stage) -> None:
    application = stage.in_screening()
    activity = application.activities[0].id
    with pytest.raises(NotNow, match="Formell kontroll er ikke ferdig"):
        actions.recommend(application, {activity: FULL}, by=stage.hanne, at=stage.at)
    db.session.rollback()
    with pytest.raises(NotNow, match="ingen av feilene som fører til avvisning"):
        actions.recommend(application, {activity: DISMISSAL}, by=stage.hanne, at=stage.at)
    db.session.rollback()
    stage.round.dismissal_grounds = ["free_entry"]
    db.session.commit()
    unfree = stage.in_screening(activities=[{"is_free": False}], warnings_seen=True)
    stage.recommend(unfree, DISMISSAL)
    assert unfree.status is Status.RECOMMENDED


def test_a_case_sent_back_goes_where_it_came_from_with_the_comment(stage: Stage) -> None:
    application = stage.recommended()
    stage.declare(application)
    with pytest.raises(NotComplete):
        actions.send_back(application, "  ", by=stage.gro, at=stage.at)
    db.session.rollback()
    actions.send_back(application, "Beløpet er for høyt.", by=stage.gro, at=stage.at)
    db.session.commit()
    returned = queries.latest_recommendation(application.id)
    assert returned is not None
    assert (returned.status, returned.return_comment) == (RecommendationStatus.RETURNED, "Beløpet er for høyt.")
    assert (application.status, application.case_rows[0].recommended_nok) == (Status.REVIEW, None)
    stage.recommend(application, PART)
    again = queries.latest_recommendation(application.id)
    assert again is not None
    assert (again.number, again.status) == (2, RecommendationStatus.SENT)


def test_a_new_recommendation_begins_with_what_the_returned_one_said(stage: Stage) -> None:
    application = stage.recommended(PART)
    stage.declare(application)
    actions.send_back(application, "Se en gang til.", by=stage.gro, at=stage.at)
    draft = actions.save(application, {}, by=stage.hanne, at=stage.at)
    db.session.commit()
    assert [actions.proposal_of(line) for line in draft.lines] == [PART]


def test_a_decision_freezes_what_was_decided_on(stage: Stage) -> None:
    application = stage.recommended(FULL, REJECTION, activities=TWO)
    stage.declare(application)
    decision = actions.decide(application, by=stage.gro, at=stage.at)
    db.session.commit()
    assert (decision.version, decision.application_version) == (1, 1)
    assert (decision.prepared_by_name, decision.decided_by_name) == ("Hanne Holm", "Gro Gran")
    assert [(line.outcome, line.sought_nok, line.amount_nok) for line in decision.lines] == [
        (Outcome.GRANTED_FULL, 5000, 5000),
        (Outcome.REJECTED, 10000, 0),
    ]
    assert [row.decided_nok for row in application.case_rows] == [5000, 0]
    assert (application.status, stage.round.committed_nok) == (Status.DECIDED, 5000)
    assert pot(stage.round) == Pot(250000, 25000, 15000, 0, 5000, 2)


def test_what_cannot_be_decided_is_skipped_with_its_reason(stage: Stage) -> None:
    first, second, third = stage.recommended(), stage.recommended(), stage.recommended()
    stage.declare(first, second)
    results = actions.decide_many(
        stage.round.id, [*chosen(first), *chosen(second, number=2), *chosen(third)], by=stage.gro, at=stage.at
    )
    db.session.commit()
    assert [(result.amount_nok, result.refusal) for result in results] == [
        (5000, None),
        (0, "Innstillingen er endret siden du leste den."),
        (0, "Du har ikke svart på om du er habil i saken."),
    ]
    assert [case.status for case in (first, second, third)] == [
        Status.DECIDED,
        Status.RECOMMENDED,
        Status.RECOMMENDED,
    ]


def test_the_pot_is_not_overspent_and_the_reserve_is_not_touched(stage: Stage) -> None:
    first, second = stage.recommended(), stage.recommended()
    stage.declare(first, second)
    stage.round.pot_nok, stage.round.reserve_nok = 10000, 1000
    db.session.commit()
    results = actions.decide_many(stage.round.id, chosen(first, second), by=stage.gro, at=stage.at)
    db.session.commit()
    refused = f"Potten rekker ikke: saken er på 5{THIN}000 kroner, og 4{THIN}000 kroner er igjen."
    assert [result.refusal for result in results] == [None, refused]
    assert stage.round.committed_nok == 5000


def test_the_database_refuses_more_than_the_pot(stage: Stage) -> None:
    with pytest.raises(IntegrityError, match="pot_not_overspent"):
        db.session.execute(update(Round).values(committed_nok=225001))
    db.session.rollback()


def test_what_the_database_refuses_is_told_in_a_sentence(stage: Stage) -> None:
    application = stage.recommended()
    stage.declare(application)
    sitting = actions.Sitting(stage.round.id, [application.reference], stage.gro, stage.at)
    sitting.decide(application.reference)
    sitting.round.committed_nok = 225001
    with pytest.raises(NotNow, match=r"^Potten rekker ikke\. Ingenting er vedtatt\.$"):
        sitting.finish()
    db.session.rollback()
    assert db.session.scalars(select(Decision)).all() == []
    assert application.status is Status.RECOMMENDED


def test_deciding_many_takes_as_many_statements_as_deciding_few(stage: Stage) -> None:
    cases = [stage.recommended() for _ in range(16)]
    stage.declare(*cases)
    counts, round_id, gro_id = [], stage.round.id, stage.gro.id
    parts = [chosen(*cases[:4]), chosen(*cases[4:])]
    for keys in parts:
        db.session.expunge_all()
        gro = db.session.get_one(User, gro_id)
        with statements() as seen:
            results = actions.decide_many(round_id, keys, by=gro, at=stage.at)
            db.session.commit()
        assert [result.refusal for result in results] == [None] * len(keys)
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert counts[0] <= 22


def test_what_others_have_told_is_put_to_the_party_first(stage: Stage) -> None:
    application = stage.recommended()
    stage.declare(application)
    noting.record_information(application, "Naboen", "De tar betalt.", stage.at.date(), by=stage.hanne, at=stage.at)
    db.session.commit()
    [result] = actions.decide_many(stage.round.id, chosen(application), by=stage.gro, at=stage.at)
    assert result.refusal == (
        "Opplysninger fra andre er ikke lagt fram for søkeren. Legg dem fram, eller si hvorfor det ikke trengs."
    )
    assert application.status is Status.RECOMMENDED
