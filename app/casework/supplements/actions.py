"""Ask the applicant for what is missing, and take in the answers. Who acts and when are arguments (domain.md T7-T9)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask_babel import gettext as _

from app.access import SYSTEM, Actor
from app.accounts.models import User, public_id
from app.applications import actions as applications
from app.applications.models import Application, Attachment, Status
from app.applications.workflow import move
from app.audit.actions import record
from app.casework.supplements import letters, policy, queries, workflow
from app.casework.supplements.models import (
    AnswerChannel,
    Supplement,
    SupplementExtension,
    SupplementFile,
    SupplementItem,
    SupplementStatus,
)
from app.casework.supplements.notices import tell
from app.casework.supplements.policy import Asked
from app.clock import local
from app.extensions import db
from app.files.actions import store
from app.files.receiving import examine
from app.formatting import clock_time
from app.letters.actions import issue, notify
from app.letters.models import LetterKind
from app.letters.sectioned import Official
from app.policy import NotComplete
from app.review.actions import run_checks
from app.review.models import CheckCode

MOST_FILES = 5
REMIND_BEFORE = timedelta(days=2)


@dataclass(frozen=True)
class Given:
    """What was typed for one item."""

    answer: str = ""
    has_not: bool = False


@dataclass(frozen=True)
class Sent:
    """A file as it came: its name and its bytes."""

    filename: str
    data: bytes


@dataclass(frozen=True)
class Conflict:
    """An answer that another member changed since the page was read."""

    theirs: str
    by: str
    at: datetime

    @property
    def sentence(self) -> str:
        return str(
            _(
                "%(name)s endret svaret kl. %(time)s mens du skrev: «%(theirs)s». Ditt er ikke lagret ennå. Lagre en "
                "gang til hvis ditt skal gjelde.",
                name=self.by,
                time=clock_time(self.at),
                theirs=self.theirs,
            )
        )


def path(reference: str) -> str:
    """The applicant's page, where the questions are read and answered."""
    return f"/soknader/{reference}/tillegg"


def request(
    application: Application,
    items: Sequence[Asked],
    due_on: date | None,
    *,
    public_url: str,
    by: Actor,
    at: datetime,
) -> Supplement:
    """Send the letter with what is missing, tell of it, and let the case wait. Whoever asks gets the case when nobody
    has it."""
    earlier = queries.of_case(application.id)
    policy.can_request(by, application, earlier, items, due_on, at)
    assert by.actor_id is not None
    assert due_on is not None
    if application.handler_id is None:
        applications.assign(application, db.session.get_one(User, by.actor_id), by=by, at=at)
    number = len(earlier) + 1
    link = public_url + path(application.reference)
    official = Official(by.display_name, _("saksbehandler"))
    content = letters.request(application, items, due_on, link=link, official=official, on=local(at).date())
    reference = application.reference
    letter = issue(kind=LetterKind.SUPPLEMENT, case_reference=reference, version=number, content=content, by=by, at=at)
    notify(letter, queries.addresses(application), at)
    made = Supplement(
        application=application,
        number=number,
        due_on=due_on,
        asked_by_id=by.actor_id,
        asked_by_name=by.display_name,
        asked_at=at,
        letter=letter,
        items=[_item(position, item) for position, item in enumerate(items, start=1)],
    )
    db.session.add(made)
    move(application, Status.SUPPLEMENT, by=by, at=at)
    record("supplement_requested", by=by, at=at, case=reference, number=number, count=len(items), due_on=due_on)
    return made


def _item(position: int, item: Asked) -> SupplementItem:
    return SupplementItem(
        position=position,
        asked=item.asked.strip(),
        why=item.why.strip() or None,
        check_code=CheckCode(item.check) if item.check else None,
        activity_id=item.activity_id,
    )


def save_draft(
    supplement: Supplement, given: Mapping[int, Given], *, revision: int | None, by: Actor, at: datetime
) -> dict[int, Conflict]:
    """Keep what is typed, by the items' positions. What another member changed after `revision` is not overwritten:
    returned, by position. `revision` None overwrites."""
    policy.can_write(by, supplement, at)
    conflicts: dict[int, Conflict] = {}
    for item in supplement.items:
        typed = given.get(item.position)
        if typed is None or not _differs(item, typed):
            continue
        if revision is not None and item.revision > revision and item.saved_by_id != by.actor_id:
            conflicts[item.position] = _conflict(item)
            continue
        _write(item, typed, by, at)
    return conflicts


def _differs(item: SupplementItem, typed: Given) -> bool:
    return (item.answer or "", item.has_not) != (typed.answer, typed.has_not)


def _conflict(item: SupplementItem) -> Conflict:
    assert item.saved_by_name is not None
    assert item.saved_at is not None
    theirs = " ".join(
        part for part in (str(_("Dette har vi ikke.")) if item.has_not else "", item.answer or "") if part
    )
    return Conflict(theirs, item.saved_by_name, item.saved_at)


def _write(item: SupplementItem, typed: Given, by: Actor, at: datetime) -> None:
    supplement = item.supplement
    supplement.revision += 1
    item.answer, item.has_not, item.revision = typed.answer or None, typed.has_not, supplement.revision
    item.saved_by_id, item.saved_by_name, item.saved_at = by.actor_id, by.display_name, at


def attach(item: SupplementItem, sent: Sent, *, by: Actor, at: datetime) -> SupplementFile:
    """Keep a file with the draft of an answer. The same file twice is one. Raises NotComplete with the sentence for
    the item when it is refused."""
    policy.can_write(by, item.supplement, at)
    return _keep_file(item, sent, by, at)


