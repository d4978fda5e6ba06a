"""The final report is drafted here: gathered, drawn, printed and written, with a mark after every step."""

import logging
from collections.abc import Iterator
from datetime import datetime

from flask_babel import gettext as _

from app import clock
from app.extensions import db, jobs
from app.insight import charts, final_report
from app.insight.document import Document, Drawn
from app.insight.document_docx import write_report
from app.insight.document_pdf import print_report
from app.insight.drafting import draft, refresh

log = logging.getLogger(__name__)


@jobs.task
def draft_final_report(report_id: int) -> None:
    """Nothing is held in the database while a chart is drawn or a page is printed. Safe to run twice."""
    begun = final_report.begin(report_id)
    year, number = (begun.year, begun.number) if begun else (0, 0)
    db.session.commit()
    if begun is None:
        return
    try:
        _make(report_id, year, number)
    except Exception as error:  # whatever it is, the page says that it failed and offers another try
        log.exception("the final report of %s could not be drafted", year)
        db.session.rollback()
        said = str(error).partition("\n")[0]
        final_report.fail(report_id, f"{type(error).__name__}: {said}", clock.now())
        db.session.commit()


def _make(report_id: int, year: int, number: int) -> None:
    at = clock.now()
    refresh(year, at)
    db.session.commit()
    report = draft(year, number, at)
    db.session.rollback()
    steps, done = len(report.charts) + 3, 1
    drawn: dict[str, Drawn] = {}
    _mark(report_id, done, steps, _("Tallene er samlet"))
    for each in _drawings(report):
        drawn[each.chart.key], done = each, done + 1
        _mark(report_id, done, steps, _("Tegner diagram: %(title)s", title=each.chart.title))
    pdf = print_report(report, drawn)
    _mark(report_id, done + 1, steps, _("PDF-en er laget"))
    docx = write_report(report, drawn)
    final_report.finish(report_id, pdf, docx, clock.now())
    db.session.commit()


def _drawings(report: Document) -> Iterator[Drawn]:
    for chart in report.charts:
        yield Drawn(chart, charts.svg(chart).encode(), charts.png(chart))


def _mark(report_id: int, done: int, of: int, what: str) -> None:
    final_report.step(report_id, done, of, what[:80])
    db.session.commit()


def lost_reports(at: datetime) -> int:
    """For the tick: start again on drafts that a crash lost. Returns how many."""
    waiting = final_report.lost(at)
    db.session.commit()
    for report_id in waiting:
        draft_final_report.enqueue(report_id)
    return len(waiting)
