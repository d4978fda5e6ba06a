"""What a person's cases look like on Min side, and which of them waits for the person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import IntEnum

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload, raiseload

from app.accounts.models import User
from app.applications import queries, wording
from app.applications.models import Activity, Application, Status
from app.applications.wording import StatusTag
from app.casework.conversation.queries import unread
from app.casework.supplements.queries import Asked, asked_now
from app.casework.supplements.wording import we_need
from app.clock import local
from app.decisions.appeals.models import AppealHandling, AppealStatus
from app.decisions.appeals.queries import newest_of
from app.decisions.appeals.workflow import LABELS
from app.decisions.deadlines import Deadlines, deadlines
from app.decisions.models import Decision, DecisionLine
from app.decisions.replies import Offer, Reply, offer, reply
from app.extensions import db
from app.followup.acceptance.deadlines import MORE_TIME
from app.followup.acceptance.models import Acceptance, AcceptanceReminder, GrantLapse
from app.followup.acceptance.queries import answer_from
from app.followup.grants.models import GiveBack
from app.followup.report.queries import Due, due_of_cases
from app.formatting import full_day, kroner
from app.letters.models import Letter, LetterOpening


class Urgency(IntEnum):
    """What comes first when several things wait."""

    SEND_MORE = 1
    READ_ANSWER = 2
    READ_MESSAGE = 3
    ACCEPT = 4
    REPORT = 5
    FINISH_DRAFT = 6
    MAY_APPEAL = 7


@dataclass(frozen=True)
class Waiting:
    """Something that is the applicant's to do: the sentence, the button, and the page (endpoint) it leads to; of which
    activity (`position`), where the page is of one."""

    urgency: Urgency
    sentence: str
    button: str
    endpoint: str
    position: int | None = None


@dataclass(frozen=True)
class Card:
    """One case in the applicant's words."""

    reference: str
    title: str
    organisation: str
    round_name: str
    status: StatusTag
    what_now: str
    endpoint: str
    waiting: Waiting | None
    unread: int = 0
    granted: Sequence[Activity] = ()

    @property
    def waits(self) -> bool:
        """A mere right to appeal is nothing that waits."""
        return self.waiting is not None and self.waiting.urgency is not Urgency.MAY_APPEAL


@dataclass(frozen=True)
class Answer:
    """A released decision: its deadlines, whether somebody on the applicant's side has opened it, what they replied by
    activity, and the later last day to do so where they were reminded."""

    deadlines: Deadlines
    is_read: bool
    replies: Mapping[int, Reply]
    reminded_until: date | None = None

    @property
    def is_unanswered(self) -> bool:
        return any(one.asked_nok for one in self.replies.values())

    @property
    def accepted_nok(self) -> int:
        return sum(one.accepted_nok for one in self.replies.values())


def cards(user: User, at: datetime) -> list[Card]:
    """The user's cases: what waits for the person first, then the newest. Five statements, however many cases; one more
    when something is asked, and one from the week on."""
    applications = queries.own_applications(user)
    answers = _answers([application.id for application in applications if application.status in wording.ANSWERED], at)
    asked = asked_now([application.id for application in applications if application.status is Status.SUPPLEMENT])
    new = unread([application.id for application in applications if application.status is not Status.DRAFT])
    appealed = newest_of(list(answers))
    today = local(at).date()
    begun = [one.id for one in applications if one.id in answers and one.round.week_starts_on < today]
    reports = due_of_cases(begun, at)
    found = [_card(one, answers.get(one.id), asked.get(one.id), at) for one in applications]
    found = [_with_appeal(card, appealed.get(one.id), at) for card, one in zip(found, applications, strict=True)]
    found = [_with_report(card, reports.get(one.id), at) for card, one in zip(found, applications, strict=True)]
    found = [_with_messages(card, new.get(one.id, 0)) for card, one in zip(found, applications, strict=True)]
    return sorted(found, key=lambda card: card.waiting.urgency if card.waiting and card.waits else len(Urgency))


def _with_appeal(card: Card, handling: AppealHandling | None, at: datetime) -> Card:
    """How far the newest appeal has come; what the party may still say, unless something else waits."""
    if handling is None:
        return card
    card = replace(card, what_now=_("%(state)s.", state=LABELS[handling.status].applicant))
    if card.waiting and card.waiting.urgency is not Urgency.MAY_APPEAL:
        return card
    due = handling.comments_due if handling.status is AppealStatus.FORWARDED else None
    if due is None or due < local(at).date():
        return replace(card, waiting=None)
    sentence = _("Dere kan sende merknader til klageinstansen innen %(day)s.", day=full_day(due))
    return replace(card, waiting=Waiting(Urgency.MAY_APPEAL, sentence, _("Se klagen"), "decisions.read"))


def _with_report(card: Card, due: Due | None, at: datetime) -> Card:
    """The report of an activity that is over waits for the party, unless something more urgent does."""
    if due is None or (card.waiting and card.waiting.urgency < Urgency.REPORT):
        return card
    day = full_day(due.due_on)
    if due.is_returned:
        sentence = _("Vi trenger noe mer i rapporten. Send den igjen innen %(day)s.", day=day)
    elif local(at).date() > due.due_on:
        sentence = _("Rapporten skulle vært sendt innen %(day)s.", day=day)
    else:
        sentence = _("Send rapporten innen %(day)s.", day=day)
    waiting = Waiting(Urgency.REPORT, sentence, _("Skriv rapporten"), "followup.report", due.position)
    return replace(card, waiting=waiting)


