"""Reading what the review has found, and the panels of a case page."""

from collections.abc import Collection, Sequence

from sqlalchemy import Select, bindparam, select, union
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.accounts.models import User
from app.applications.models import Activity, Application, Status
from app.audit.models import AuditEvent
from app.extensions import db
from app.judging import queries as judging
from app.judging.blindness import Stage, visible_assessments
from app.judging.models import Assessment, Criterion
from app.policy import NotAllowed, NotPermitted
from app.review import composing, policy
from app.review.mine import next_to_assess as next_to_assess
from app.review.mine import to_assess as to_assess
from app.review.models import CheckResult
from app.review.panel import ReviewPanel
from app.review.standing import CaseStandings, case_standings
from app.rounds.models import Round

PREPARING_EVENTS = (
    "deviation_explained",
    "screening_passed",
    "assessment_sent",
    "supplement_requested",
    "supplement_extended",
    "supplement_answered",
    "supplement_ended",
)
"""Who is behind these has prepared the case, also when what they did was done over again later."""

STAGES: dict[Status, Stage] = {
    Status.RECOMMENDED: Stage.PROPOSED,
    Status.DECIDED: Stage.SETTLED,
    Status.RELEASED: Stage.SETTLED,
    Status.CLOSED: Stage.SETTLED,
    Status.ARCHIVED: Stage.SETTLED,
}


def stage(application: Application) -> Stage:
    """How far the judging is, as judging.blindness asks."""
    return STAGES.get(application.status, Stage.OPEN)


RESULTS = select(CheckResult).where(CheckResult.application_id == bindparam("application_id")).order_by(CheckResult.id)


def results(application_id: int) -> Sequence[CheckResult]:
    """All formal checks of a case as they came out."""
    return db.session.scalars(RESULTS, {"application_id": application_id}).all()


def results_of(applications: Collection[int]) -> dict[int, list[CheckResult]]:
    """The same for many cases, by primary key: one statement."""
    found: dict[int, list[CheckResult]] = {}
    wanted = select(CheckResult).where(CheckResult.application_id.in_(applications)).order_by(CheckResult.id)
    for one in db.session.scalars(wanted):
        found.setdefault(one.application_id, []).append(one)
    return found


def cases(references: Collection[str], *, for_change: bool) -> dict[str, Application]:
    """Sent cases by reference, with what an act on them needs: a few statements, however many cases."""
    wanted = (
        select(Application)
        .where(Application.reference.in_(references), Application.status != Status.DRAFT)
        .order_by(Application.id)
        .options(
            joinedload(Application.round, innerjoin=True),
            joinedload(Application.organisation, innerjoin=True),
            selectinload(Application.activities),
            selectinload(Application.case_rows),
        )
    )
    wanted = wanted.with_for_update(of=Application) if for_change else wanted
    return {one.reference: one for one in db.session.scalars(wanted).unique()}


def result(application: Application, code: str, position: int) -> CheckResult:
    """One check by its code and the position of its activity (0: the whole case). NoResultFound when there is none."""
    found = select(CheckResult).where(CheckResult.application_id == application.id, CheckResult.code == code)
    if position == 0:
        return db.session.scalars(found.where(CheckResult.activity_id.is_(None))).one()
    about = select(Activity.id).where(Activity.application_id == application.id, Activity.position == position)
    return db.session.scalars(found.where(CheckResult.activity_id == about.scalar_subquery())).one()


def passed(reference: str) -> AuditEvent | None:
    """Who passed the screening last, and when."""
    return db.session.scalars(
        select(AuditEvent)
        .where(AuditEvent.case_reference == reference, AuditEvent.kind == "screening_passed")
        .order_by(AuditEvent.number.desc())
        .limit(1)
    ).one_or_none()


def preparers(application_id: int) -> set[int]:
    """Who screened, explained, passed or scored the case: they may not decide it."""
    return preparers_of([application_id])[application_id]


def preparers_of(applications: Collection[int]) -> dict[int, set[int]]:
    """The same for any number of cases, in one query: application id → user ids. Who has begun to score counts too."""
    acted = (
        _of_cases(applications)
        .add_columns(AuditEvent.actor_id)
        .join(AuditEvent, AuditEvent.case_reference == Application.reference)
    )
    acted = acted.where(AuditEvent.kind.in_(PREPARING_EVENTS), AuditEvent.actor_id.is_not(None))
    scored = (
        _of_cases(applications)
        .add_columns(Assessment.assessor_id)
        .join(Activity, Activity.application_id == Application.id)
        .join(Assessment, Assessment.subject_id == Activity.subject_id)
    )
    found: dict[int, set[int]] = {application: set() for application in applications}
    for application, person in db.session.execute(union(acted, scored)):
        found[application].add(person)
    return found


def _of_cases(applications: Collection[int]) -> Select[int]:
    return select(Application.id).where(Application.id.in_(applications))


def to_score(reference: str, position: int, criterion: str) -> tuple[Activity, Criterion]:
    """One activity and one criterion of its round's rubric, with the case's organisation and round: one query.

    Locks the case as well as the activity, so that two windows of one person write one after the other, and nothing
    slips into a sheet that is being sent. NoResultFound for what is no case.
    """
    row = db.session.execute(
        select(Activity, Criterion)
        .join(Activity.application)
        .join(Application.organisation)
        .join(Application.round)
        .join(Criterion, Criterion.rubric_id == Round.rubric_id)
        .where(
            Application.reference == reference,
            Application.status != Status.DRAFT,
            Activity.position == position,
            Criterion.code == criterion,
        )
        .options(
            contains_eager(Activity.application).options(
                contains_eager(Application.organisation), contains_eager(Application.round)
            )
        )
        .with_for_update(of=(Application, Activity))
    ).one()
    return row[0], row[1]


def activity(application: Application, position: int) -> Activity:
    """One of a loaded case's activities. NoResultFound when there is none."""
    found = next((one for one in application.activities if one.position == position), None)
    if found is None:
        raise NoResultFound
    return found


def person(public_id: str) -> User:
    return db.session.scalars(select(User).where(User.public_id == public_id)).unique().one()


def panel(
    application: Application,
    user: User,
    known: CaseStandings | None = None,
    events: Sequence[AuditEvent] | None = None,
) -> ReviewPanel:
    """What the panels show this person. Five queries, or one while the case may not be read (and who else could, for
    one who is refused); uses the application's activities, organisation and round. `known` and `events` (the newest
    first) where they are loaded: one query less each."""
    known = known or case_standings(user, application)
    impartiality = composing.impartiality_panel(user, application, known)
    try:
        policy.can_read(user, application, known.own)
    except NotAllowed as refusal:
        refused = isinstance(refusal, NotPermitted)
        return ReviewPanel(application.reference, refusal.reason, refused, impartiality, None, ())
    if events is None:
        passing = passed(application.reference)
    else:
        passing = next((event for event in events if event.kind == "screening_passed"), None)
    checks = composing.checks_panel(user, application, known.own, results(application.id), passing)
    found = visible_assessments([activity.subject_id for activity in application.activities], user, stage(application))
    criteria = judging.questions(application.round.rubric_id)
    sheets = composing.sheets(user, application, known, criteria, found)
    return ReviewPanel(application.reference, None, False, impartiality, checks, sheets)
