"""The letters of a report: which are to be made, and keeping them. The worker prints; nothing is held meanwhile."""

from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload

from app.applications.models import Application
from app.casework.supplements.queries import addresses
from app.extensions import db
from app.followup.grants.models import Grant
from app.followup.report import letters, queries
from app.followup.report.models import Report, ReportState
from app.letters import making
from app.letters.content import Content
from app.letters.making import Due
from app.letters.sectioned import ReportThanksContent


def to_print(report_id: int, public_url: str) -> list[Due]:
    """The receipt of the newest version, then the thanks; what is made already is left out."""
    report = _report(report_id)
    if report is None or not report.version:
        return []
    version = queries.version_of(report)
    found: list[Content] = []
    if report.receipt_version < report.version:
        found.append(letters.receipt(report, version, public_url))
    if report.state is ReportState.APPROVED and not report.is_thanked:
        found.append(letters.thanks(report, version, public_url))
    number, to = letters.number_of(report.grant, report.version), addresses(report.grant.application)
    return [Due(content, number, to) for content in found]


def keep(report_id: int, due: Due, pdf: bytes | None, at: datetime) -> None:
    """Keep the printed letter and tell of it. Another worker may have been first: then nothing is made twice. A report
    that was sent anew meanwhile has its next receipt to come."""
    report = _report(report_id, for_change=True)
    assert report is not None
    making.keep(due, pdf, at)
    if isinstance(due.content, ReportThanksContent):
        report.is_thanked = True
    else:
        report.receipt_version = letters.version_in(due.version)


def _report(report_id: int, *, for_change: bool = False) -> Report | None:
    grant = joinedload(Report.grant, innerjoin=True)
    application = grant.joinedload(Grant.application, innerjoin=True)
    found = (
        select(Report)
        .where(Report.id == report_id)
        .options(
            grant.joinedload(Grant.activity, innerjoin=True),
            application.joinedload(Application.round, innerjoin=True),
            application.joinedload(Application.organisation, innerjoin=True),
        )
    )
    if for_change:
        found = found.with_for_update(of=Report).execution_options(populate_existing=True)
    return db.session.scalars(found).one_or_none()


def lost(before: datetime) -> list[int]:
    """Reports whose letter should have been printed before this moment and was not."""
    no_receipt = and_(Report.receipt_version < Report.version, Report.submitted_at < before)
    no_thanks = and_(Report.state == ReportState.APPROVED, Report.is_thanked.is_(False), Report.approved_at < before)
    return list(db.session.scalars(select(Report.id).where(or_(no_receipt, no_thanks)).order_by(Report.id).limit(100)))
