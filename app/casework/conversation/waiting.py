"""What the conversations leave for staff to do."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Date, Select, cast, func, literal, null, select, union_all

from app.accounts.models import Organisation
from app.applications.models import Application, Status
from app.casework.conversation.models import CaseMessage, ThirdPartyInformation
from app.casework.conversation.queries import is_closed, unanswered
from app.casework.waiting import Waiting
from app.clock import local
from app.extensions import db
from app.law.deadlines import working_days_after

ANSWER_WITHIN = 3
"""Working days within which the applicant gets an answer, and is told what others have said."""
MOST_WAITING = 500
NO_CASE = (Status.DRAFT, Status.WITHDRAWN)
WHAT = {
    "answer": _l("Svar på melding fra søkeren"),
    "put": _l("Legg opplysning fra andre fram for søkeren"),
    "no_answer": _l("Søkeren har ikke svart på meldingen"),
}


def waiting(at: datetime) -> Sequence[Waiting]:
    """Cases whose applicant waits for an answer (since the oldest of the messages), has not been told what others have
    said, or has not answered by the day we asked for. One statement, soonest first."""
    today = local(at).date()
    since = func.min(CaseMessage.sent_at)
    recorded = func.min(ThirdPartyInformation.recorded_at)
    late = unanswered(from_applicant=False) & (CaseMessage.answer_due_on < today)
    asked_by, none = func.min(CaseMessage.answer_due_on), cast(null(), Date)
    is_case = Application.status.not_in(NO_CASE)
    everything = union_all(
        _cases("answer", since, none, CaseMessage, unanswered(from_applicant=True)),
        _cases("put", recorded, none, ThirdPartyInformation, ~is_closed(), is_case),
        _cases("no_answer", since, asked_by, CaseMessage, late, is_case),
    ).subquery()
    rows = db.session.execute(select(everything).order_by(everything.c.since).limit(MOST_WAITING))
    found = [_waiting(row) for row in rows]
    return sorted(found, key=lambda one: (one.due_on or date.max, one.reference))


def _cases(
    what: str, since: ColumnElement[Any], due_on: ColumnElement[Any], of: Any, *conditions: ColumnElement[bool]
) -> Select[Any]:
    """One row a case. Who is a draft again is nobody's case."""
    return (
        select(
            literal(what).label("what"),
            Application.reference.label("reference"),
            Organisation.name.label("organisation"),
            Application.handler_id.label("handler_id"),
            since.label("since"),
            due_on.label("due_on"),
        )
        .select_from(of)
        .join(Application, Application.id == of.application_id)
        .join(Organisation, Organisation.id == Application.organisation_id)
        .where(*conditions, Application.status != Status.DRAFT)
        .group_by(Application.id, Application.reference, Organisation.name, Application.handler_id)
    )


def _waiting(row: Any) -> Waiting:
    due_on = row.due_on or working_days_after(local(row.since).date(), ANSWER_WITHIN)
    return Waiting(
        row.reference,
        row.organisation,
        str(WHAT[row.what]),
        due_on,
        row.handler_id,
        url_for("casework.conversation", reference=row.reference),
    )
