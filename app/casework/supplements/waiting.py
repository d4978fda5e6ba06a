"""What supplements leave for a case handler to do."""

from collections.abc import Sequence
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from app.accounts.models import Organisation
from app.applications.models import Application, Status
from app.casework.supplements.models import Supplement, SupplementStatus
from app.casework.waiting import Waiting
from app.extensions import db

MOST_WAITING = 500


def waiting(_at: datetime) -> Sequence[Waiting]:
    """Cases that came back to the formal check with answers, or without any, the one that came first first. One
    statement."""
    later = aliased(Supplement)
    is_newest = ~exists().where(later.application_id == Supplement.application_id, later.number > Supplement.number)
    rows = db.session.execute(
        select(Application.reference, Application.handler_id, Organisation.name, Supplement.status)
        .join(Application, Supplement.application_id == Application.id)
        .join(Organisation, Application.organisation_id == Organisation.id)
        .where(Supplement.status != SupplementStatus.WAITING, Application.status == Status.SCREENING, is_newest)
        .order_by(Supplement.closed_at, Supplement.id)
        .limit(MOST_WAITING)
    )
    return [
        Waiting(
            reference,
            organisation,
            _("Søkeren har svart: se på svarene")
            if status is SupplementStatus.ANSWERED
            else _("Søkeren har ikke svart: behandle saken slik den er"),
            None,
            handler_id,
            url_for("overview.case", reference=reference, _anchor="checks"),
        )
        for reference, handler_id, organisation, status in rows
    ]
