"""Nobody answered a grant: one reminder the day after the last day, with seven days more; then it lapses, the money
goes back to the pot, and the party is told (domain.md T18)."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.access import SYSTEM
from app.applications.letters import recipients
from app.applications.models import Application
from app.audit.actions import record
from app.clock import OSLO, local
from app.decisions.appeals.models import AppealHandling
from app.decisions.appeals.workflow import DONE
from app.decisions.deadlines import deadlines
from app.decisions.models import Appeal, Decision, DecisionLine, Outcome
from app.decisions.queries import locked_round
from app.decisions.replies import replies
from app.extensions import db
from app.followup.acceptance.actions import return_to_pot
from app.followup.acceptance.deadlines import MORE_TIME
from app.followup.acceptance.models import Acceptance, AcceptanceReminder, GrantLapse
from app.letters.models import Letter
from app.letters.page import mail_text
from app.mail.actions import Draft, queue_all
from app.rounds.models import Round

MOST = 500
GRANTS = (Outcome.GRANTED_FULL, Outcome.GRANTED_PART)


def remind(at: datetime) -> int:
    """Remind those whose last day is over and who were not reminded; at most a hundred cases. Returns how many."""
    answer_by, reminded = local(at).date() + MORE_TIME, 0
    for decision in _unanswered(_told_long_ago(at), ~_is_reminded()):
        times = deadlines(decision, at)
        if times.told_at is None or times.may_answer or not _asks(decision):
            continue
        db.session.add(AcceptanceReminder(decision_id=decision.id, sent_at=at, answer_by=answer_by))
        record("acceptance_reminded", by=SYSTEM, at=at, case=decision.application.reference, answer_by=answer_by)
        queue_all(list(_drafts(decision, answer_by)), at)
        reminded += 1
    return reminded


def lapse(at: datetime) -> list[int]:
    """Let lapse what nobody answered though reminded. What is appealed waits until the appeal
    is done. Returns the decisions' ids: each gets a letter."""
    over = exists().where(
        AcceptanceReminder.decision_id == Decision.id, AcceptanceReminder.answer_by < local(at).date()
    )
    return [decision.id for decision in _unanswered(over, ~_is_appealed()) if _lapse(decision, at)]


def _lapse(decision: Decision, at: datetime) -> bool:
    locked_round(decision.application.round_id)
    stands = replies(decision)
    asked = [line for line in decision.lines if stands[line.id].asked_nok]
    for line in asked:
        db.session.add(GrantLapse(decision_line_id=line.id, at=at))
        fields = {"activity": line.activity.position, "amount_nok": stands[line.id].asked_nok}
        record("grant_lapsed", by=SYSTEM, at=at, case=decision.application.reference, **fields)
    if asked:
        db.session.flush()
        return_to_pot(decision)
    return bool(asked)


def _asks(decision: Decision) -> bool:
    """Whether there is anything left to answer: an answer to an earlier version may stand."""
    return any(reply.asked_nok for reply in replies(decision).values())


def _unanswered(*where: ColumnElement[bool]) -> Sequence[Decision]:
    """Released decisions that stand, with a grant that nobody answered; locked, the oldest first."""
    newer = aliased(Decision)
    is_newest = ~exists().where(newer.application_id == Decision.application_id, newer.version > Decision.version)
    is_open = exists().where(
        DecisionLine.decision_id == Decision.id,
        DecisionLine.outcome.in_(GRANTS),
        ~exists().where(Acceptance.decision_line_id == DecisionLine.id),
        ~exists().where(GrantLapse.decision_line_id == DecisionLine.id),
    )
    found = select(Decision).where(Decision.released_at.is_not(None), is_newest, is_open, *where)
    loaded = with_case(found).order_by(Decision.id).limit(MOST).with_for_update(of=Decision)
    return db.session.scalars(loaded).unique().all()


def with_case(found: Select[Decision]) -> Select[Decision]:
    """With case, round, organisation, letter, notices and lines."""
    whole = joinedload(Decision.application, innerjoin=True)
    return found.options(
        whole.joinedload(Application.round, innerjoin=True),
        whole.joinedload(Application.organisation, innerjoin=True),
        joinedload(Decision.letter, innerjoin=True).selectinload(Letter.notices),
        selectinload(Decision.lines).joinedload(DecisionLine.activity, innerjoin=True),
    )


def _told_long_ago(at: datetime) -> ColumnElement[bool]:
    """Released so many days ago that the round's days to answer may be over: nobody is told before that."""
    today = datetime.combine(local(at).date(), time(), OSLO)
    rounds = db.session.execute(select(Round.id, Round.acceptance_days)).all()
    late = [
        and_(Application.round_id == round_id, Decision.released_at < today - timedelta(days=days))
        for round_id, days in rounds
    ]
    return exists().where(Application.id == Decision.application_id, or_(*late)) if late else Decision.id.is_(None)


def _is_reminded() -> ColumnElement[bool]:
    return exists().where(AcceptanceReminder.decision_id == Decision.id)


def _is_appealed() -> ColumnElement[bool]:
    """Somebody looks at the decision, or at another version of it, again."""
    other = aliased(Decision)
    return exists().where(
        Appeal.decision_id == other.id,
        other.application_id == Decision.application_id,
        AppealHandling.appeal_id == Appeal.id,
        AppealHandling.status.not_in(DONE),
    )


def _drafts(decision: Decision, answer_by: date) -> Iterable[Draft]:
    application, letter = decision.application, decision.letter
    assert letter is not None
    of_round = application.round
    subject, body = mail_text(
        "emails/acceptance_reminder.txt",
        letter.content["language"],
        reference=application.reference,
        link=letter.content["acceptance"]["link"],
        answer_by=answer_by,
        unit=of_round.owner_unit,
        municipality=of_round.municipality,
        phone=of_round.contact_phone,
    )
    told = {notice.mail.recipient for notice in letter.notices} | set(recipients(application))
    for address in sorted(told):
        digest = hashlib.sha256(address.casefold().encode()).hexdigest()[:24]
        yield Draft(f"accept-reminder:{letter.public_id}:{digest}", address, subject, body, application.reference)
