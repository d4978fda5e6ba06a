"""The letters of interim replies and delays. Safe to run twice."""

from datetime import datetime
from functools import partial

from app.applications.jobs import link_to
from app.casework.supplements.queries import addresses
from app.casework.timekeeping import queries
from app.casework.timekeeping.letters import content
from app.casework.timekeeping.models import TimeReply
from app.extensions import db, jobs
from app.letters.making import LOST, Due, keep, make, start_again


@jobs.task
def print_reply(reply_id: int) -> None:
    make(_due(reply_id), partial(_keep, reply_id))


def _due(reply_id: int) -> Due | None:
    reply = queries.reply_to_print(reply_id)
    if reply is None:
        return None
    said = content(reply, f"{link_to(reply.application)}/dokumenter")
    return Due(said, reply.number, addresses(reply.application))


def _keep(reply_id: int, due: Due, pdf: bytes | None, at: datetime) -> None:
    db.session.get_one(TimeReply, reply_id).letter = keep(due, pdf, at)


def missing_replies(at: datetime) -> int:
    """For the tick."""
    return start_again(print_reply.enqueue, queries.without_letter(at - LOST))
