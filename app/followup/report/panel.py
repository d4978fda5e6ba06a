"""What reports add to the party's page of a grant, and to the page of staff."""

from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.clock import local
from app.followup.grants.models import Grant
from app.followup.report import queries
from app.followup.report.models import Report, ReportState
from app.followup.report.workflow import LABELS
from app.followup.steps import CaseSeen, Step, StepState, adds_part, adds_steps

S = ReportState


@adds_steps("report")
def steps_of(grant: Grant, at: datetime) -> list[Step]:
    """One line: whose turn it is. One statement."""
    report = queries.reports_of([grant.id]).get(grant.id)
    url = url_for("followup.report", reference=grant.application.reference, position=grant.activity.position)
    state = report.state if report is not None else S.DRAFT
    if state in queries.SETTLED:
        assert report is not None
        return [_settled(report, url)]
    if grant.cancelled_at is not None:
        return []
    if local(at).date() < grant.ends_on:
        detail = _("Rapporten åpner når aktiviteten er holdt.")
        return [Step(_("Rapport"), StepState.LATER, detail, grant.report_due_on)]
    text = _("Send rapporten")
    if state is S.RETURNED:
        text = _("Rett rapporten og send den igjen")
    detail = _("Den er nesten ferdig utfylt og tar omtrent ti minutter.")
    return [Step(text, StepState.YOURS, detail, grant.report_due_on, url, text)]


def _settled(report: Report, url: str) -> Step:
    if report.state is S.APPROVED:
        return Step(_("Rapporten er godkjent"), StepState.DONE, on=report.approved_at, url=url, link=_("Se rapporten"))
    if report.state is S.WRITTEN_OFF:
        detail = _("Dere kan sende den likevel. Da regnes den som sendt for sent.")
        return Step(
            _("Vi venter ikke lenger på rapporten"), StepState.STOPPED, detail, url=url, link=_("Send rapporten")
        )
    if report.receipts_asked_at is not None and not report.files:
        return Step(_("Send kvitteringene vi ba om"), StepState.YOURS, url=url, link=_("Send kvitteringer"))
    return Step(_("Vi leser rapporten"), StepState.OURS, on=report.submitted_at, url=url, link=_("Se rapporten"))


@adds_part("report")
def part(case: CaseSeen) -> dict[str, Any] | None:
    """The reports of a case; None before anything is accepted. One statement."""
    if not case.grants:
        return None
    reports, today = case.once(queries.reports_of, case.grant_ids), local(case.at).date()
    rows = []
    for grant in case.grants:
        report = reports.get(grant.id)
        state = report.state if report is not None else S.DRAFT
        late = (today - grant.report_due_on).days if state not in queries.SETTLED else 0
        rows.append((grant, LABELS[state], 0 if grant.cancelled_at else max(0, late), report))
    return {"rows": rows}
