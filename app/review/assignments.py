"""Give activities to assessors, and take them back. Nothing is deleted: what is withdrawn stays, with the reason."""

from collections.abc import Collection, Sequence
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import insert, select

from app.access import Actor, Role
from app.accounts.models import User
from app.accounts.staff import when_withdrawn
from app.applications import worklist
from app.applications.models import Activity, Application, CaseRow
from app.applications.policy import FINISHED
from app.audit.actions import record
from app.extensions import db
from app.policy import NotNow
from app.review import assignment_policy as policy
from app.review import assignment_queries as queries
from app.review.assigning import Proposal
from app.review.models import Assignment
from app.review.policy import BEFORE_DECISION
from app.rounds.models import Round


def give(activity: Activity, person: User, *, by: Actor, at: datetime) -> Assignment:
    """One activity, chosen by hand."""
    application = activity.application
    policy.can_choose(by, application)
    hindrance = queries.hindrances(application, [person.id]).get(person.id)
    policy.can_be_given(person, application, hindrance)
    known = [one for one in queries.assignments_of(activity.id) if one.withdrawn_at is None]
    if any(one.user_id == person.id for one in known):
        raise NotNow(_("%(name)s har vurderingen fra før.", name=person.name))
    made = Assignment(
        activity_id=activity.id,
        user_id=person.id,
        user_name=person.name,
        given_by_id=by.actor_id,
        given_by_name=by.display_name,
        given_at=at,
    )
    db.session.add(made)
    _tell("assessor_assigned", application.reference, activity.position, person.name, by, at)
    return made


def _tell(kind: str, reference: str, position: int, person: str, by: Actor, at: datetime) -> None:
    record(kind, by=by, at=at, case=reference, activity=position, person=person)


def withdraw(activity: Activity, assignment: Assignment, reason: str, *, by: Actor, at: datetime) -> None:
    """Take an activity from somebody. What they have assessed stays."""
    policy.can_withdraw(by, activity.application, assignment, reason)
    _close(assignment, reason.strip(), by, at)
    _tell("assignment_withdrawn", activity.application.reference, activity.position, assignment.user_name, by, at)


def _close(assignment: Assignment, reason: str, by: Actor, at: datetime) -> None:
    assignment.withdrawn_at, assignment.withdrawn_reason = at, reason
    assignment.withdrawn_by_id, assignment.withdrawn_by_name = by.actor_id, by.display_name


def apply(
    grant_round: Round, per_activity: int, digest: str, *, reads_some_twice: bool, by: User, at: datetime
) -> Proposal:
    """Give exactly what was shown: `digest` is the shown proposal's. The round and its cases are locked and the
    proposal made anew, so that nothing that came between is overridden.

    Raises NotNow when it is not the same any more, and when there is nothing to give.
    """
    policy.can_distribute(by)
    db.session.execute(select(Round.id).where(Round.id == grant_round.id).with_for_update())
    in_round = queries.of_round(grant_round.id).order_by(Application.id)
    db.session.execute(in_round.with_for_update())
    desk = queries.desk(grant_round, by)
    proposal = desk.propose(per_activity, reads_some_twice=reads_some_twice)
    if proposal.digest != digest:
        raise NotNow(_("Noe er endret siden forslaget ble laget. Ingenting er tildelt. Se over det nye forslaget."))
    if not proposal.additions:
        raise NotNow(_("Forslaget har ingenting å tildele."))
    about = {"given_by_id": by.actor_id, "given_by_name": by.display_name, "given_at": at}
    db.session.execute(
        insert(Assignment),
        [
            {"activity_id": activity, "user_id": person, "user_name": desk.people[person].name, **about}
            for activity, person in proposal.additions
        ],
    )
    for activity, person in proposal.additions:
        line = desk.lines[activity]
        _tell("assessor_assigned", line.reference, line.position, desk.people[person].name, by, at)
    return proposal


def step_down(application: Application, person_id: int | None, *, by: Actor, at: datetime) -> None:
    """Who is no longer impartial has nothing to assess in the case."""
    _withdraw_all(person_id, [Assignment.activity_id.in_(_activities(application))], _("Ikke habil i saken"), by, at)


def _activities(application: Application) -> Collection[int]:
    return [activity.id for activity in application.activities]


def _withdraw_all(person_id: int | None, where: Sequence[object], reason: str, by: Actor, at: datetime) -> int:
    """Each open assignment of the person that `where` names. Returns how many."""
    rows = db.session.execute(
        select(Assignment, CaseRow.reference, CaseRow.position)
        .join(CaseRow, CaseRow.activity_id == Assignment.activity_id)
        .where(Assignment.user_id == person_id, queries.IS_OPEN, *where)  # type: ignore[arg-type]
        .order_by(Assignment.id)
    ).all()
    for assignment, reference, position in rows:
        _close(assignment, str(reason), by, at)
        _tell("assignment_withdrawn", reference, position, assignment.user_name, by, at)
    return len(rows)


@when_withdrawn
def free(person: User, role: Role, by: Actor, at: datetime) -> None:
    """Who is no longer a case handler has no cases and nothing to assess. What they sent, said and wrote stays, with
    their name."""
    if role is not Role.CASE_HANDLER:
        return
    for application in unfinished_of(person.id, for_change=True):
        application.handler = application.handler_id = None
        worklist.refresh_status(application)
        record("handler_assigned", by=by, at=at, case=application.reference, handler="–")
    _withdraw_all(person.id, [CaseRow.status.in_(BEFORE_DECISION)], _("Ikke lenger saksbehandler"), by, at)


def unfinished_of(person_id: int, *, for_change: bool = False) -> Sequence[Application]:
    """The cases that this person handles and that are not finished."""
    found = (
        select(Application)
        .where(Application.handler_id == person_id, Application.status.not_in(FINISHED))
        .order_by(Application.id)
    )
    return db.session.scalars(found.with_for_update(of=Application) if for_change else found).all()
