"""Drafts of a year's final report: asked for by a person, made in the background, kept as they were made."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.access import Actor, Role
from app.audit.actions import record
from app.extensions import db
from app.files.actions import store
from app.files.kinds import DOCX
from app.insight.models import FinalReport, FinalReportState
from app.policy import NotNow, NotPermitted

ASKS = frozenset({Role.CASE_HANDLER, Role.APPROVER, Role.ADMINISTRATOR})
UNDER_WAY = frozenset({FinalReportState.WAITING, FinalReportState.WORKING})
LOST, GIVEN_UP = timedelta(minutes=5), timedelta(hours=1)
PROBLEM_LENGTH = 300
UNDER_WAY_SENTENCE = _l("Et utkast er under arbeid. Vent til det er ferdig.")


def reports_of(year: int) -> Sequence[FinalReport]:
    """The newest draft first. One statement."""
    found = select(FinalReport).where(FinalReport.year == year).order_by(FinalReport.number.desc())
    return db.session.scalars(found).all()


def report_of(year: int, number: int) -> FinalReport:
    """A finished draft. Raises NoResultFound."""
    found = select(FinalReport).where(FinalReport.year == year, FinalReport.number == number)
    return db.session.scalars(found.where(FinalReport.state == FinalReportState.DONE)).one()


def can_ask(by: Actor, drafts: Sequence[FinalReport]) -> None:
    if not by.roles & ASKS:
        raise NotPermitted(_("Bare saksbehandlere, godkjennere og administratorer bestiller utkast."))
    if any(draft.state in UNDER_WAY for draft in drafts):
        raise NotNow(UNDER_WAY_SENTENCE)


def ask(year: int, *, by: Actor, at: datetime) -> FinalReport:
    can_ask(by, reports_of(year))
    newest = db.session.scalar(select(func.max(FinalReport.number)).where(FinalReport.year == year)) or 0
    made = FinalReport(year=year, number=newest + 1, asked_by_name=by.display_name, asked_at=at)
    db.session.add(made)
    try:
        db.session.flush()
    except IntegrityError as error:  # somebody asked in the same moment
        db.session.rollback()
        raise NotNow(UNDER_WAY_SENTENCE) from error
    record("final_report_asked", by=by, at=at, year=year, number=made.number)
    return made


def begin(report_id: int) -> FinalReport | None:
    """Take a waiting draft. None when somebody else has it, or it is made: a job may run twice."""
    found = select(FinalReport).where(FinalReport.id == report_id, FinalReport.state == FinalReportState.WAITING)
    draft = db.session.scalars(found.with_for_update()).one_or_none()
    if draft is not None:
        draft.state, draft.done_steps = FinalReportState.WORKING, 0
    return draft


def step(report_id: int, done: int, of: int, what: str) -> None:
    draft = db.session.get_one(FinalReport, report_id)
    draft.done_steps, draft.all_steps, draft.step = done, of, what


def finish(report_id: int, pdf: bytes, docx: bytes, at: datetime) -> None:
    draft = db.session.get_one(FinalReport, report_id)
    draft.pdf_sha256 = store(pdf, "application/pdf", at).sha256
    draft.docx_sha256 = store(docx, DOCX, at).sha256
    draft.state, draft.finished_at = FinalReportState.DONE, at
    draft.done_steps, draft.step, draft.problem = draft.all_steps, None, None


def fail(report_id: int, problem: str, at: datetime) -> None:
    draft = db.session.get_one(FinalReport, report_id)
    draft.state, draft.finished_at, draft.problem = FinalReportState.FAILED, at, problem[:PROBLEM_LENGTH]


def lost(at: datetime) -> list[int]:
    """Drafts that a crash stopped wait again; those that were tried for an hour are given up."""
    found = select(FinalReport).where(FinalReport.state.in_(UNDER_WAY), FinalReport.asked_at < at - LOST)
    again = []
    for draft in db.session.scalars(found):
        if draft.asked_at < at - GIVEN_UP:
            fail(draft.id, _("Utkastet ble aldri ferdig."), at)
        else:
            draft.state = FinalReportState.WAITING
            again.append(draft.id)
    return again
