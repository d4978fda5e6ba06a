"""Sending what waits in the outbox: claimed, sent and settled one by one, each in a transaction of its own."""

from datetime import datetime

from app import clock
from app.config import Config, settings
from app.extensions import db, jobs
from app.mail import actions
from app.mail.models import Mail
from app.mail.transport import Postponed, Refused, Transport, Unreachable, compose


@jobs.task
def send_waiting() -> None:
    """Enqueued after every commit that queued a mail; the tick finds what a crash left behind."""
    send_due(clock.now())


def send_due(at: datetime) -> int:
    """Send every mail that is due, and return how many were sent.

    Without a server the demonstration shows its mails on a page and counts them as sent; elsewhere they wait.
    When the server is down the run stops: the mails behind the first are left as they were.
    """
    config = settings()
    if not config.smtp_host and not config.demo:
        return 0
    sent = 0
    with Transport(config) as transport:
        while (mail := actions.claim_next(at)) is not None:
            error = _try(mail, transport, config, at)
            if error is None:
                actions.mark_sent(mail, at, keep_secrets=config.demo)
                sent += 1
            else:
                actions.mark_not_sent(mail, str(error), at, is_final=isinstance(error, Refused))
            db.session.commit()
            if isinstance(error, Unreachable):
                break
    db.session.rollback()  # the look that found nothing more
    return sent


def _try(mail: Mail, transport: Transport, config: Config, at: datetime) -> Exception | None:
    """What went wrong, or None. The claim is committed first: nothing is locked while the server takes its time."""
    try:
        message = compose(mail, config.mail_from, config.service_name, at)
        db.session.commit()
        if config.smtp_host:
            transport.send(message)
    except (Refused, Postponed, Unreachable) as error:
        return error
    return None
