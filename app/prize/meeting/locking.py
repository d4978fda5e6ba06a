"""All scores are locked at once, and nobody sees another's before that; a deputy may be let in where the quorum was
lost."""

from datetime import datetime

from sqlalchemy import select, update

from app.access import SYSTEM, Actor
from app.audit.actions import record
from app.extensions import db
from app.judging.models import Assessment
from app.prize import queries
from app.prize.jury.standing import standing
from app.prize.meeting import policy, reminders
from app.prize.meeting.matrix import judged_nominations
from app.prize.meeting.progress import complete
from app.prize.models import Prize, PrizeStatus
from app.prize.nominations.models import Nomination
from app.prize.workflow import move


def lock(prize: Prize, *, by: Actor, at: datetime) -> None:
    """From now on the scores stand as they are, and the jury and the secretary see them; thanks go to the jurors."""
    policy.can_lock(prize, by)
    subjects = select(Nomination.subject_id).where(Nomination.prize_id == prize.id, Nomination.subject_id.is_not(None))
    unsent = update(Assessment).where(Assessment.subject_id.in_(subjects), Assessment.sent_at.is_(None))
    db.session.execute(unsent.values(sent_at=at), execution_options={"synchronize_session": "fetch"})
    opened = update(Nomination).where(Nomination.prize_id == prize.id, Nomination.scores_reopened_at.is_not(None))
    db.session.execute(opened.values(scores_reopened_at=None), execution_options={"synchronize_session": "fetch"})
    prize.scores_locked_at = at
    move(prize, PrizeStatus.LOCKED, by=by, at=at)
    record("scores_locked", by=by, at=at, case=prize.reference)
    reminders.thank(prize, standing(prize), at)


def lock_due(at: datetime) -> int:
    """Where the time for giving scores is over. Returns how many years."""
    due = queries.to_lock(at)
    for prize in due:
        lock(queries.locked_prize(prize.year), by=SYSTEM, at=at)
    return len(due)


def reopen(prize: Prize, until: datetime | None, *, by: Actor, at: datetime) -> list[Nomination]:
    """Let those who step in give scores where the quorum was lost, until a new lock (`until` None: by hand). Sheets
    that are not complete open again; all others stay locked. Returns the nominations."""
    lacking = standing(prize).lacks_quorum(judged_nominations(prize), prize.quorum)
    policy.can_reopen(prize, lacking, until, by, at)
    for each in lacking:
        each.scores_reopened_at = at
    done = complete(prize)
    sheets = select(Assessment).where(Assessment.subject_id.in_([each.subject_id for each in lacking]))
    for sheet in db.session.scalars(sheets):
        if (sheet.subject_id, sheet.assessor_id) not in done:
            sheet.sent_at = None
    prize.scoring_closes_at = until
    move(prize, PrizeStatus.SCORING, by=by, at=at)
    record("scores_reopened", by=by, at=at, case=prize.reference, nominations=len(lacking))
    return lacking
