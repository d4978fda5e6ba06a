"""What reversals and corrections leave for staff to do. What an appeal leads to, the appeals tell of themselves."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import Date, Integer, Select, case, cast, exists, literal, null, select, union_all
from sqlalchemy.orm import aliased

from app.accounts.models import Organisation
from app.applications.models import Application
from app.casework.waiting import Waiting
from app.clock import local
from app.decisions.models import Decision
from app.decisions.reversals.grounds import NEEDS_NOTICE
from app.decisions.reversals.models import ChangeStatus, Correction, Reversal
from app.extensions import db

MOST_WAITING = 500
KINDS: dict[str, tuple[str, str]] = {
    "notice": (_l("Forhåndsvarsel om omgjøring å sende"), "decisions.reversal"),
    "approve": (_l("Omgjøring å godkjenne"), "decisions.reversal"),
    "returned": (_l("Omgjøring sendt tilbake: lag den på nytt"), "decisions.reversal"),
    "confirm": (_l("Retting å bekrefte"), "decisions.correction"),
    "release": (_l("Nytt vedtak å frigi"), "decisions.reversal"),
}
NO_DAY, NOBODY = cast(null(), Date), cast(null(), Integer)
CASE = (Application.reference.label("reference"), Organisation.name.label("organisation"))


def waiting(at: datetime) -> Sequence[Waiting]:
    """Notices to send, proposals to approve or confirm, what was returned, and new versions to release; the longest
    waiting first. While the party may comment, nobody can do anything. One statement."""
    parts = union_all(_reversals(local(at).date()), _corrections(), _unreleased()).subquery()
    rows = db.session.execute(select(parts).order_by(parts.c.since).limit(MOST_WAITING))
    return [
        Waiting(
            row.reference,
            row.organisation,
            str(KINDS[row.kind][0]),
            row.due_on,
            row.person_id,
            url_for(KINDS[row.kind][1], reference=row.reference),
        )
        for row in rows
    ]


def _reversals(today: date) -> Select[Any]:
    """A notice is the preparer's to send, and a returned proposal theirs to make again; the rest is any approver's."""
    later = aliased(Reversal)
    is_last = ~exists().where(later.reversed_id == Reversal.reversed_id, later.id > Reversal.id)
    needs_notice = Reversal.is_detriment & Reversal.ground.in_(NEEDS_NOTICE)
    is_returned = Reversal.status == ChangeStatus.RETURNED
    kind = case((is_returned, "returned"), (needs_notice & Reversal.noticed_on.is_(None), "notice"), else_="approve")
    theirs = case((is_returned | (needs_notice & Reversal.noticed_on.is_(None)), Reversal.prepared_by_id))
    return (
        select(
            kind.label("kind"), *CASE, NO_DAY.label("due_on"), theirs.label("person_id"), _since(Reversal.prepared_at)
        )
        .join(Decision, Reversal.reversed_id == Decision.id)
        .join(Application, Decision.application_id == Application.id)
        .join(Organisation, Application.organisation_id == Organisation.id)
        .where(
            Reversal.appeal_id.is_(None),
            Reversal.status.in_([ChangeStatus.PROPOSED, ChangeStatus.RETURNED]),
            is_last,
            ~needs_notice | Reversal.comment_by.is_(None) | (Reversal.comment_by < today) | is_returned,
        )
    )


def _corrections() -> Select[Any]:
    return (
        select(literal("confirm").label("kind"), *CASE, NO_DAY.label("due_on"), NOBODY, _since(Correction.proposed_at))
        .join(Decision, Correction.decision_id == Decision.id)
        .join(Application, Decision.application_id == Application.id)
        .join(Organisation, Application.organisation_id == Organisation.id)
        .where(Correction.status == ChangeStatus.PROPOSED)
    )


def _unreleased() -> Select[Any]:
    """Approved, and nobody has planned when the letter goes out."""
    return (
        select(literal("release").label("kind"), *CASE, NO_DAY.label("due_on"), NOBODY, _since(Decision.decided_at))
        .join(Application, Decision.application_id == Application.id)
        .join(Organisation, Application.organisation_id == Organisation.id)
        .where(Decision.version > 1, Decision.released_at.is_(None), Decision.release_id.is_(None))
    )


def _since(moment: Any) -> Any:
    return moment.label("since")
