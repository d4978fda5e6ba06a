"""The states of a report, what follows what, by whom, and the words for each (domain.md 4.1, T22-T24)."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.access import Actor, Role
from app.audit.actions import record
from app.followup.labels import Label
from app.followup.report.models import Report, ReportState
from app.policy import NotNow, NotPermitted

S = ReportState
LABELS: dict[ReportState, Label] = {
    S.DRAFT: Label(_l("Venter på rapport"), _l("Ikke sendt ennå"), "gray"),
    S.SUBMITTED: Label(_l("Til gjennomlesning"), _l("Vi har fått rapporten"), "yellow"),
    S.RETURNED: Label(_l("Returnert"), _l("Vi trenger noe mer i rapporten"), "red"),
    S.APPROVED: Label(_l("Godkjent"), _l("Rapporten er godkjent"), "green"),
    S.WRITTEN_OFF: Label(_l("Avskrevet"), _l("Vi venter ikke lenger på rapporten"), "gray"),
}

APPLICANT, HANDLER, APPROVER = Role.APPLICANT, Role.CASE_HANDLER, Role.APPROVER
TRANSITIONS: dict[tuple[ReportState, ReportState], frozenset[Role]] = {
    (S.DRAFT, S.SUBMITTED): frozenset({APPLICANT}),
    (S.RETURNED, S.SUBMITTED): frozenset({APPLICANT}),
    (S.WRITTEN_OFF, S.SUBMITTED): frozenset({APPLICANT}),  # late, and marked so; why nobody waited for it is kept
    (S.SUBMITTED, S.RETURNED): frozenset({HANDLER}),
    (S.SUBMITTED, S.APPROVED): frozenset({HANDLER}),
    **{(before, S.WRITTEN_OFF): frozenset({APPROVER}) for before in (S.DRAFT, S.SUBMITTED, S.RETURNED)},
}


def check_move(report: Report, to: ReportState, by: Actor) -> None:
    """Raises NotNow when `to` does not follow the present state, NotPermitted when `by` may not make the move."""
    roles = TRANSITIONS.get((report.state, to))
    if roles is None:
        before = LABELS[report.state].staff
        raise NotNow(
            _("Rapporten har status «%(status)s» og kan ikke settes til «%(to)s».", status=before, to=LABELS[to].staff)
        )
    if not roles & by.roles:
        raise NotPermitted(_("Rollen din kan ikke sette rapporten til «%(to)s».", to=LABELS[to].staff))


def move(report: Report, to: ReportState, event: str, *, by: Actor, at: datetime, **fields: Any) -> None:
    """The only way a report's state changes: checked, and recorded as `event` with the activity's number."""
    check_move(report, to, by)
    report.state = to
    grant = report.grant
    record(event, by=by, at=at, case=grant.application.reference, activity=grant.activity.position, **fields)
