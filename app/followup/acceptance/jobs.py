"""What the clock does about grants that nobody answers, and the letters of those that lapse. Safe to run twice."""

from datetime import datetime

from sqlalchemy import Select, and_, exists, select

from app.applications.jobs import link_to
from app.applications.models import Application
from app.casework.supplements.queries import addresses
from app.decisions.models import Decision, DecisionLine
from app.decisions.replies import replies
from app.extensions import db, jobs
from app.followup.acceptance import letters
from app.followup.acceptance.deadlines import reminders
from app.followup.acceptance.lapsing import lapse, remind, with_case
from app.followup.acceptance.models import GrantLapse
from app.letters.making import LOST, Due, make, start_again
from app.letters.models import Letter, LetterKind
from app.letters.sectioned import GrantLapsedContent


def remind_due(at: datetime) -> int:
    """The day after the last day. Returns how many cases."""
    return remind(at)


def lapse_due(at: datetime) -> int:
    """From the day after the reminder's last day. Returns how many cases."""
    lapsed = lapse(at)
    db.session.commit()
    for decision_id in lapsed:
        print_lapse.enqueue(decision_id)
    return len(lapsed)


@jobs.task
def print_lapse(decision_id: int) -> None:
    """The letter of what lapsed in this decision."""
    found = db.session.scalars(with_case(_unwritten().where(Decision.id == decision_id))).unique().one_or_none()
    make(Due(_content(found), found.version, addresses(found.application)) if found else None)


def _content(decision: Decision) -> GrantLapsedContent:
    stands = replies(decision)
    lapses = {
        row.decision_line_id: row.at
        for row in db.session.scalars(
            select(GrantLapse).where(GrantLapse.decision_line_id.in_([line.id for line in decision.lines]))
        )
    }
    lines = [(line, line.amount_nok - stands[line.id].accepted_nok) for line in decision.lines if line.id in lapses]
    answer_by = reminders([decision.id])[decision.id].answer_by
    link = f"{link_to(decision.application)}/dokumenter"
    return letters.lapsed(decision, lines, answer_by, link=link, at=min(lapses.values()))


def missing_lapse_letters(at: datetime) -> int:
    """For the tick."""
    is_old = exists().where(
        GrantLapse.decision_line_id == DecisionLine.id,
        DecisionLine.decision_id == Decision.id,
        GrantLapse.at < at - LOST,
    )
    lost = [decision.id for decision in db.session.scalars(_unwritten().where(is_old).limit(100))]
    return start_again(print_lapse.enqueue, lost)


def _unwritten() -> Select[Decision]:
    """Decisions with something that lapsed, and no letter of it."""
    has_lapse = exists().where(GrantLapse.decision_line_id == DecisionLine.id, DecisionLine.decision_id == Decision.id)
    is_told = exists().where(
        and_(
            Letter.kind == LetterKind.GRANT_LAPSED,
            Letter.case_reference == Application.reference,
            Letter.version == Decision.version,
            Application.id == Decision.application_id,
        )
    )
    return select(Decision).where(has_lapse, ~is_told)