def _keep_file(item: SupplementItem, sent: Sent, by: Actor, at: datetime) -> SupplementFile:
    assert by.actor_id is not None
    try:
        name, kind = examine(sent.filename, sent.data)
    except NotComplete as refusal:
        raise NotComplete(refusal.reason, {f"item-{item.position}": refusal.reason}) from None
    stored = store(sent.data, kind.media_type, at)
    known = next((file for file in item.files if file.sha256 == stored.sha256), None)
    if known is not None:
        return known
    if len(item.files) >= MOST_FILES:
        sentence = str(_("Det er plass til %(most)s filer på hvert punkt.", most=MOST_FILES))
        raise NotComplete(sentence, {f"item-{item.position}": sentence})
    kept = SupplementFile(
        public_id=public_id(), sha256=stored.sha256, filename=name, uploaded_by_id=by.actor_id, uploaded_at=at
    )
    item.files.append(kept)
    return kept


def remove_file(file: SupplementFile, *, by: Actor, at: datetime) -> None:
    """While it is a draft."""
    policy.can_write(by, file.item.supplement, at)
    file.item.files.remove(file)


def answer(supplement: Supplement, *, by: User, at: datetime) -> None:
    """Send the answers as they are saved. They are frozen from now on, and the case goes back to the formal check."""
    policy.can_answer(by, supplement, at)
    _take_in(supplement, AnswerChannel.WEB, by, at, [by.email])


def register_answer(
    supplement: Supplement,
    channel: AnswerChannel,
    given: Mapping[int, Given],
    files: Mapping[int, Sequence[Sent]],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Write down what came by phone, e-mail or post. What the applicant had begun to write and not sent, gives way."""
    policy.can_handle(by, supplement)
    for item in supplement.items:
        item.files.clear()
        _write(item, given.get(item.position, Given()), by, at)
        for sent in files.get(item.position, ()):
            _keep_file(item, sent, by, at)
    policy.can_register(by, supplement)
    _take_in(supplement, channel, by, at, [])


def _take_in(supplement: Supplement, channel: AnswerChannel, by: Actor, at: datetime, more: Sequence[str]) -> None:
    """Close it, keep the files on the application, give a receipt with a copy, and check the application again."""
    application, reference = supplement.application, supplement.application.reference
    supplement.channel = channel
    workflow.close(supplement, SupplementStatus.ANSWERED, by=by, at=at)
    for item in supplement.items:
        for file in item.files:
            file.attachment = _attachment(application, file)
    official = Official(supplement.asked_by_name, _("saksbehandler"))
    receipt = issue(
        kind=LetterKind.SUPPLEMENT_RECEIPT,
        case_reference=reference,
        version=supplement.number,
        content=letters.receipt(supplement, official=official, at=at),
        by=by,
        at=at,
    )
    notify(receipt, [*queries.addresses(application), *more], at)
    record("supplement_answered", by=by, at=at, case=reference, number=supplement.number, channel=channel.value)
    db.session.flush()
    run_checks(application, at)


def _attachment(application: Application, file: SupplementFile) -> Attachment:
    made = Attachment(
        public_id=public_id(),
        sha256=file.sha256,
        filename=file.filename,
        uploaded_by_id=file.uploaded_by_id,
        uploaded_at=file.uploaded_at,
    )
    application.attachments.append(made)
    return made


def extend(supplement: Supplement, due_on: date | None, reason: str, *, by: Actor, at: datetime) -> None:
    """More time, with the reason kept."""
    policy.can_extend(by, supplement, due_on, reason, at)
    assert by.actor_id is not None
    assert due_on is not None
    supplement.extensions.append(
        SupplementExtension(
            due_before=supplement.due_on,
            due_on=due_on,
            reason=reason.strip(),
            given_by_id=by.actor_id,
            given_by_name=by.display_name,
            given_at=at,
        )
    )
    supplement.due_on = due_on
    tell("extended", [supplement], at)
    _record("supplement_extended", supplement, by, at, due_on=due_on)


def end(supplement: Supplement, reason: str, *, by: Actor, at: datetime) -> None:
    """Stop waiting: the case goes on as it is."""
    policy.can_end(by, supplement, reason)
    supplement.end_reason = reason.strip()
    workflow.close(supplement, SupplementStatus.ENDED, by=by, at=at)
    tell("ended", [supplement], at)
    _record("supplement_ended", supplement, by, at)


def remind_due(at: datetime) -> int:
    """Two days before the last day, once for each deadline. Returns how many (at most a hundred)."""
    today = local(at).date()
    found = queries.to_remind(today, today + REMIND_BEFORE)
    for supplement in found:
        supplement.reminded_of = supplement.due_on
        _record("supplement_reminded", supplement, SYSTEM, at, due_on=supplement.due_on)
    tell("reminder", found, at)
    return len(found)


def expire_due(at: datetime) -> int:
    """From the day after the last day the case goes on as it is. Returns how many (at most a hundred)."""
    found = queries.run_out(local(at).date())
    for supplement in found:
        workflow.close(supplement, SupplementStatus.EXPIRED, by=SYSTEM, at=at)
        _record("supplement_expired", supplement, SYSTEM, at)
    tell("expired", found, at)
    return len(found)


def _record(kind: str, supplement: Supplement, by: Actor, at: datetime, **fields: object) -> None:
    record(kind, by=by, at=at, case=supplement.application.reference, number=supplement.number, **fields)


def newest_answered_on(application_id: int) -> date | None:
    """The day that the newest answers came, for the decision that builds on them."""
    return queries.answered_on([application_id]).get(application_id)
