"""What is done with an appeal once it has come: taken, weighed, proposed, approved, forwarded, answered, withdrawn.

Every act locks the appeal by its query, so that two who act at once come one after the other. A letter is decided on
in the same transaction (AppealLetter), and printed by the worker.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _

from app.accounts.models import User
from app.applications.letters import recipients
from app.applications.models import Application
from app.audit.actions import record
from app.clock import local
from app.decisions.appeals import letters as appeal_letters
from app.decisions.appeals import policy as appeal_policy
from app.decisions.appeals import queries as appeal_queries
from app.decisions.appeals import reversal as appeal_reversal
from app.decisions.appeals.letters import Signer
from app.decisions.appeals.models import (
    AppealAnswer,
    AppealComment,
    AppealHandling,
    AppealLetter,
    AppealResult,
    AppealStatement,
    AppealStatus,
    StatementKind,
)
from app.decisions.appeals.receiving import Enclosure
from app.decisions.appeals.standing import involved
from app.decisions.appeals.workflow import comments_due, move
from app.extensions import db
from app.files.actions import store
from app.letters import blocks
from app.letters.sectioned import SectionedContent
from app.mail.actions import queue
from app.policy import NotComplete

S = AppealStatus
EVENTS = {
    StatementKind.DISMISSAL: "appeal_dismissal_prepared",
    StatementKind.FORWARDING: "appeal_upheld",
}
MAY_UPHOLD = (S.UNDER_REVIEW, S.REVERSED_PARTLY)
MADE = {StatementKind.DISMISSAL: S.DISMISSAL_PREPARED, StatementKind.FORWARDING: S.UPHELD}


def _case(handling: AppealHandling) -> Application:
    return handling.appeal.decision.application


def _note(handling: AppealHandling, event: str, by: User, at: datetime) -> None:
    record(event, by=by, at=at, case=_case(handling).reference, number=handling.appeal.number)


# --- who handles it --------------------------------------------------------------------------------------------------


def take(handling: AppealHandling, *, by: User, at: datetime) -> None:
    """One handler takes it. What came in time goes under review; what came late is assessed first."""
    appeal_policy.can_take(by, handling, involved(handling, by))
    handling.handler_id, handling.handler_name, handling.taken_at = by.id, by.name, at
    if handling.status is S.RECEIVED:
        move(handling, S.UNDER_REVIEW, "appeal_taken", by=by, at=at, reference=_case(handling).reference)
    else:
        _note(handling, "appeal_taken", by, at)


def give_up(handling: AppealHandling, *, by: User, at: datetime) -> None:
    """Back to those who have no handler: somebody is ill, leaves or turns out to be disqualified."""
    appeal_policy.can_give_up(by, handling)
    handling.handler_id = handling.handler_name = handling.taken_at = None
    if handling.status is S.UNDER_REVIEW and handling.appeal.in_time:
        move(handling, S.RECEIVED, "appeal_given_up", by=by, at=at, reference=_case(handling).reference)
    else:
        _note(handling, "appeal_given_up", by, at)


def mark_disputed(handling: AppealHandling, *, disputes_grant: bool, by: User) -> None:
    """Whether the party contests also what was granted, so that nothing of it may be paid meanwhile."""
    appeal_policy.is_handler(by, _case(handling))
    handling.disputes_grant = disputes_grant


# --- late ------------------------------------------------------------------------------------------------------------


def take_up_late(handling: AppealHandling, reason: str, *, by: User, at: datetime) -> None:
    """A late appeal is considered all the same, with the reason, never after a year (fvl § 31)."""
    appeal_policy.can_take_up(by, handling, involved(handling, by), local(at).date())
    handling.taken_up_reason = reason
    move(handling, S.UNDER_REVIEW, "late_appeal_taken_up", by=by, at=at, reference=_case(handling).reference)


def take_up_dismissed(handling: AppealHandling, *, by: User, at: datetime) -> AppealHandling:
    """`handling` is an appeal of a dismissal, and is right: the dismissed appeal is considered after all."""
    appeal_policy.can_work(by, handling, involved(handling, by), S.UNDER_REVIEW, S.DECIDED)
    appeal_policy.is_about_dismissal(handling)
    assert handling.about_id is not None
    reference = _case(handling).reference
    before = appeal_queries.by_id(handling.about_id)
    before.taken_up_reason = str(_("Avvisningen ble endret etter klage %(number)s.", number=handling.appeal.number))
    before.handler_id, before.handler_name, before.taken_at = by.id, by.name, at
    move(before, S.UNDER_REVIEW, "late_appeal_taken_up", by=by, at=at, reference=reference)
    if handling.status is S.DECIDED:
        move(handling, S.CLOSED, "appeal_closed", by=by, at=at, reference=reference)
    else:
        handling.grants_all = True
        move(handling, S.REVERSED_FULLY, "appeal_reversed", by=by, at=at, reference=reference)
    return before


# --- proposals that another person approves --------------------------------------------------------------------------


@dataclass(frozen=True)
class Draft:
    """What a handler writes: what the party says in short, the assessment, and what is sent to the appeal body."""

    kind: StatementKind
    grounds: str
    assessment: str
    documents: Sequence[str] = ()


def propose(handling: AppealHandling, draft: Draft, *, by: User, at: datetime) -> AppealStatement:
    """Propose not to take up a late appeal, or to stand by the decision and forward. Another person approves."""
    is_dismissal = draft.kind is StatementKind.DISMISSAL
    statuses = (S.LATE,) if is_dismissal else MAY_UPHOLD
    appeal_policy.can_work(by, handling, involved(handling, by), *statuses)
    if not is_dismissal and not draft.documents:
        missing = {"documents": _("Skriv hvilke dokumenter klageinstansen får.")}
        raise NotComplete(_("Vurderingen er ikke sendt. Noe mangler."), missing)
    made = AppealStatement(
        number=len(handling.statements) + 1,
        kind=draft.kind,
        grounds=draft.grounds,
        assessment=draft.assessment,
        documents=list(draft.documents),
        prepared_by_id=by.id,
        prepared_by_name=by.name,
        prepared_at=at,
    )
    handling.statements.append(made)
    move(
        handling,
        MADE[draft.kind],
        EVENTS[draft.kind],
        by=by,
        at=at,
        reference=_case(handling).reference,
        statement=made.number,
    )
    return made


def send_back(handling: AppealHandling, comment: str, *, by: User, at: datetime) -> None:
    """The approver wants something changed and says what."""
    statement = handling.newest_statement
    appeal_policy.can_approve(by, handling, statement, involved(handling, by))
    assert statement is not None
    statement.returned_by_name, statement.returned_at, statement.return_comment = by.name, at, comment
    move(
        handling,
        _before(handling, statement),
        "appeal_statement_returned",
        by=by,
        at=at,
        reference=_case(handling).reference,
        statement=statement.number,
    )


def _before(handling: AppealHandling, statement: AppealStatement) -> AppealStatus:
    if statement.kind is StatementKind.DISMISSAL:
        return S.LATE
    return S.REVERSED_PARTLY if handling.grants_all is False else S.UNDER_REVIEW


def approve(handling: AppealHandling, public_url: str, *, by: User, at: datetime) -> AppealLetter:
    """The proposal holds: the appeal is dismissed, or forwarded with a copy to the party, who may comment by a day.

    Raises NotComplete, naming the block, when the letter lacks what the law demands.
    """
    statement = handling.newest_statement
    appeal_policy.can_approve(by, handling, statement, involved(handling, by))
    assert statement is not None
    content = letter_of(handling, statement, Signer(by.name, by.title), at, public_url)
    statement.approved_by_id, statement.approved_by_name, statement.approved_at = by.id, by.name, at
    reference, number = _case(handling).reference, statement.number
    if statement.kind is StatementKind.DISMISSAL:
        move(handling, S.DISMISSED, "appeal_dismissed", by=by, at=at, reference=reference, statement=number)
    else:
        handling.forwarded_at, handling.comments_due = at, comments_due(at)
        move(handling, S.FORWARDED, "appeal_forwarded", by=by, at=at, reference=reference, statement=number)
    return _want(handling, content, at)


def letter_of(
    handling: AppealHandling, statement: AppealStatement, approver: Signer, at: datetime, public_url: str
) -> SectionedContent:
    """The letter as it would go out now."""
    on = local(at).date()
    if statement.kind is StatementKind.DISMISSAL:
        return appeal_letters.dismissal(handling.appeal, statement, handling.calculation, approver, on, public_url)
    return appeal_letters.forwarding(handling, statement, approver, on, comments_due(at), public_url)


def _want(handling: AppealHandling, content: SectionedContent, at: datetime) -> AppealLetter:
    """Have the worker print it; what it says is decided here."""
    blocks.check(content)
    made = AppealLetter(
        kind=content.kind,
        content=content.to_dict(),
        recipients=recipients(_case(handling)),
        wanted_at=at,
    )
    handling.letters.append(made)
    db.session.flush()
    return made


# --- the appeal body -------------------------------------------------------------------------------------------------


def comment(handling: AppealHandling, text: str, *, by: User, at: datetime) -> AppealComment:
    """The party comments on what was forwarded. The same text sent twice is one comment."""
    appeal_policy.can_comment(by, handling)
    for known in handling.comments:
        if known.text == text and known.sent_by_id == by.id:
            return known
    made = AppealComment(text=text, sent_by_id=by.id, sent_by_name=by.name, sent_at=at)
    handling.comments.append(made)
    _note(handling, "appeal_commented", by, at)
    return made


def pass_on_comments(handling: AppealHandling, *, by: User, at: datetime) -> None:
    """The appeal body has got what the party said."""
    appeal_policy.is_handler(by, _case(handling))
    waiting = [one for one in handling.comments if one.passed_on_at is None]
    for one in waiting:
        one.passed_on_at = at
    if waiting:
        _note(handling, "appeal_comments_passed_on", by, at)


@dataclass(frozen=True)
class Decided:
    """What the appeal body decided, as it stands in its letter."""

    result: AppealResult
    decided_on: date
    outcome: str
    reasons: str
    is_worse: bool = False
    warned_on: date | None = None


def answer(
    handling: AppealHandling, said: Decided, letter: Enclosure | None, public_url: str, *, by: User, at: datetime
) -> AppealLetter:
    """Register the appeal body's decision, once, and have the party told. What it changed or set aside is then decided
    anew (appeal_reversal); the rest is closed."""
    appeal_policy.can_answer(by, handling)
    appeal_policy.answer_holds(handling, said.result, said.decided_on, local(at).date(), worse=said.is_worse)
    made = AppealAnswer(
        **said.__dict__,
        file_sha256=store(letter.data, letter.media_type, at).sha256 if letter else None,
        filename=letter.filename if letter else None,
        registered_by_id=by.id,
        registered_by_name=by.name,
        registered_at=at,
    )
    handling.answer = made
    again = said.result in {AppealResult.CHANGED, AppealResult.SET_ASIDE}
    to = S.DECIDED if again else S.CLOSED
    reference = _case(handling).reference
    move(handling, to, "appeal_answered", by=by, at=at, reference=reference, result=said.result)
    if not again:
        _note(handling, "appeal_closed", by, at)
    content = appeal_letters.result(handling.appeal, made, Signer(by.name, by.title), local(at).date(), public_url)
    return _want(handling, content, at)


# --- the end ---------------------------------------------------------------------------------------------------------


def close(handling: AppealHandling, *, by: User, at: datetime) -> None:
    """Nothing is left: the party is content with what it got, or the decision was made anew meanwhile."""
    newest = appeal_queries.newest_released(_case(handling).id)
    appeal_policy.can_close(by, handling, involved(handling, by), newest)
    move(handling, S.CLOSED, "appeal_closed", by=by, at=at, reference=_case(handling).reference)


def withdraw(handling: AppealHandling, *, by: User, at: datetime) -> None:
    """The party withdraws it, or a handler does on its word in writing. Confirmed by e-mail."""
    appeal_policy.can_withdraw(by, handling)
    if handling.status is S.REVERSAL_PREPARED:
        appeal_reversal.drop(handling, by=by, at=at)
    move(handling, S.WITHDRAWN, "appeal_withdrawn", by=by, at=at, reference=_case(handling).reference)
    _confirm_withdrawal(handling, by, at)


def _confirm_withdrawal(handling: AppealHandling, by: User, at: datetime) -> None:
    application = _case(handling)
    values = {"reference": application.reference, "unit": application.round.owner_unit}
    subject = _("Klagen i sak %(reference)s er trukket", **values)
    body = _(
        "Hei!\n\nKlagen deres i sak %(reference)s er trukket. Vedtaket står som det er.\n\n"
        "Er dette feil, må dere ta kontakt med oss med en gang.\n\nVennlig hilsen\n%(unit)s\n",
        **values,
    )
    for address in recipients(application):
        key = f"appeal-withdrawn:{handling.appeal.public_id}:{address}"[:120]
        queue(key, address, subject, body, at, application.reference)


def tell_body(handling: AppealHandling, *, by: User, at: datetime) -> None:
    """The appeal body knows that the appeal was withdrawn after it was forwarded."""
    appeal_policy.is_handler(by, _case(handling))
    if handling.status is S.WITHDRAWN and handling.forwarded_at is not None and handling.body_told_at is None:
        handling.body_told_at = at
        _note(handling, "appeal_body_told", by, at)
