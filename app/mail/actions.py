"""Queueing e-mails, claiming those that are due, and saying how it went. Nothing here sends or commits."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from app.extensions import db
from app.mail.models import Mail, MailStatus
from app.policy import NotNow

LEASE = timedelta(minutes=10)
"""How long a claimed mail is left alone: a worker that died in the middle loses it no longer than this."""

DELAYS = (
    *(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60)),
    *[timedelta(hours=6)] * 12,
)
"""The wait after each failed attempt; after the last of them (three days) the mail has failed."""

Reaction = Callable[[Mail, datetime], None]
_reactions: list[Reaction] = []


def when_done(reaction: Reaction) -> Reaction:
    """Have `reaction(mail, at)` run in the same transaction when a mail is sent or has failed for good."""
    _reactions.append(reaction)
    return reaction


@dataclass(frozen=True)
class Draft:
    """An e-mail before it is in the outbox. `case` is a public reference.

    `is_secret`: the body holds a one-time link, and is removed once it is sent.
    """

    key: str
    recipient: str
    subject: str
    body: str
    case: str | None = None
    is_secret: bool = False


def queue_all(drafts: Sequence[Draft], at: datetime) -> list[Mail]:
    """Put many e-mails in the outbox, in the same number of statements as one. Known keys give their known rows."""
    if not drafts:
        return []
    rows = [
        {
            "key": draft.key,
            "recipient": draft.recipient,
            "subject": " ".join(draft.subject.split())[: Mail.SUBJECT_LENGTH],
            "body": draft.body,
            "case_reference": draft.case,
            "is_secret": draft.is_secret,
            "queued_at": at,
            "next_attempt_at": at,
        }
        for draft in drafts
    ]
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    db.session.execute(insert(Mail).on_conflict_do_nothing(), rows)
    keys = [draft.key for draft in drafts]
    mails = {mail.key: mail for mail in db.session.scalars(select(Mail).where(Mail.key.in_(keys)))}
    return [mails[key] for key in keys]


def queue(
    key: str,
    recipient: str,
    subject: str,
    body: str,
    at: datetime,
    case: str | None = None,
    *,
    is_secret: bool = False,
) -> Mail:
    """Put an e-mail in the outbox. The same key is queued once and gives the same row. See Draft."""
    return queue_all([Draft(key, recipient, subject, body, case, is_secret)], at)[0]


def claim_next(at: datetime) -> Mail | None:
    """The mail that has waited longest, left alone by every other worker for the length of the lease."""
    mail = db.session.scalars(
        select(Mail)
        .where(Mail.status == MailStatus.QUEUED, Mail.next_attempt_at <= at)
        .order_by(Mail.next_attempt_at, Mail.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).one_or_none()
    if mail is not None:
        mail.attempts += 1
        mail.next_attempt_at = at + LEASE
    return mail


def mark_sent(mail: Mail, at: datetime, *, keep_secrets: bool = False) -> None:
    """`keep_secrets` is for the demonstration, which shows its mails on a page."""
    mail.status = MailStatus.SENT
    mail.sent_at = at
    mail.last_error = None
    if mail.is_secret and not keep_secrets:
        mail.body = ""
    _react(mail, at)


def mark_not_sent(mail: Mail, error: str, at: datetime, *, is_final: bool = False) -> None:
    """Try again later, or give up: when the address is refused for good (`is_final`) or every wait is used."""
    mail.last_error = " ".join(error.split())[: Mail.ERROR_LENGTH]
    if not is_final and mail.attempts <= len(DELAYS):
        mail.next_attempt_at = at + DELAYS[mail.attempts - 1]
        return
    mail.status = MailStatus.FAILED
    _react(mail, at)


def _react(mail: Mail, at: datetime) -> None:
    db.session.flush()
    for reaction in _reactions:
        reaction(mail, at)


def send_again(mail: Mail, at: datetime) -> None:
    """Have a mail that did not arrive tried at once, and all the waits from the start."""
    if mail.status is MailStatus.SENT:
        raise NotNow(_("E-posten er allerede sendt."))
    mail.status = MailStatus.QUEUED
    mail.attempts = 0
    mail.next_attempt_at = at
