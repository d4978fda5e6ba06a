"""Reading supplements: of one case, of many, and what is due."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.accounts.models import Membership, User
from app.accounts.queries import members
from app.applications.letters import recipients
from app.applications.models import Application, Status
from app.applications.showing import shows
from app.audit.models import AuditEvent
from app.casework.supplements.models import Supplement, SupplementFile, SupplementItem, SupplementStatus
from app.clock import local
from app.extensions import db

CHUNK = 100
MOST_EVENTS = 200
"""As many as audit.queries.timeline gives: a longer history may hold a supplement that is not among them."""
ASKED = "supplement_requested"


def of_case(application_id: int) -> Sequence[Supplement]:
    """All of a case, the first first, with questions, answers, files and extensions: one statement."""
    found = select(Supplement).where(Supplement.application_id == application_id)
    items = joinedload(Supplement.items)
    return (
        db.session.scalars(
            found.options(
                items.joinedload(SupplementItem.files).joinedload(SupplementFile.attachment),
                items.joinedload(SupplementItem.files).joinedload(SupplementFile.file, innerjoin=True),
                items.joinedload(SupplementItem.activity),
                joinedload(Supplement.extensions),
                joinedload(Supplement.letter, innerjoin=True),
            ).order_by(Supplement.number)
        )
        .unique()
        .all()
    )


@shows("supplements")
def shown(application: Application, events: Sequence[AuditEvent]) -> Sequence[Supplement]:
    """What a page of the case shows. No statement for a case that nothing was asked of: `events` (the newest, already
    loaded for its timeline) tell."""
    if len(events) < MOST_EVENTS and not any(event.kind == ASKED for event in events):
        return ()
    return of_case(application.id)


def newest(application_id: int) -> Supplement:
    """The last one asked of this case. NoResultFound when nothing was."""
    found = of_case(application_id)
    if not found:
        raise NoResultFound
    return found[-1]


def answered_on(applications: Collection[int]) -> dict[int, date]:
    """Application id → the day (Oslo) its newest answers came; only those that answered. One statement."""
    rows = db.session.execute(
        select(Supplement.application_id, func.max(Supplement.closed_at))
        .where(Supplement.application_id.in_(applications), Supplement.status == SupplementStatus.ANSWERED)
        .group_by(Supplement.application_id)
    )
    return {application: local(closed_at).date() for application, closed_at in rows if closed_at is not None}


@dataclass(frozen=True)
class Asked:
    """How much is asked, and by when."""

    items: int
    due_on: date


def asked_now(applications: Collection[int]) -> dict[int, Asked]:
    """Application id → what waits for its applicant. One statement; none for no applications."""
    if not applications:
        return {}
    rows = db.session.execute(
        select(Supplement.application_id, Supplement.due_on, func.count(SupplementItem.id))
        .join(SupplementItem, SupplementItem.supplement_id == Supplement.id)
        .where(Supplement.application_id.in_(applications), Supplement.status == SupplementStatus.WAITING)
        .group_by(Supplement.id)
    )
    return {application: Asked(items, due_on) for application, due_on, items in rows}


def _waiting_ones() -> Select[Supplement]:
    """Those whose case still waits (a withdrawn one does not), locked, with all that a move and an e-mail need."""
    whole = contains_eager(Supplement.application)
    return (
        select(Supplement)
        .join(Supplement.application)
        .where(Supplement.status == SupplementStatus.WAITING, Application.status == Status.SUPPLEMENT)
        .options(
            joinedload(Supplement.letter, innerjoin=True),
            selectinload(Supplement.items),
            whole.joinedload(Application.organisation, innerjoin=True),
            whole.joinedload(Application.round, innerjoin=True),
            whole.selectinload(Application.case_rows),
        )
        .order_by(Supplement.due_on, Supplement.id)
        .limit(CHUNK)
        .with_for_update(of=(Supplement, Application))
    )


def run_out(today: date) -> Sequence[Supplement]:
    """At most a hundred whose last day has passed."""
    return db.session.scalars(_waiting_ones().where(Supplement.due_on < today)).unique().all()


def to_remind(today: date, until: date) -> Sequence[Supplement]:
    """At most a hundred whose last day is not later than `until`, and that nobody was reminded of."""
    is_new = Supplement.reminded_of.is_(None) | (Supplement.reminded_of != Supplement.due_on)
    found = _waiting_ones().where(Supplement.due_on.between(today, until), is_new)
    return db.session.scalars(found).unique().all()


def own_file(reference: str, public_id: str, user: User) -> SupplementFile:
    """A file of an answer that this person's organisation writes. NoResultFound for anybody else's."""
    mine = select(Membership.organisation_id).where(Membership.user_id == user.id)
    return db.session.scalars(
        select(SupplementFile)
        .join(SupplementItem, SupplementFile.item_id == SupplementItem.id)
        .join(Supplement, SupplementItem.supplement_id == Supplement.id)
        .join(Application, Supplement.application_id == Application.id)
        .where(
            SupplementFile.public_id == public_id,
            Application.reference == reference,
            Application.organisation_id.in_(mine),
        )
        .options(joinedload(SupplementFile.file, innerjoin=True))
    ).one()


def addresses(application: Application) -> list[str]:
    """Who is told: the application's contacts, or the members where it gives none (what came on paper). May be
    nobody: then the letter goes by post."""
    given = recipients(application)
    return sorted(set(given or [member.email for member in members(application.organisation_id)]))
