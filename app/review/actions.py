"""Every change of the review: checks, explanations, impartiality, scores. Who acts and when are arguments."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from flask_babel import gettext as _

from app.access import SYSTEM, Actor
from app.accounts.models import User
from app.applications import actions as applications
from app.applications import worklist
from app.applications.actions import when_sent
from app.applications.models import Activity, Application, FlagLevel, Status
from app.applications.workflow import move
from app.audit.actions import record
from app.extensions import db
from app.judging import actions as judging
from app.judging import queries as judged
from app.judging.actions import Given
from app.judging.models import Assessment, Criterion, ImpartialityAnswer, Score
from app.policy import NotComplete, denial
from app.review import assignments, findings, policy, queries
from app.review.checks import ActivityFacts, check, check_against_others
from app.review.counting import recount
from app.review.facts import gather, same_applicant
from app.review.models import CheckResult


@when_sent
def run_checks(application: Application, at: datetime) -> None:
    """The system checks every application as it is sent or registered."""
    _run(application, SYSTEM, at)


def _run(application: Application, by: Actor, at: datetime) -> None:
    """Check a case and replace what was found before; an explanation stays where the finding is still the same.

    The applicant's other cases that are not screened yet learn what this one changes for them.
    """
    others = same_applicant(application)
    facts = gather(application, others)
    found = {application.id: check(facts)}
    rows = findings.unscreened_rows(others)
    for other in {row.application_id for row in rows}:
        rest = _all_but(other, {application.id: facts.activities, **others})
        found[other] = check_against_others(others[other], rest, facts.max_applications)
    results = findings.replace(found, whole=application.id, at=at)
    findings.count(results, [*application.case_rows, *rows])
    levels = [one.level for one in found[application.id]]
    counts = {level.value: levels.count(level) for level in FlagLevel}
    record("formal_check_done", by=by, at=at, case=application.reference, **counts)


def _all_but(case: int, cases: Mapping[int, tuple[ActivityFacts, ...]]) -> list[ActivityFacts]:
    return [activity for other, activities in cases.items() if other != case for activity in activities]


def run_checks_again(application: Application, *, by: Actor, at: datetime) -> None:
    """When something outside the application has changed: a report has come, another case is withdrawn."""
    policy.can_run_checks(by, application)
    _run(application, by, at)


def start_screening(application: Application, *, by: Actor, at: datetime) -> None:
    """Begin on a case before the round closes. Whoever begins gets the case when nobody has it."""
    policy.can_start_screening(by, application)
    _take(application, by, at)
    move(application, Status.SCREENING, by=by, at=at)
    _run(application, by, at)


def _take(application: Application, by: Actor, at: datetime) -> None:
    if application.handler_id is None:
        applications.assign(application, db.session.get_one(User, by.actor_id), by=by, at=at)


def explain(application: Application, result: CheckResult, explanation: str, *, by: Actor, at: datetime) -> None:
    """A case handler says why a deviation is acceptable, or what it leads to."""
    policy.can_explain(by, application, result)
    if not explanation.strip():
        key = policy.key_of(application, result)
        raise NotComplete(_("Forklaringen er ikke lagret."), {key: _("Skriv en kort forklaring.")})
    result.explanation, result.explained_at = explanation.strip(), at
    result.explained_by_id, result.explained_by_name = by.actor_id, by.display_name
    findings.count(findings.values(queries.results(application.id)), application.case_rows)
    record("deviation_explained", by=by, at=at, case=application.reference, check=result.code.value)


def screen(
    application: Application, told: Iterable[tuple[CheckResult, str]], *, complete: bool, by: Actor, at: datetime
) -> None:
    """Keep the explanations that are new; and approve the check, when it is said to be `complete`."""
    for result, explanation in told:
        if explanation.strip() != (result.explanation or ""):
            explain(application, result, explanation, by=by, at=at)
    if complete:
        pass_screening(application, by=by, at=at)


def pass_screening(application: Application, *, by: Actor, at: datetime) -> None:
    """Approve the formal check, and go on to the review at once when the handler may score."""
    policy.can_pass_screening(by, application, queries.results(application.id))
    _take(application, by, at)
    move(application, Status.ELIGIBLE, by=by, at=at)
    record("screening_passed", by=by, at=at, case=application.reference)
    if denial(policy.can_begin_review, by, application) is None:
        move(application, Status.REVIEW, by=by, at=at)


def reopen_screening(application: Application, *, by: Actor, at: datetime) -> None:
    """Take back an approval of the formal check; what was explained and assessed stays."""
    policy.can_reopen_screening(by, application)
    move(application, Status.SCREENING, by=by, at=at)
    record("screening_reopened", by=by, at=at, case=application.reference)


def begin_review(application: Application, *, by: Actor, at: datetime) -> None:
    """For a case that stayed eligible when its screening was passed."""
    policy.can_begin_review(by, application)
    move(application, Status.REVIEW, by=by, at=at)


def declare(
    application: Application, answer: ImpartialityAnswer, reason: str | None, *, by: Actor, at: datetime
) -> None:
    """Answer for all activities of a case. Who is not impartial loses the case, and their scores no longer count."""
    policy.can_declare(by, application)
    judging.declare([activity.subject_id for activity in application.activities], answer, reason, by=by, at=at)
    record("impartiality_declared", by=by, at=at, case=application.reference, answer=answer.value)
    if answer is not ImpartialityAnswer.IMPARTIAL:
        _step_down(application, by.actor_id, by, at)


def settle(
    application: Application, person: User, answer: ImpartialityAnswer, reason: str, *, by: Actor, at: datetime
) -> None:
    """An approver decides another's doubt."""
    policy.can_settle(by, application)
    subjects = [activity.subject_id for activity in application.activities]
    rows = [row for row in judged.declarations(subjects) if row.user_id == person.id]
    judging.settle(rows, answer, reason, by=by, at=at)
    record("impartiality_settled", by=by, at=at, case=application.reference, answer=answer.value, person=person.name)
    if answer is ImpartialityAnswer.DISQUALIFIED:
        _step_down(application, person.id, by, at)
    else:
        recount(application, application.activities, at)


