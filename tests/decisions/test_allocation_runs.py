"""An allocation of a real round: what it is made from, who may see it, kept and computed again, and taken up."""

from typing import Any

import pytest
from sqlalchemy import select

from app.access import Role
from app.accounts.models import User
from app.applications.models import Application, CaseRow, Status
from app.audit.models import AuditEvent
from app.decisions import actions
from app.decisions.allocation import adopting
from app.decisions.allocation import inputs as allocation_inputs
from app.decisions.allocation import policy as allocation_policy
from app.decisions.allocation import runs as allocation_runs
from app.decisions.allocation.adopting import Adjustment
from app.decisions.allocation.documents import (
    inputs_from,
    inputs_text,
    result_from,
    result_text,
    rules_from,
    rules_text,
)
from app.decisions.allocation.models import AllocationRun, RunKind
from app.decisions.allocation.rules import points
from app.decisions.allocation.runs import Asked
from app.decisions.models import Outcome, Recommendation
from app.decisions.queries import latest_recommendation
from app.extensions import db
from app.judging.models import ImpartialityAnswer
from app.policy import NotComplete, NotNow, NotPermitted
from app.review import actions as review
from app.rounds import actions as rounds
from app.rounds.models import RoundStatus
from tests.counting import statements
from tests.decisions.stage import PART, Stage


def closed(stage: Stage) -> None:
    """The deadline has passed."""
    stage.round.status = RoundStatus.CLOSED
    db.session.commit()


def computed(stage: Stage, by: User | None = None, **asked: Any) -> AllocationRun:
    """As the page does it."""
    by = by or stage.gro
    prepared = allocation_runs.prepare(Asked(stage.round.id, stage.round.id, **asked), by=by)
    run = allocation_runs.keep(prepared, allocation_runs.compute(prepared), by=by, at=stage.at)
    db.session.commit()
    return run


def loose(run: AllocationRun) -> AllocationRun:
    """As somebody with the database in hand could have left it: the database itself refuses to change a run."""
    db.session.refresh(run)
    db.session.expunge(run)
    return run


def amounts(run: AllocationRun) -> dict[str, tuple[str, int]]:
    return {line.key: (line.why[0], line.amount_nok) for line in result_from(run.result).lines}


def written(application: Application) -> list[tuple[Outcome | None, int | None]]:
    draft = latest_recommendation(application.id)
    return [(line.outcome, line.amount_nok) for line in draft.lines] if draft else []


def test_a_round_is_shared_by_its_own_rules(stage: Stage) -> None:
    strong, weak = stage.assessed(5), stage.assessed(2)
    stage.in_review()
    stage.recommended(PART)
    stage.decided()
    found = amounts(computed(stage))
    assert found == {
        f"{strong.reference}/1": ("whole", 5000),
        f"{weak.reference}/1": ("below_points", 0),
        "OMB-2026-0003/1": ("unscored", 0),
        "OMB-2026-0004/1": ("settled_recommended", 3000),
        "OMB-2026-0005/1": ("settled_decided", 5000),
    }


def test_the_points_are_those_of_the_work_list(stage: Stage) -> None:
    stage.assessed(4)
    stage.assess(stage.in_review().activities[0], 3)
    run = computed(stage)
    rules = rules_from(run.rules)
    kept = {f"{row.reference}/{row.position}": row.score for row in db.session.scalars(select(CaseRow))}
    assert {one.key: points(one, rules) for one in inputs_from(run.inputs)} == kept


def test_documents_say_the_same_when_read_back(stage: Stage) -> None:
    stage.assessed(5)
    run = computed(stage)
    assert inputs_text(inputs_from(run.inputs)) == run.inputs
    assert rules_text(rules_from(run.rules)) == run.rules
    assert result_text(result_from(run.result)) == run.result


def test_a_run_computed_again_is_equal_sign_by_sign(stage: Stage) -> None:
    stage.assessed(5)
    stage.assessed(4)
    replay = allocation_runs.replay(computed(stage))
    assert (replay.is_same, replay.is_same_solver, replay.knows_rules) == (True, True, True)


def test_what_the_cases_become_later_changes_nothing(stage: Stage) -> None:
    application = stage.assessed(5)
    run = computed(stage)
    stage.recommend(application)
    assert allocation_runs.replay(run).is_same


