"""Every change to a case from when it is sent: send, withdraw, reopen, register, assign.

A room above that must do its own work in the same transaction subscribes with `@when_sent`.
"""

from collections.abc import Callable
from datetime import datetime

from app.access import SYSTEM, Actor
from app.accounts.models import User
from app.applications import policy, queries, worklist
from app.applications.models import Application, ApplicationVersion, Channel, Status
from app.applications.snapshot import content
from app.applications.workflow import move
from app.audit.actions import record
from app.extensions import db
from app.rounds.models import Round

Reaction = Callable[[Application, datetime], None]
_reactions: list[Reaction] = []

CHUNK = 100
"""How many cases the tick moves in one transaction."""

CAME_ON = {Channel.POST: "post", Channel.EMAIL: "e-post", Channel.WEB: "nett"}
"""How the event of a registered application names its channel."""


def when_sent(reaction: Reaction) -> Reaction:
    """Run `reaction(application, at)` in the transaction of every application that is sent or registered."""
    if reaction not in _reactions:
        _reactions.append(reaction)
    return reaction


def confirm(application: Application, *, signatory: bool, truth: bool, warnings_seen: bool) -> None:
    """What the applicant confirms on the last page, before sending."""
    application.signatory_confirmed = signatory
    application.truth_confirmed = truth
    application.warnings_seen = warnings_seen


def submit(application: Application, *, by: Actor, at: datetime) -> ApplicationVersion:
    """Send a draft: freeze what it says, and make it a case. Received when sent, by the server's clock."""
    with db.session.no_autoflush:  # what was confirmed is written together with the rest
        policy.can_submit(by, application, at)
    version = _receive(application, received_at=at, by=by, at=at)
    record("application_submitted", by=by, at=at, case=application.reference, version=version.number)
    _tell(application, at)
    return version


def register(application: Application, *, received_at: datetime, by: Actor, at: datetime) -> ApplicationVersion:
    """Make a case of what came by post or e-mail, as a case handler has written it down. `received_at` is when it
    came, and the formal check judges whether that was in time."""
    policy.can_register(by, application, received_at, at)
    version = _receive(application, received_at=received_at, by=by, at=at)
    channel = CAME_ON[application.channel]
    record("application_registered", by=by, at=at, case=application.reference, channel=channel, received_at=received_at)
    _tell(application, at)
    return version


def _receive(application: Application, *, received_at: datetime, by: Actor, at: datetime) -> ApplicationVersion:
    """The draft becomes a case: the next version is frozen, and the work list gets its rows."""
    assert by.actor_id is not None
    application.submitted_at, application.received_at = at, received_at
    move(application, Status.SUBMITTED, by=by, at=at)
    db.session.flush()
    version = ApplicationVersion(
        application_id=application.id,
        number=queries.last_version_number(application.id) + 1,
        content=content(application),
        submitted_by_id=by.actor_id,
        submitted_at=at,
    )
    db.session.add(version)
    worklist.index(application)
    return version


def _tell(application: Application, at: datetime) -> None:
    for reaction in _reactions:
        reaction(application, at)


def withdraw(application: Application, *, by: Actor, at: datetime) -> None:
    """The applicant wants no answer any more."""
    policy.can_withdraw(by, application)
    move(application, Status.WITHDRAWN, by=by, at=at)
    record("application_withdrawn", by=by, at=at, case=application.reference)


def reopen(application: Application, *, by: Actor, at: datetime) -> None:
    """A sent application becomes a draft again, and no case; what was sent stays as its version."""
    policy.can_reopen(by, application, at)
    move(application, Status.DRAFT, by=by, at=at)
    worklist.remove(application)
    application.submitted_at = application.received_at = None
    application.signatory_confirmed = application.truth_confirmed = application.warnings_seen = False
    record("application_reopened", by=by, at=at, case=application.reference)


def assign(application: Application, handler: User | None, *, by: Actor, at: datetime) -> None:
    """Give the case to a case handler, or to nobody."""
    policy.can_assign(by, application, handler)
    application.handler = handler
    application.handler_id = handler.id if handler else None
    worklist.refresh_status(application)
    record("handler_assigned", by=by, at=at, case=application.reference, handler=handler.name if handler else "–")


def start_screening(of_round: Round, *, at: datetime) -> int:
    """The round has closed: the next hundred sent cases are taken into screening. Returns how many; 0 when done."""
    waiting = queries.waiting_for_screening(of_round.id, CHUNK)
    for application in waiting:
        move(application, Status.SCREENING, by=SYSTEM, at=at)
    return len(waiting)
