"""Reading the outbox."""

from collections.abc import Sequence

from sqlalchemy import func, select, tuple_

from app.extensions import db
from app.mail.models import Mail, MailStatus

PAGE = 50


def mail(key: str) -> Mail:
    return db.session.scalars(select(Mail).where(Mail.key == key)).one()


def outbox(status: MailStatus | None = None, before: str | None = None) -> Sequence[Mail]:
    """The newest mails, one more than a page; `before` is the key of the last one on the page before this."""
    found = select(Mail).order_by(Mail.queued_at.desc(), Mail.id.desc()).limit(PAGE + 1)
    if status is not None:
        found = found.where(Mail.status == status)
    if before is not None:
        last = mail(before)
        found = found.where(tuple_(Mail.queued_at, Mail.id) < tuple_(last.queued_at, last.id))
    return db.session.scalars(found).all()


def counts() -> dict[MailStatus, int]:
    """How many mails stand in each status."""
    rows = db.session.execute(select(Mail.status, func.count()).group_by(Mail.status))
    return {status: count for status, count in rows}