def test_another_solver_or_rule_version_says_so(stage: Stage) -> None:
    stage.assessed(5)
    run = loose(computed(stage))
    run.solver, run.rule_version = "HiGHS 1.14.0", "0"
    replay = allocation_runs.replay(run)
    assert (replay.is_same, replay.is_same_solver, replay.knows_rules) == (False, False, False)
    assert replay.solver_then == "HiGHS 1.14.0"


def test_a_run_that_somebody_changed_does_not_have_its_fingerprint(stage: Stage) -> None:
    application = stage.assessed(5)
    run = loose(computed(stage))
    run.result = run.result.replace('"amount_nok":5000', '"amount_nok":2500')
    replay = allocation_runs.replay(run)
    assert (replay.is_same, list(replay.damaged)) == (False, ["result"])
    assert replay.differing == [(f"{application.reference}/1", 2500, 5000)]


def test_a_what_if_leaves_the_round_and_its_cases_alone(stage: Stage) -> None:
    application = stage.assessed(5)
    rules = allocation_inputs.rules(stage.round)
    before = (stage.round.pot_nok, application.status)
    run = computed(stage, rules=rules_from(rules_text(rules).replace('"pot_nok":250000', '"pot_nok":26000')))
    assert (run.kind, result_from(run.result).room_nok) == (RunKind.WHAT_IF, 1000)
    db.session.expire_all()
    assert (stage.round.pot_nok, application.status) == before
    assert db.session.scalars(select(Recommendation)).all() == []


def test_last_years_cases_under_this_years_rules(stage: Stage) -> None:
    decision = stage.decided(PART)
    new = stage.world.round(slug="ombruksuka-2027", monday=stage.round.week_starts_on.replace(year=2027, day=22))
    prepared = allocation_runs.prepare(
        Asked(new.id, stage.round.id, allocation_inputs.rules(new), redo=True), by=stage.gro
    )
    run = allocation_runs.keep(prepared, allocation_runs.compute(prepared), by=stage.gro, at=stage.at)
    db.session.commit()
    assert (run.round_id, run.cases_round_id, run.kind) == (new.id, stage.round.id, RunKind.WHAT_IF)
    assert amounts(run) == {f"{decision.application.reference}/1": ("whole", 5000)}


def sees(stage: Stage, user: User) -> bool:
    return allocation_policy.sight(user, stage.round).is_whole


def test_who_sees_every_score_sees_the_allocation(stage: Stage) -> None:
    """Hanne has assessed one of two; Ida both; those who read or approve assess nothing; nobody is told how many others
    have assessed."""
    ida = stage.world.user(Role.CASE_HANDLER, name="Ida Ihle")
    first, second = stage.assessed(5), stage.in_review()
    for application in (first, second):
        review.declare(application, ImpartialityAnswer.IMPARTIAL, None, by=ida, at=stage.at)
        stage.assess(application.activities[0], 4, by=ida)
    reader = stage.world.user(Role.READER, name="Rune Rask")
    both = stage.world.user(Role.CASE_HANDLER, Role.APPROVER, name="Bo Berg")
    assert {user.name: sees(stage, user) for user in (stage.hanne, ida, stage.gro, reader, both)} == {
        "Hanne Holm": False,
        "Ida Ihle": True,
        "Gro Gran": True,
        "Rune Rask": True,
        "Bo Berg": False,
    }
    run = computed(stage)
    with pytest.raises(NotNow, match="Fordelingen følger av poengene i alle sakene"):
        allocation_policy.can_open(stage.hanne, run, allocation_policy.sight(stage.hanne, stage.round))
    with pytest.raises(NotNow):
        computed(stage, stage.hanne)


def test_who_has_not_assessed_computes_with_what_they_see(stage: Stage) -> None:
    ida = stage.world.user(Role.CASE_HANDLER, name="Ida Ihle")
    first, second = stage.assessed(5), stage.in_review()
    review.declare(second, ImpartialityAnswer.IMPARTIAL, None, by=ida, at=stage.at)
    stage.assess(second.activities[0], 4, by=ida)
    run = computed(stage, stage.hanne, rules=allocation_inputs.rules(stage.round), redo=True)
    assert run.is_whole is False
    assert amounts(run) == {
        f"{first.reference}/1": ("whole", 5000),
        f"{second.reference}/1": ("blocked", 0),
    }
    assert [one.medians for one in inputs_from(run.inputs) if one.key == f"{second.reference}/1"] == [()]
    allocation_policy.can_open(stage.hanne, run, allocation_policy.sight(stage.hanne, stage.round))
    with pytest.raises(NotNow):
        allocation_policy.can_open(ida, run, allocation_policy.sight(ida, stage.round))


