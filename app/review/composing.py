"""Turn what was loaded into what the review panels show. No queries, except to name who else could act."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from flask_babel import gettext as _

from app.access import Actor
from app.applications.models import Activity, Application, FlagLevel, Status
from app.audit.models import AuditEvent
from app.judging.blindness import Visible
from app.judging.models import Assessment, Score
from app.judging.policy import can_revise
from app.judging.queries import Question
from app.judging.scoring import CriterionResult, Sheet, judge
from app.policy import denial
from app.review import policy
from app.review.models import CheckCode, CheckResult
from app.review.panel import (
    Card,
    CheckLine,
    ChecksPanel,
    Colleague,
    FirstScore,
    ImpartialityPanel,
    OtherScore,
    ScoreSheet,
)
from app.review.sentences import NAMES, advice, sentence
from app.review.standing import Answer, CaseStandings, Declared, Standing, answer_of

ORDER = {code: number for number, code in enumerate(CheckCode)}
ABOUT_APPLICANT = frozenset(
    {CheckCode.ORGANISATION_NUMBER, CheckCode.PREVIOUS_REPORT, CheckCode.DE_MINIMIS, CheckCode.SAME_EXPENSE}
)


def impartiality_panel(user: Actor, application: Application, known: CaseStandings) -> ImpartialityPanel:
    """The reader's own answer first; of colleagues' reasons only what this person may settle."""
    own = [one.impartiality for one in known.declared if one.impartiality.user_id == user.actor_id]
    must_declare = bool(user.roles & policy.MUST_DECLARE)
    blocked = denial(policy.can_declare, user, application, known.own) if must_declare else None
    colleagues = [] if known.own.is_member else _colleagues(user, application, known)
    return ImpartialityPanel(
        must_declare=must_declare,
        answer=known.own.answer,
        declared_at=max((row.declared_at for row in own), default=None),
        declare_blocked=blocked,
        colleagues=colleagues,
    )


def _colleagues(user: Actor, application: Application, known: CaseStandings) -> list[Colleague]:
    people: dict[str, list[Declared]] = {}
    for one in known.declared:
        people.setdefault(one.public_id, []).append(one)
    blocked = denial(policy.can_settle, user, application, known.own)
    return [_colleague(user, public_id, declared, blocked) for public_id, declared in people.items()]


def _person_answer(declared: Sequence[Declared]) -> Answer:
    return answer_of([one.impartiality for one in declared], all_answered=True)


def _colleague(user: Actor, public_id: str, declared: Sequence[Declared], blocked: str | None) -> Colleague:
    latest = declared[-1].impartiality
    is_self = latest.user_id == user.actor_id
    if is_self:
        blocked = _("Du kan ikke avgjøre din egen habilitet.")
    may_read_reason = is_self or blocked is None
    return Colleague(
        name=latest.user_name,
        public_id=public_id,
        answer=_person_answer(declared),
        at=latest.settled_at or latest.declared_at,
        settled=latest.settled_at is not None,
        is_self=is_self,
        reason=latest.reason if may_read_reason else None,
        settle_blocked=blocked,
    )


def checks_panel(
    user: Actor,
    application: Application,
    own: Standing,
    results: Sequence[CheckResult],
    passed: AuditEvent | None,
) -> ChecksPanel:
    """What came out, the deviations first, and which acts are open to this person."""
    about = {activity.id: (n, activity) for n, activity in enumerate(application.activities, start=1)}
    lines = sorted(
        (_line(one, about) for one in results), key=lambda line: (line.position, ORDER[CheckCode(line.code)])
    )
    open_levels = [line.level if line.is_open else FlagLevel.GREEN for line in lines]
    is_screened = application.status not in {Status.SUBMITTED, Status.SCREENING, Status.SUPPLEMENT}
    return ChecksPanel(
        deviations=[line for line in lines if line.level is not FlagLevel.GREEN],
        in_order=[line for line in lines if line.level is FlagLevel.GREEN],
        green=open_levels.count(FlagLevel.GREEN),
        amber=open_levels.count(FlagLevel.AMBER),
        red=open_levels.count(FlagLevel.RED),
        checked_at=max((one.checked_at for one in results), default=None),
        suggestion=suggestion(application, results),
        can_start=application.status is Status.SUBMITTED,
        start_blocked=denial(policy.can_start_screening, user, application, own),
        run_blocked=denial(policy.can_run_checks, user, application, own),
        explain_blocked=denial(policy.can_screen, user, application, own),
        pass_blocked=denial(policy.can_pass_screening, user, application, results, own),
        may_reopen=denial(policy.can_reopen_screening, user, application, own) is None,
        is_waiting=application.status is Status.SUPPLEMENT,
        can_begin_review=application.status is Status.ELIGIBLE,
        begin_blocked=denial(policy.can_begin_review, user, application, own),
        passed_by=passed.actor_name if passed and is_screened else None,
        passed_at=passed.at if passed and is_screened else None,
    )


def suggestion(application: Application, results: Sequence[CheckResult]) -> str | None:
    """What the red checks lead to. An unexplained one among the round's grounds: dismissal; any other: rejection."""
    red = [one for one in results if one.level is FlagLevel.RED]
    grounds = [one for one in red if one.code in application.round.dismissal_grounds]
    if any(one.is_open for one in grounds):
        return str(_("Dette er en grunn til å avvise søknaden, med mindre avviket har en god forklaring."))
    if len(red) > len(grounds):
        return str(_("Et vilkår i ordningen er ikke oppfylt. Det gir som regel avslag."))
    return None


