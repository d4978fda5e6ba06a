"""Who may read, declare, screen and score, and when. Order: who, then when, then whether it is complete."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select

from app.access import Actor, Role
from app.accounts.queries import members, staff_with
from app.accounts.roles import CASE_READERS
from app.applications.models import Activity, Application, Status
from app.applications.workflow import LABELS
from app.extensions import db
from app.judging.models import Assessment
from app.policy import NotComplete, NotNow, NotPermitted
from app.review.models import CheckResult
from app.review.sentences import NAMES
from app.review.standing import Answer, Standing, standing

MUST_DECLARE: frozenset[Role] = frozenset({Role.CASE_HANDLER, Role.APPROVER})
"""Those who prepare or decide answer on impartiality first (fvl §§ 6-10); who only reads changes nothing."""
BEFORE_DECISION: frozenset[Status] = frozenset(
    {Status.SUBMITTED, Status.SCREENING, Status.SUPPLEMENT, Status.ELIGIBLE, Status.REVIEW, Status.RECOMMENDED}
)


def can_read(user: Actor, application: Application, own: Standing | None = None) -> None:
    """Staff outside the applicant; handlers and approvers after they have declared themselves impartial.

    `own`: the person's standing where it is already loaded (many: `standing.standings`).
    """
    if not user.roles & CASE_READERS:
        raise NotPermitted(_("Rollen din leser ikke saker."))
    own = own or standing(user, application)
    _is_outside(user, application, own)
    if not user.roles & MUST_DECLARE:
        return
    if own.answer is Answer.DISQUALIFIED:
        raise NotPermitted(_("Du er inhabil i denne saken. %(others)s", others=_who_could(user, application)))
    if own.answer is Answer.DOUBT:
        raise NotNow(_("En godkjenner må avgjøre om du er habil, før du kan lese saken."))
    if own.answer is Answer.NOT_ASKED:
        raise NotNow(_("Svar på om du er habil, før du leser saken."))


def _is_outside(user: Actor, application: Application, own: Standing) -> None:
    if own.is_member:
        name = application.organisation.name
        raise NotPermitted(
            _(
                "Du hører til %(name)s og kan ikke ha med saken å gjøre. %(others)s",
                name=name,
                others=_who_could(user, application),
            )
        )


def _who_could(user: Actor, application: Application) -> str:
    """The other case handlers who do not belong to the applicant, by name."""
    out = {member.id for member in members(application.organisation_id)} | {user.actor_id}
    names = [handler.name for handler in staff_with(Role.CASE_HANDLER) if handler.id not in out]
    if not names:
        return str(_("Ingen annen er saksbehandler. Be administratoren om å gi noen rollen."))
    return str(_("Disse kan behandle den: %(names)s.", names=", ".join(names)))


def can_declare(user: Actor, application: Application, own: Standing | None = None) -> None:
    """A handler or approver outside the applicant answers for themselves, until the case is decided."""
    if not user.roles & MUST_DECLARE:
        raise NotPermitted(_("Bare saksbehandlere og godkjennere svarer på om de er habile."))
    _is_outside(user, application, own or standing(user, application))
    if application.status is Status.DRAFT:
        raise NotNow(_("Søknaden er ikke sendt."))


def can_settle(user: Actor, application: Application, own: Standing | None = None) -> None:
    """An approver outside the applicant settles another's doubt (fvl § 8; not oneself: judging.policy)."""
    if Role.APPROVER not in user.roles:
        raise NotPermitted(_("Bare en godkjenner kan avgjøre tvil om habilitet."))
    own = own or standing(user, application)
    _is_outside(user, application, own)
    if own.answer is Answer.DISQUALIFIED:
        raise NotPermitted(_("Du er selv inhabil i denne saken."))


def _is_handler(user: Actor, application: Application, own: Standing | None) -> None:
    if Role.CASE_HANDLER not in user.roles:
        raise NotPermitted(_("Bare saksbehandlere kan gjøre dette."))
    can_read(user, application, own)


def _has_status(application: Application, *statuses: Status) -> None:
    if application.status not in statuses:
        raise NotNow(
            _("Saken har status «%(status)s». Dette kan ikke gjøres nå.", status=LABELS[application.status].staff)
        )


def can_start_screening(user: Actor, application: Application, own: Standing | None = None) -> None:
    """An impartial handler, early, while the round still receives (domain.md T6; the system starts the rest)."""
    _is_handler(user, application, own)
    _has_status(application, Status.SUBMITTED)


def can_run_checks(user: Actor, application: Application, own: Standing | None = None) -> None:
    """An impartial handler, until the screening is passed."""
    _is_handler(user, application, own)
    _has_status(application, Status.SUBMITTED, Status.SCREENING)


def can_screen(user: Actor, application: Application, own: Standing | None = None) -> None:
    """An impartial handler explains deviations while the case is in screening."""
    _is_handler(user, application, own)
    _has_status(application, Status.SCREENING)


def can_explain(user: Actor, application: Application, result: CheckResult) -> None:
    """What is in order needs no explanation."""
    can_screen(user, application)
    if result.explained_at is None and not result.is_open:
        raise NotNow(_("Kontrollen er i orden og trenger ingen forklaring."))


def key_of(application: Application, result: CheckResult) -> str:
    """What a check is called in forms: its code, and the position of its activity (0: the whole case)."""
    positions = {activity.id: activity.position for activity in application.activities}
    return f"{result.code}-{positions.get(result.activity_id or 0, 0)}"


def can_pass_screening(
    user: Actor, application: Application, results: Sequence[CheckResult], own: Standing | None = None
) -> None:
    """Every deviation is explained (domain.md T11)."""
    can_screen(user, application, own)
    if not results:
        raise NotNow(_("Kontrollen er ikke kjørt. Kjør den først."))
    missing = {key_of(application, result): str(NAMES[result.code]) for result in results if result.is_open}
    if missing:
        raise NotComplete(
            _("Forklar avvikene først: %(names)s.", names=", ".join(dict.fromkeys(missing.values()))), missing
        )


def can_reopen_screening(user: Actor, application: Application, own: Standing | None = None) -> None:
    """An impartial handler takes the formal check up again, until the case is recommended. Assessments stay as they
    are: whether there are any is not told, since that is seen only after one's own is sent."""
    _is_handler(user, application, own)
    _has_status(application, Status.ELIGIBLE, Status.REVIEW)


def can_begin_review(user: Actor, application: Application, own: Standing | None = None) -> None:
    """The handler may score, and there is something to score by (domain.md T12)."""
    _is_handler(user, application, own)
    _has_status(application, Status.ELIGIBLE)
    if application.round.rubric_id is None:
        raise NotNow(_("Runden har ikke noe vurderingsskjema."))


def can_score(user: Actor, application: Application, own: Standing | None = None) -> None:
    """An impartial handler, while the case is in review."""
    _is_handler(user, application, own)
    _has_status(application, Status.REVIEW)


def is_open_to_assess(user: Actor, activity: Activity) -> None:
    """Once the assessing of a round is closed, its scores may be seen by those who have not given any: then nobody
    assesses what somebody has assessed, but for their own sent sheet. Costs a statement only then."""
    if activity.application.round.assessing_closed_at is None:
        return
    assessors = set(
        db.session.scalars(
            select(Assessment.assessor_id).where(
                Assessment.subject_id == activity.subject_id, Assessment.sent_at.is_not(None)
            )
        )
    )
    if assessors and user.actor_id not in assessors:
        raise NotNow(_("Vurderingen i runden er avsluttet, og denne aktiviteten er vurdert av andre."))