def test_a_hidden_score_leaves_no_trace(stage: Stage) -> None:
    """The same whether a colleague has assessed it or not."""
    ida = stage.world.user(Role.CASE_HANDLER, name="Ida Ihle")
    stage.assessed(5)
    hidden = stage.in_review()
    rules = allocation_inputs.rules(stage.round)
    before = computed(stage, stage.hanne, rules=rules, redo=True)
    review.declare(hidden, ImpartialityAnswer.IMPARTIAL, None, by=ida, at=stage.at)
    stage.assess(hidden.activities[0], 4, by=ida)
    after = computed(stage, stage.hanne, rules=rules, redo=True)
    assert (after.inputs, after.result) == (before.inputs, before.result)


def test_when_assessing_is_closed_handlers_see_all_and_assess_no_more(stage: Stage) -> None:
    ida = stage.world.user(Role.CASE_HANDLER, name="Ida Ihle")
    assessed, late = stage.assessed(5), stage.in_review()
    for application in (assessed, late):
        review.declare(application, ImpartialityAnswer.IMPARTIAL, None, by=ida, at=stage.at)
    closed(stage)
    assert sees(stage, ida) is False
    rounds.close_assessing(stage.round, by=stage.gro, at=stage.at)
    db.session.commit()
    assert sees(stage, ida) is True
    with pytest.raises(NotNow, match="Vurderingen i runden er avsluttet, og denne aktiviteten er vurdert av andre"):
        stage.assess(assessed.activities[0], 1, by=ida)
    db.session.rollback()
    stage.assess(late.activities[0], 3, by=ida)
    with pytest.raises(NotNow, match="Vurderingen er avsluttet"):
        rounds.close_assessing(stage.round, by=stage.gro, at=stage.at)


def test_only_an_approver_closes_the_assessing_and_only_after_the_deadline(stage: Stage) -> None:
    with pytest.raises(NotPermitted):
        rounds.close_assessing(stage.round, by=stage.hanne, at=stage.at)
    with pytest.raises(NotNow, match="når fristen er ute"):
        rounds.close_assessing(stage.round, by=stage.gro, at=stage.at)


def test_who_is_disqualified_in_one_case_takes_no_part(stage: Stage) -> None:
    application = stage.assessed(5)
    run = computed(stage)
    reason = "Søsteren min sitter i styret."
    review.declare(application, ImpartialityAnswer.DISQUALIFIED, reason, by=stage.gro, at=stage.at)
    db.session.commit()
    known = allocation_policy.sight(stage.gro, stage.round)
    with pytest.raises(NotPermitted, match="inhabil eller har meldt tvil i en av sakene"):
        allocation_policy.can_open(stage.gro, run, known)


def test_amounts_become_drafts_and_nothing_is_sent(stage: Stage) -> None:
    strong, weak = stage.assessed(5), stage.assessed(2)
    sent = stage.recommended(PART)
    closed(stage)
    run = computed(stage)
    rounds.close_assessing(stage.round, by=stage.gro, at=stage.at)
    made, outcomes = adopting.adopt(run, {}, by=stage.hanne, at=stage.at)
    db.session.commit()
    assert [(one.reference, one.amount_nok, one.refusal) for one in outcomes] == [
        (strong.reference, 5000, None),
        (weak.reference, 0, None),
    ]
    assert written(strong) == [(Outcome.GRANTED_FULL, 5000)]
    assert written(weak) == [(Outcome.REJECTED, 0)]
    assert written(sent) == [(Outcome.GRANTED_PART, 3000)]
    assert (strong.status, made.adopted_by_name, made.adjusted) == (Status.REVIEW, "Hanne Holm", [])
    kinds = select(AuditEvent.kind).where(AuditEvent.kind.startswith("allocation")).order_by(AuditEvent.number)
    assert db.session.scalars(kinds).all() == ["allocation_made", "allocation_adopted"]


def test_what_was_written_in_a_draft_stays(stage: Stage) -> None:
    application = stage.assessed(5)
    actions.save(application, {application.activities[0].id: PART}, by=stage.hanne, at=stage.at)
    closed(stage)
    adopting.adopt(computed(stage), {}, by=stage.hanne, at=stage.at)
    db.session.commit()
    draft = latest_recommendation(application.id)
    assert draft is not None
    assert [(line.outcome, line.reasons) for line in draft.lines] == [(Outcome.GRANTED_FULL, PART.reasons)]


