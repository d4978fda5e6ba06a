"""Change notices by grant and for staff, and the letters a crash lost."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import Select, exists, func, select

from app.accounts.models import Membership, Organisation, User
from app.applications.models import Activity, Application
from app.casework.waiting import Waiting
from app.clock import local
from app.extensions import db
from app.followup.changes.models import ChangeNotice, ChangeStatus
from app.followup.changes.workflow import ANSWERS
from app.followup.grants.letters import LETTERS_A_GRANT, version_of
from app.followup.grants.models import Grant
from app.followup.grants.queries import with_case
from app.letters.models import Letter, LetterKind

ANSWER_WITHIN = timedelta(days=3)
"""So long a notice waits before it is late: the programme shows the old plan meanwhile."""
MOST_LISTED, MOST_WAITING = 300, 500


def version(notice: ChangeNotice) -> int:
    return version_of(notice.grant, notice.number)


def _notices() -> Select[ChangeNotice]:
    """With grant, activity, case, organisation and round."""
    return with_case(select(ChangeNotice), ChangeNotice.grant)


def notice(public_id: str, *, for_change: bool = False) -> ChangeNotice:
    """For staff; locked with its grant. Raises NoResultFound."""
    return _one(_notices().where(ChangeNotice.public_id == public_id), for_change)


def own_notice(reference: str, position: int, number: int, user: User, *, for_change: bool = False) -> ChangeNotice:
    """Of one of the user's organisations. Raises NoResultFound."""
    mine = select(Membership.organisation_id).where(Membership.user_id == user.id)
    found = _notices().where(
        Application.reference == reference,
        Activity.position == position,
        ChangeNotice.number == number,
        Application.organisation_id.in_(mine),
    )
    return _one(found, for_change)


def _one(found: Select[ChangeNotice], for_change: bool) -> ChangeNotice:
    if for_change:
        found = found.with_for_update(of=(ChangeNotice, Grant)).execution_options(populate_existing=True)
    return db.session.scalars(found).one()


def by_id(notice_id: int) -> ChangeNotice:
    return db.session.scalars(_notices().where(ChangeNotice.id == notice_id)).one()


def of_grants(grant_ids: Sequence[int]) -> dict[int, list[ChangeNotice]]:
    """By grant, the newest first. One statement."""
    found: dict[int, list[ChangeNotice]] = {}
    rows = select(ChangeNotice).where(ChangeNotice.grant_id.in_(grant_ids)).order_by(ChangeNotice.number.desc())
    for one in db.session.scalars(rows):
        found.setdefault(one.grant_id, []).append(one)
    return found


def waiting_of(grant_id: int) -> ChangeNotice | None:
    """The one that waits for an answer, if any."""
    found = select(ChangeNotice).where(ChangeNotice.grant_id == grant_id, ChangeNotice.status == ChangeStatus.OPEN)
    return db.session.scalars(found).one_or_none()


def count_of(grant_id: int) -> int:
    return db.session.scalar(select(func.count()).where(ChangeNotice.grant_id == grant_id)) or 0


def listed(*, answered: bool = False) -> Sequence[ChangeNotice]:
    """Those that wait, the oldest first; or those answered, the newest first. One statement."""
    found = _notices().limit(MOST_LISTED)
    if answered:
        found = found.where(ChangeNotice.status != ChangeStatus.OPEN).order_by(ChangeNotice.id.desc())
    else:
        found = found.where(ChangeNotice.status == ChangeStatus.OPEN).order_by(ChangeNotice.sent_at, ChangeNotice.id)
    return db.session.scalars(found).all()


def due_on(one: ChangeNotice) -> date:
    return local(one.sent_at + ANSWER_WITHIN).date()


def waiting(_at: datetime) -> Sequence[Waiting]:
    """For the board: notices to answer, the oldest first. One statement."""
    rows = db.session.execute(
        select(ChangeNotice, Application.reference, Organisation.name)
        .join(ChangeNotice.grant)
        .join(Grant.application)
        .join(Application.organisation)
        .where(ChangeNotice.status == ChangeStatus.OPEN)
        .order_by(ChangeNotice.sent_at, ChangeNotice.id)
        .limit(MOST_WAITING)
    )
    return [
        Waiting(
            reference,
            name,
            str(_("Avlysning å svare på") if one.cancels else _("Endringsmelding å svare på")),
            due_on(one),
            None,
            f"/staff/changes/{one.public_id}",
        )
        for one, reference, name in rows
    ]


def answer_letters(application_reference: str) -> dict[int, Letter]:
    """The answers that are printed, by version. One statement."""
    found = select(Letter).where(
        Letter.kind == LetterKind.CHANGE_ANSWER, Letter.case_reference == application_reference
    )
    return {letter.version: letter for letter in db.session.scalars(found)}


def lost_letters(before: datetime) -> Sequence[int]:
    """Notices that were answered before this moment, and whose letter is not made; at most a hundred."""
    is_made = exists().where(
        Letter.kind == LetterKind.CHANGE_ANSWER,
        Letter.case_reference == Application.reference,
        Letter.version == Activity.position * LETTERS_A_GRANT + ChangeNotice.number,
    )
    return db.session.scalars(
        select(ChangeNotice.id)
        .join(ChangeNotice.grant)
        .join(Grant.activity)
        .join(Grant.application)
        .where(ChangeNotice.status.in_(ANSWERS), ChangeNotice.decided_at < before, ~is_made)
        .order_by(ChangeNotice.id)
        .limit(100)
    ).all()
