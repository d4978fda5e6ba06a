"""What time leaves to be done: replies that are due, and tasks."""

from collections.abc import Sequence
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _

from app.casework.timekeeping import queries
from app.casework.timekeeping.models import ReplyKind
from app.casework.waiting import Waiting


def waiting(at: datetime) -> Sequence[Waiting]:
    """Applicants who are to hear when the answer comes. One statement."""
    return [
        Waiting(
            one.reference,
            one.organisation,
            _("Send foreløpig svar") if one.kind is ReplyKind.INTERIM else _("Si fra at svaret blir forsinket"),
            one.due_on,
            one.handler_id,
            url_for("casework.replies"),
        )
        for one in queries.due_replies(at)
    ]