def _with_messages(card: Card, unread: int) -> Card:
    """What we have written waits for the applicant, unless something else does."""
    if not unread or (card.waiting and card.waiting.urgency is not Urgency.MAY_APPEAL):
        return replace(card, unread=unread)
    sentence = ngettext("Dere har en ny melding fra oss.", "Dere har %(num)s nye meldinger fra oss.", unread)
    waiting = Waiting(Urgency.READ_MESSAGE, sentence, _("Les og svar"), "casework.own_messages")
    return replace(card, unread=unread, waiting=waiting)


def most_urgent(found: Sequence[Card]) -> Card | None:
    """The one thing to show on top, of cards in their order."""
    return next((card for card in found if card.waits), None)


def _answers(application_ids: Sequence[int], at: datetime) -> dict[int, Answer]:
    """The newest released decision of each case; nothing is told of one that is not released. One statement, with the
    lines of every version and what was answered to them: an answer to an earlier version may stand."""
    is_read = exists().where(LetterOpening.letter_id == Decision.letter_id, LetterOpening.by_party)
    rows = db.session.execute(
        select(Decision, is_read, DecisionLine, Acceptance, GrantLapse, GiveBack, AcceptanceReminder.answer_by)
        .join(DecisionLine, DecisionLine.decision_id == Decision.id)
        .outerjoin(Acceptance, Acceptance.decision_line_id == DecisionLine.id)
        .outerjoin(GrantLapse, GrantLapse.decision_line_id == DecisionLine.id)
        .outerjoin(GiveBack, GiveBack.activity_id == DecisionLine.activity_id)
        .outerjoin(AcceptanceReminder, AcceptanceReminder.decision_id == Decision.id)
        .where(Decision.application_id.in_(application_ids), Decision.released_at.is_not(None))
        .options(joinedload(Decision.letter).joinedload(Letter.notices), raiseload(Decision.lines))
        .order_by(Decision.version, DecisionLine.activity_id)
    ).unique()
    newest: dict[int, tuple[Decision, bool, date | None]] = {}
    offers: dict[int, dict[int, list[Offer]]] = {}
    for decision, read, line, said, lapse, given_back, answer_by in rows:
        newest[decision.application_id] = (decision, read, answer_by)
        of_case = offers.setdefault(decision.application_id, {})
        of_case.setdefault(line.activity_id, []).append(offer(line, answer_from(said, lapse, given_back)))
    return {
        application_id: Answer(deadlines(decision, at), read, _replies(offers[application_id]), answer_by)
        for application_id, (decision, read, answer_by) in newest.items()
    }


def _replies(of_case: Mapping[int, Sequence[Offer]]) -> dict[int, Reply]:
    return {activity_id: reply(offers) for activity_id, offers in of_case.items()}


def _card(application: Application, answer: Answer | None, asked: Asked | None, at: datetime) -> Card:
    titles = [activity.title for activity in application.activities if activity.title]
    is_draft = application.status is Status.DRAFT
    return Card(
        reference=application.reference,
        title=", ".join(titles) or _("Søknad uten navn"),
        organisation=application.organisation.name,
        round_name=application.round.name,
        status=wording.status_tag(application.status),
        what_now=_what_now(application, answer),
        endpoint="applications.summary" if is_draft else "applications.show",
        waiting=_more(asked, at) if asked else _waiting(application, answer, at),
        granted=_granted(application, answer) if answer else (),
    )


def _granted(application: Application, answer: Answer) -> list[Activity]:
    """What they said yes to, in this version or before."""
    return [one for one in application.activities if (said := answer.replies.get(one.id)) and said.accepted]


def _what_now(application: Application, answer: Answer | None) -> str:
    if answer and answer.accepted_nok:
        return str(_("Dere har godtatt %(amount)s.", amount=kroner(answer.accepted_nok)))
    return wording.what_now(application)


def _waiting(application: Application, answer: Answer | None, at: datetime) -> Waiting | None:
    if application.status is Status.DRAFT:
        return _draft(application, at)
    return _reply(answer) if answer else None


def _more(asked: Asked, at: datetime) -> Waiting | None:
    if local(at).date() > asked.due_on:
        return None
    return Waiting(Urgency.SEND_MORE, we_need(asked.items, asked.due_on), _("Les og svar"), "casework.answer")


def _draft(application: Application, at: datetime) -> Waiting | None:
    if at.replace(microsecond=0) > application.round.closes_at:
        return None
    sentence = wording.what_now(application)
    return Waiting(Urgency.FINISH_DRAFT, sentence, _("Fortsett på søknaden"), "applications.summary")


def _unanswered_yet(answer: Answer) -> Waiting | None:
    """By when they answer; a week more once the day is over, and then the grant lapses."""
    day = answer.reminded_until or answer.deadlines.acceptance
    if answer.deadlines.today > max(day, answer.deadlines.acceptance + MORE_TIME):
        return None
    sentence = _("Svar innen %(day)s om dere tar imot tilskuddet.", day=full_day(day))
    if answer.reminded_until:
        sentence = _("Svar innen %(day)s, ellers faller tilskuddet bort.", day=full_day(day))
    return Waiting(Urgency.ACCEPT, sentence, _("Svar nå"), "followup.answer")


def _reply(answer: Answer) -> Waiting | None:
    if not answer.is_read:
        return Waiting(Urgency.READ_ANSWER, _("Svar er klart."), _("Les vedtaket"), "decisions.read")
    if answer.is_unanswered and (waiting := _unanswered_yet(answer)):
        return waiting
    if answer.deadlines.appeal is None or answer.deadlines.appeal_is_late:
        return None
    sentence = _("Dere kan klage til og med %(day)s.", day=full_day(answer.deadlines.appeal.last_day))
    return Waiting(Urgency.MAY_APPEAL, sentence, _("Se vedtaket"), "decisions.read")
