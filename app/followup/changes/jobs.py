"""Background work of change notices: the letter with the answer. Safe to run twice."""

from datetime import datetime

from app.applications.letters import recipients
from app.config import public_url
from app.extensions import jobs
from app.followup.changes import letters, queries
from app.followup.changes.wording import names_of
from app.letters.making import LOST, Due, make, start_again


@jobs.task
def print_answer(notice_id: int) -> None:
    notice = queries.by_id(notice_id)
    application = notice.grant.application
    content = letters.answer(notice, names_of(application.round), public_url())
    make(Due(content, queries.version(notice), recipients(application)))


def missing_change_answers(at: datetime) -> int:
    """For the tick."""
    return start_again(print_answer.enqueue, queries.lost_letters(at - LOST))
