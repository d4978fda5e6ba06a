"""Reading reports: of some grants, of one person, and those that should have come."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Membership, Organisation, User
from app.applications.models import Activity, Application
from app.casework.waiting import Waiting
from app.clock import local
from app.extensions import db
from app.followup.grants.models import Grant
from app.followup.grants.queries import with_case
from app.followup.report.models import (
    Report,
    ReportExtension,
    ReportFile,
    ReportPhoto,
    ReportState,
    ReportVersion,
    ReportWriteOff,
)
from app.letters.models import Letter, LetterKind

LETTERS_EACH = 1000
"""A letter's number: the activity's position times this, and the report's version."""
MOST_WAITING = 500
WITH_US = (ReportState.SUBMITTED, ReportState.APPROVED)
SETTLED = (ReportState.SUBMITTED, ReportState.APPROVED, ReportState.WRITTEN_OFF)
"""Those that the party need do nothing with; one that is written off they may send all the same."""
DONE = (ReportState.APPROVED, ReportState.WRITTEN_OFF)


def approved(grant_ids: Collection[int]) -> set[int]:
    """Those of the grants whose report is approved. One statement; none for no grants."""
    if not grant_ids:
        return set()
    found = select(Report.grant_id).where(Report.grant_id.in_(grant_ids), Report.state == ReportState.APPROVED)
    return set(db.session.scalars(found))


def reports_of(grant_ids: Collection[int]) -> dict[int, Report]:
    """Grant id → its report; a grant that nobody has begun to report is left out. One statement."""
    if not grant_ids:
        return {}
    found = select(Report).where(Report.grant_id.in_(grant_ids))
    return {report.grant_id: report for report in db.session.scalars(found)}


def is_awaited() -> ColumnElement[bool]:
    """Of a grant left-joined with its report: it is not with us, and nobody has let it go."""
    return or_(Report.id.is_(None), Report.state.in_((ReportState.DRAFT, ReportState.RETURNED)))


def missing(at: datetime, *, days_late: int = 1) -> list[Grant]:
    """Grants whose report should have come so many days ago and has not, the oldest first, with case, organisation,
    round and activity. `days_late`: 1, the day after the last day; 28, when the warning is sent. One statement."""
    last = local(at).date() - timedelta(days=days_late)
    return awaited(Grant.report_due_on <= last)


def awaited(*where: ColumnElement[bool]) -> list[Grant]:
    """Grants that stand and whose report is not with us."""
    found = with_case(select(Grant).outerjoin(Report, Report.grant_id == Grant.id))
    found = found.where(Grant.cancelled_at.is_(None), Grant.accepted_nok > 0, is_awaited(), *where)
    return list(db.session.scalars(found.order_by(Grant.report_due_on, Grant.id)))


@dataclass(frozen=True)
class Due:
    """A report that waits for the party: of which activity, and by when."""

    position: int
    due_on: date
    is_returned: bool


def due_of_cases(application_ids: Collection[int], at: datetime) -> dict[int, Due]:
    """Application id → the report that is due first, of activities that are over. One statement; none for no cases."""
    if not application_ids:
        return {}
    rows = db.session.execute(
        select(Grant.application_id, Activity.position, Grant.report_due_on, Report.state)
        .outerjoin(Report, Report.grant_id == Grant.id)
        .join(Grant.activity)
        .where(
            Grant.application_id.in_(application_ids),
            Grant.cancelled_at.is_(None),
            Grant.accepted_nok > 0,
            Grant.ends_on < local(at).date(),
            is_awaited(),
        )
        .order_by(Grant.report_due_on.desc(), Activity.position.desc())
    )
    return {case: Due(position, due_on, state is ReportState.RETURNED) for case, position, due_on, state in rows}


def report_of(grant_id: int, *, for_change: bool = False) -> Report | None:
    """The report of one grant, with pictures and receipts."""
    found = select(Report).where(Report.grant_id == grant_id)
    if for_change:
        found = found.with_for_update(of=Report).execution_options(populate_existing=True)
    return db.session.scalars(found.options(selectinload(Report.photos), selectinload(Report.files))).one_or_none()


def own_report(grant_id: int) -> Report:
    """The report that has been begun. Raises NoResultFound where none has."""
    found = report_of(grant_id, for_change=True)
    if found is None:
        raise NoResultFound
    return found


def letters_of(grant: Grant) -> list[Letter]:
    """The receipts and the thanks of this grant's report, the newest first. Their numbers begin with the activity's
    position."""
    first = grant.activity.position * LETTERS_EACH
    found = select(Letter).where(
        Letter.case_reference == grant.application.reference,
        Letter.kind.in_((LetterKind.REPORT_RECEIPT, LetterKind.REPORT_THANKS)),
        Letter.version.between(first, first + LETTERS_EACH - 1),
    )
    return list(db.session.scalars(found.order_by(Letter.issued_at.desc(), Letter.id.desc())))