def test_a_person_changes_an_amount_and_says_why(stage: Stage) -> None:
    application = stage.assessed(5)
    closed(stage)
    run, key = computed(stage), f"{application.reference}/1"
    made, _outcomes = adopting.adopt(run, {key: Adjustment(2500, "Liten sal.")}, by=stage.hanne, at=stage.at)
    db.session.commit()
    assert written(application) == [(Outcome.GRANTED_PART, 2500)]
    assert made.adjusted == [{"key": key, "from_nok": 5000, "to_nok": 2500, "reason": "Liten sal."}]


@pytest.mark.parametrize(
    ("nok", "reason", "sentence"),
    [
        (2500, " ", "Skriv hvorfor beløpet er endret."),
        (2550, "Fordi.", "Beløpet må gå opp i 100 kroner."),
        (6000, "Fordi.", "En del er mer enn 0 og mindre enn de 5\u202f000\u00a0kr det er søkt om."),
    ],
)
def test_an_amount_that_cannot_be_given_is_refused_at_its_field(
    stage: Stage, nok: int, reason: str, sentence: str
) -> None:
    application = stage.assessed(5)
    closed(stage)
    run, key = computed(stage), f"{application.reference}/1"
    with pytest.raises(NotComplete) as refusal:
        adopting.adopt(run, {key: Adjustment(nok, reason)}, by=stage.hanne, at=stage.at)
    db.session.rollback()
    assert refusal.value.missing == {key: sentence}
    assert written(application) == []


def test_changed_amounts_above_the_pot_are_refused(stage: Stage) -> None:
    stage.round.pot_nok, stage.round.reserve_nok = 5000, 0
    first, second = stage.assessed(5), stage.assessed(4)
    closed(stage)
    run = computed(stage)
    assert {key: nok for key, (_why, nok) in amounts(run).items()} == {
        f"{first.reference}/1": 2500,
        f"{second.reference}/1": 2500,
    }
    with pytest.raises(NotComplete, match="2500 kroner mer enn potten rekker til"):
        adopting.adopt(run, {f"{first.reference}/1": Adjustment(5000, "Best.")}, by=stage.hanne, at=stage.at)
    db.session.rollback()


def test_a_case_that_changed_since_or_is_not_ones_own_is_left_with_the_reason(stage: Stage) -> None:
    ida = stage.world.user(Role.CASE_HANDLER, name="Ida Ihle")
    stays, moved, changed = stage.assessed(5), stage.assessed(5), stage.assessed(5)
    run = computed(stage)
    stage.recommend(moved)
    review.declare(changed, ImpartialityAnswer.IMPARTIAL, None, by=ida, at=stage.at)
    stage.assess(changed.activities[0], 4, by=ida)
    closed(stage)
    rounds.close_assessing(stage.round, by=stage.gro, at=stage.at)
    db.session.commit()
    _made, outcomes = adopting.adopt(run, {}, by=stage.hanne, at=stage.at)
    db.session.commit()
    assert {one.reference: one.refusal for one in outcomes} == {
        stays.reference: None,
        moved.reference: "Saken har status «Innstilt» og kan ikke innstilles nå.",
        changed.reference: "Poengene eller beløpet det er søkt om, er endret siden fordelingen ble regnet ut.",
    }
    _made, outcomes = adopting.adopt(run, {}, by=ida, at=stage.at)
    db.session.rollback()
    assert next(one.refusal for one in outcomes if one.reference == stays.reference) == (
        "Svar på om du er habil, før du leser saken."
    )


def test_a_what_if_is_not_taken_up_and_an_approver_writes_no_drafts(stage: Stage) -> None:
    stage.assessed(5)
    closed(stage)
    copy = computed(stage, rules=allocation_inputs.rules(stage.round))
    known = allocation_policy.sight(stage.hanne, stage.round)
    with pytest.raises(NotNow, match="«hva hvis»"):
        allocation_policy.can_adopt(stage.hanne, copy, known)
    with pytest.raises(NotPermitted, match="Bare saksbehandlere"):
        allocation_policy.can_adopt(stage.gro, computed(stage), allocation_policy.sight(stage.gro, stage.round))


def test_inputs_take_the_same_statements_for_one_case_as_for_three(stage: Stage) -> None:
    def count() -> int:
        known = allocation_policy.sight(stage.gro, stage.round)
        with statements() as seen:
            allocation_inputs.inputs(stage.round, known.seen)
        return len(seen)

    stage.assessed(5)
    one = count()
    stage.assessed(4)
    stage.assessed(3)
    assert count() == one <= 4
