"""Activities that nobody is asked to assess yet.

What a person has to assess themselves is no line here: it would go when they send, and so tell a colleague who has not
sent their own that they have (judging.blindness). Everybody has their own list (`review.mine`).
"""

from collections.abc import Sequence
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from app.applications.models import CaseRow, Status
from app.casework.waiting import Waiting
from app.extensions import db
from app.review.assignment_queries import IS_OPEN
from app.review.models import Assignment
from app.rounds.models import Round

MOST_WAITING = 500


def waiting(_at: datetime) -> Sequence[Waiting]:
    """In review with fewer assessors than the round wants, where the round gives activities to people at all; the first
    received first. One statement."""
    in_round = aliased(CaseRow)
    gives = exists(
        select(Assignment.id)
        .join(in_round, in_round.activity_id == Assignment.activity_id)
        .where(in_round.round_id == CaseRow.round_id, IS_OPEN)
    )
    given = (
        select(func.count(Assignment.id))
        .where(Assignment.activity_id == CaseRow.activity_id, IS_OPEN)
        .correlate(CaseRow)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(CaseRow.reference, CaseRow.position, CaseRow.organisation_name)
        .join(Round, CaseRow.round_id == Round.id)
        .where(CaseRow.status == Status.REVIEW, gives, given < Round.assessors_per_activity)
        .order_by(CaseRow.received_at, CaseRow.activity_id)
        .limit(MOST_WAITING)
    )
    return [
        Waiting(
            reference,
            organisation,
            _("Aktivitet %(position)s mangler vurderer", position=position),
            None,
            None,
            url_for("review.assign_activity", reference=reference, position=position),
        )
        for reference, position, organisation in rows
    ]