def versions_of(report_id: int) -> list[ReportVersion]:
    """What was sent, the newest first."""
    found = select(ReportVersion).where(ReportVersion.report_id == report_id)
    return list(db.session.scalars(found.order_by(ReportVersion.number.desc())))


def version_of(report: Report) -> ReportVersion:
    """The newest that was sent. Raises NoResultFound where nothing was."""
    found = select(ReportVersion).where(ReportVersion.report_id == report.id, ReportVersion.number == report.version)
    return db.session.scalars(found).one()


def extensions_of(grant_id: int) -> list[ReportExtension]:
    """The oldest first."""
    found = select(ReportExtension).where(ReportExtension.grant_id == grant_id)
    return list(db.session.scalars(found.order_by(ReportExtension.id)))


def write_offs_of(report_id: int) -> list[ReportWriteOff]:
    """The oldest first."""
    found = select(ReportWriteOff).where(ReportWriteOff.report_id == report_id)
    return list(db.session.scalars(found.order_by(ReportWriteOff.id)))


def waiting(_at: datetime) -> Sequence[Waiting]:
    """For the board: reports to read that came when nobody waited for them any more. One statement."""
    rows = db.session.execute(
        select(Application.reference, Organisation.name, Activity.position)
        .select_from(Report)
        .join(Report.grant)
        .join(Grant.application)
        .join(Application.organisation)
        .join(Grant.activity)
        .where(Report.state == ReportState.SUBMITTED, Report.written_off_reason.is_not(None))
        .order_by(Report.submitted_at, Report.id)
        .limit(MOST_WAITING)
    )
    what = str(_("Rapport som kom etter at den var avskrevet"))
    return [
        Waiting(reference, name, what, None, None, f"/staff/cases/{reference}/grants/{position}/report")
        for reference, name, position in rows
    ]


def first_sent(grant_ids: Collection[int]) -> dict[int, datetime]:
    """Grant id → when its first version came. One statement."""
    rows = db.session.execute(
        select(Report.grant_id, ReportVersion.submitted_at)
        .join(ReportVersion, ReportVersion.report_id == Report.id)
        .where(Report.grant_id.in_(grant_ids), ReportVersion.number == 1)
    )
    return {grant_id: submitted_at for grant_id, submitted_at in rows}


def due_before(grant_id: int, sent_at: datetime, due_on: date) -> date:
    """The last day as it was when the report came: later moves do not make it earlier or later."""
    for moved in extensions_of(grant_id):
        if moved.at >= sent_at:
            return moved.from_day
    return due_on


def own_photo(reference: str, position: int, public_id: str, user: User) -> ReportPhoto:
    """A picture of a report of one of the user's organisations. Raises NoResultFound."""
    mine = select(Membership.organisation_id).where(Membership.user_id == user.id)
    return db.session.scalars(_photo(reference, position, public_id).where(Application.organisation_id.in_(mine))).one()


def photo(reference: str, position: int, public_id: str) -> ReportPhoto:
    """For staff, who see it once the report is sent. Raises NoResultFound."""
    return db.session.scalars(_photo(reference, position, public_id).where(Report.version > 0)).one()


def _photo(reference: str, position: int, public_id: str) -> Select[ReportPhoto]:
    return (
        select(ReportPhoto)
        .join(ReportPhoto.report)
        .join(Report.grant)
        .join(Grant.application)
        .join(Grant.activity)
        .where(ReportPhoto.public_id == public_id, Application.reference == reference, Activity.position == position)
    )


def own_file(reference: str, position: int, public_id: str, user: User) -> ReportFile:
    """A receipt that one of the user's organisations sent. Raises NoResultFound."""
    mine = select(Membership.organisation_id).where(Membership.user_id == user.id)
    return db.session.scalars(_file(reference, position, public_id).where(Application.organisation_id.in_(mine))).one()


def file(reference: str, position: int, public_id: str) -> ReportFile:
    """For staff. Raises NoResultFound."""
    return db.session.scalars(_file(reference, position, public_id)).one()


def _file(reference: str, position: int, public_id: str) -> Select[ReportFile]:
    return (
        select(ReportFile)
        .join(Report, ReportFile.report_id == Report.id)
        .join(Report.grant)
        .join(Grant.application)
        .join(Grant.activity)
        .where(ReportFile.public_id == public_id, Application.reference == reference, Activity.position == position)
        .options(joinedload(ReportFile.file, innerjoin=True))
    )