def _step_down(application: Application, person_id: int | None, by: Actor, at: datetime) -> None:
    """The case is free for another handler and assessor. What is decided stays as it was decided."""
    if application.status not in policy.BEFORE_DECISION:
        return
    if application.handler_id is not None and application.handler_id == person_id:
        application.handler = application.handler_id = None
        worklist.refresh_status(application)
        record("handler_assigned", by=by, at=at, case=application.reference, handler="–")
    assignments.step_down(application, person_id, by=by, at=at)
    recount(application, application.activities, at)


def save_score(
    activity: Activity,
    criterion: Criterion,
    value: int | None,
    *,
    cannot_assess: bool = False,
    comment: str | None = None,
    by: Actor,
    at: datetime,
) -> Score:
    """Keep one answer of one activity's sheet, as it is given."""
    policy.can_score(by, activity.application)
    policy.is_open_to_assess(by, activity)
    return judging.save_score(
        activity.subject_id, criterion, value, cannot_assess=cannot_assess, comment=comment, by=by, at=at
    )


def save_sheet(
    activity: Activity, answers: Sequence[tuple[Criterion, Given]], *, by: Actor, at: datetime
) -> Assessment | None:
    """Keep all answers of one activity's sheet."""
    policy.can_score(by, activity.application)
    policy.is_open_to_assess(by, activity)
    return judging.save_scores(activity.subject_id, answers, by=by, at=at)


def send_assessment(activity: Activity, *, by: Actor, at: datetime) -> Assessment:
    """The person's sheet counts from now on: the activity's total follows in the same transaction."""
    application = activity.application
    policy.can_score(by, application)
    policy.is_open_to_assess(by, activity)
    criteria = judged.criteria(application.round.rubric_id)
    sent = judging.send_assessment(activity.subject_id, criteria, by=by, at=at)
    recount(application, [activity], at)
    record("assessment_sent", by=by, at=at, case=application.reference, activity=activity.position)
    return sent


def revise_assessment(
    activity: Activity, answers: Sequence[tuple[Criterion, Given]], reason: str, *, by: Actor, at: datetime
) -> None:
    """After others' are seen, or the meeting: a sent sheet is changed once, until the case is recommended."""
    application = activity.application
    policy.can_score(by, application)
    judging.revise(activity.subject_id, answers, reason, by=by, at=at)
    recount(application, [activity], at)
    record("assessment_revised", by=by, at=at, case=application.reference, activity=activity.position)