def _line(one: CheckResult, about: Mapping[int, tuple[int, Activity]]) -> CheckLine:
    number, activity = about[one.activity_id] if one.activity_id else (0, None)
    return CheckLine(
        code=one.code.value,
        position=activity.position if activity else 0,
        name=str(NAMES[one.code]),
        activity=(activity.title or "") if activity and len(about) > 1 else None,
        level=one.level,
        sentence=sentence(one.code, one.details),
        advice=advice(one.code, one.details),
        anchor=f"activity-{number}" if number else "applicant" if one.code in ABOUT_APPLICANT else "",
        is_open=one.is_open,
        explanation=one.explanation,
        explained_by=one.explained_by_name,
        explained_at=one.explained_at,
    )


def sheets(
    user: Actor, application: Application, known: CaseStandings, criteria: Sequence[Question], visible: Visible
) -> list[ScoreSheet]:
    """One sheet an activity. Colleagues who have stepped down are shown, and left out of the total."""
    blocked = denial(policy.can_score, user, application, known.own)
    out = {
        (one.impartiality.subject_id, one.impartiality.user_id)
        for one in known.declared
        if not one.impartiality.is_impartial
    }
    return [
        _sheet(user, activity, criteria, visible, out, blocked or denial(policy.is_open_to_assess, user, activity))
        for activity in application.activities
    ]


def _sheet(
    user: Actor,
    activity: Activity,
    criteria: Sequence[Question],
    visible: Visible,
    out: set[tuple[int, int]],
    blocked: str | None,
) -> ScoreSheet:
    subject = activity.subject_id
    own, sent = visible.own(subject, user), visible.sent(subject)
    weights = {criterion.id: criterion.weight for criterion in criteria}
    counting = [_answers(one) for one in sent if (subject, one.assessor_id) not in out]
    together = judge(weights, counting)
    sees_others = subject in visible.opened
    return ScoreSheet(
        position=activity.position,
        title=activity.title or "",
        cards=[_card(criterion, own, sent, together.criteria[criterion.id]) for criterion in criteria],
        score_blocked=blocked,
        is_started=own is not None,
        may_revise=blocked is None and denial(can_revise, own) is None,
        sent_at=own.sent_at if own else None,
        own_total=_own_total(weights, own),
        sees_others=sees_others,
        assessors=[one.assessor_name for one in sent],
        total=together.total if sees_others else None,
        spread=together.spread if sees_others else None,
        is_divided=together.is_divided,
        assessments=len(counting) if sees_others else None,
    )


def _answers(assessment: Assessment) -> Sheet:
    return {score.criterion_id: score.newest.value for score in assessment.scores}


def _own_total(weights: Mapping[int, int], own: Assessment | None) -> Decimal | None:
    return judge(weights, [_answers(own)]).total if own else None


def _card(criterion: Question, own: Assessment | None, sent: Sequence[Assessment], together: CriterionResult) -> Card:
    score = _score(own, criterion)
    others = [(one, _score(one, criterion)) for one in sent if one is not own]
    return Card(
        code=criterion.code,
        name=criterion.name,
        description=criterion.description,
        weight=criterion.weight,
        anchors=criterion.anchors,
        value=score.newest.value if score else None,
        cannot_assess=bool(score and score.newest.cannot_assess),
        comment=score.newest.comment if score else None,
        first=_first(score),
        others=tuple(_other(one.assessor_name, given) for one, given in others if given),
        median=together.median,
        spread=together.spread,
        is_divided=together.is_divided,
    )


def _other(name: str, score: Score) -> OtherScore:
    return OtherScore(name, score.newest.value, score.newest.comment, _first(score))


def _first(score: Score | None) -> FirstScore | None:
    changed = score.revision if score else None
    if score is None or changed is None:
        return None
    return FirstScore(score.value, score.comment, changed.reason, changed.revised_at)


def _score(assessment: Assessment | None, criterion: Question) -> Score | None:
    scores = assessment.scores if assessment else []
    return next((score for score in scores if score.criterion_id == criterion.id), None)
