"""One SMTP connection, opened when the first e-mail goes out and kept for the rest of them."""

import hashlib
import smtplib
import ssl
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from types import TracebackType

from app.config import Config
from app.mail.models import Mail

TIMEOUT = 20  # seconds


class Refused(Exception):
    """The server will never take this e-mail: the address or the message itself is at fault."""


class Postponed(Exception):
    """The server did not take this e-mail now; others may go through."""


class Unreachable(Exception):
    """No server answers, or it does not let us in: no e-mail can be sent now."""


def compose(mail: Mail, sender: str, service: str, at: datetime) -> EmailMessage:
    """The message as it is sent. The Message-ID comes from the key, so that a repeat is recognised as one.

    Raises Refused for an address that cannot stand in a header.
    """
    number = hashlib.sha256(mail.key.encode()).hexdigest()[:32]
    message = EmailMessage(policy=SMTP)
    try:
        message["From"] = Address(service, addr_spec=sender)
        message["To"] = Address(addr_spec=mail.recipient)
        message["Subject"] = mail.subject
    except (ValueError, HeaderParseError) as error:
        raise Refused(str(error)) from error
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{number}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body, cte="quoted-printable")
    return message


class Transport:
    """`with Transport(config) as transport: transport.send(message)`."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self._connection: smtplib.SMTP | None = None

    def __enter__(self) -> "Transport":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def send(self, message: EmailMessage) -> None:
        """Raises Refused, Postponed or Unreachable, with the server's words."""
        connection = self._connected()
        try:
            connection.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            raise _fault(*next(iter(error.recipients.values()))) from error
        except smtplib.SMTPResponseException as error:
            raise _fault(error.smtp_code, error.smtp_error) from error
        except (smtplib.SMTPServerDisconnected, TimeoutError, ConnectionError) as error:
            self._close()
            raise Unreachable(_words(error)) from error
        except smtplib.SMTPException as error:
            raise Refused(_words(error)) from error

    def _connected(self) -> smtplib.SMTP:
        if self._connection is not None:
            return self._connection
        config = self.config
        try:
            connection = smtplib.SMTP(config.smtp_host, config.smtp_port, timeout=TIMEOUT)
            if config.smtp_starttls:
                connection.starttls(context=ssl.create_default_context())
            if config.smtp_user:
                connection.login(config.smtp_user, config.smtp_password)
        except (OSError, smtplib.SMTPException) as error:
            raise Unreachable(_words(error)) from error
        self._connection = connection
        return connection

    def _close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


def _fault(code: int, text: bytes | str) -> Refused | Postponed:
    """A 5xx answer stands; any other (4xx) may change."""
    words = f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"
    return Refused(words) if code >= 500 else Postponed(words)


def _words(error: Exception) -> str:
    return str(error) or type(error).__name__
