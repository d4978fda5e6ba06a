"""Tell applicants when to expect the answer, and keep the tasks that people write down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.access import Actor
from app.accounts.models import User
from app.applications.models import Application
from app.audit.actions import record
from app.casework.timekeeping import policy, queries
from app.casework.timekeeping.models import Task, TimeReply
from app.clock import local
from app.extensions import db
from app.policy import NotAllowed
from app.review.standing import standings


@dataclass(frozen=True)
class Result:
    """What came of one case. `reply` is what was kept; its letter follows after the commit."""

    reference: str
    organisation: str
    refusal: str | None = None
    reply: TimeReply | None = None


def reply_to(
    references: Sequence[str], expected_on: date | None, reasons: str, *, by: User, at: datetime
) -> list[Result]:
    """An interim reply, or word of a delay, to each of these cases that is to have one; a result for each.

    Raises NotComplete when the day or the reasons are missing; then nothing is sent.
    """
    policy.can_send_replies(by)
    policy.is_complete(expected_on, reasons, local(at).date())
    assert expected_on is not None
    due = {one.reference: one for one in queries.due_replies(at, references=references)}
    own = standings(by, [one.application_id for one in due.values()])
    results = []
    for reference in dict.fromkeys(references):
        reply = due.get(reference)
        name = reply.organisation if reply else ""
        try:
            policy.can_reply(reply, own.get(reply.application_id) if reply else None, expected_on)
        except NotAllowed as refusal:
            results.append(Result(reference, name, refusal.reason))
            continue
        assert reply is not None
        results.append(Result(reference, name, reply=_keep(reply, expected_on, reasons.strip(), by, at)))
    db.session.flush()
    return results


def _keep(due: queries.DueReply, expected_on: date, reasons: str, by: User, at: datetime) -> TimeReply:
    made = TimeReply(
        application_id=due.application_id,
        number=due.number,
        kind=due.kind,
        expected_on=expected_on,
        reasons=reasons,
        sent_by_id=by.id,
        sent_by_name=by.name,
        sent_at=at,
    )
    db.session.add(made)
    record("time_reply_sent", by=by, at=at, case=due.reference, reply=due.kind.value, expected_on=expected_on)
    return made


def add_task(
    title: str, due_on: date | None, person: User | None, application: Application | None, *, by: Actor, at: datetime
) -> Task:
    """Write down something to do by a date."""
    values = {"title": title.strip(), "due_on": due_on}
    policy.can_write_task(by, values, person.roles if person else frozenset())
    assert due_on is not None
    assert person is not None
    assert by.actor_id is not None
    made = Task(
        application=application,
        title=title.strip(),
        due_on=due_on,
        person_id=person.id,
        made_by_id=by.actor_id,
        made_at=at,
    )
    db.session.add(made)
    if application is not None:
        record("task_added", by=by, at=at, case=application.reference, due_on=due_on, person=person.name)
    return made


def finish_task(task: Task, *, by: Actor, at: datetime) -> None:
    """Done. Twice is once."""
    policy.can_finish_task(by)
    if task.done_at is None:
        task.done_at, task.done_by_id = at, by.actor_id


def reopen_task(task: Task, *, by: Actor) -> None:
    """Not done after all."""
    policy.can_finish_task(by)
    task.done_at = task.done_by_id = None
