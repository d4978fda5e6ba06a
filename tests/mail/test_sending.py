"""The outbox and a real SMTP server: nothing is lost, nothing sent twice, and a server that is down is waited for."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from sqlalchemy import select

from app.extensions import db, jobs
from app.mail import actions
from app.mail.jobs import send_due, send_waiting
from app.mail.models import Mail, MailStatus
from tests.conftest import MORNING

BODY = "Hei!\n\nVedtaket er klart: http://localhost/min-side?a=1&b=2\n\nÆØÅ og æøå – «fint».\n"


class Server:
    """An SMTP server on this machine that keeps what it gets, and refuses whom it is told to."""

    def __init__(self) -> None:
        self.got: list[EmailMessage] = []
        self.refuses: dict[str, str] = {}

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        message = message_from_bytes(envelope.content, policy=default)
        assert isinstance(message, EmailMessage)
        self.got.append(message)
        return "250 OK"


@contextmanager
def running(server: Server, app: Flask, port: int = 0) -> Iterator[int]:
    """The server, with the app told where it is. Gives the port."""
    port = port or free_port()
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    point_at(app, port)
    try:
        yield port
    finally:
        controller.stop()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def point_at(app: Flask, port: int) -> None:
    app.config["OMBRUK"] = replace(
        app.config["OMBRUK"],
        smtp_host="127.0.0.1",
        smtp_port=port,
        smtp_starttls=False,
        mail_from="ombruk@oslo.example",
    )


@pytest.fixture
def server() -> Server:
    return Server()


def queue(key: str = "notice:1", recipient: str = "kari@ombruk.example", **more: Any) -> Mail:
    mail = actions.queue(key, recipient, "Svar på søknaden: æøå", BODY, MORNING, "OMB-2026-0001", **more)
    db.session.commit()
    return mail


def test_a_mail_arrives_as_it_was_written(app: Flask, server: Server) -> None:
    mail = queue()
    with running(server, app):
        assert send_due(MORNING) == 1
    [got] = server.got
    assert (got["To"], got["From"]) == ("kari@ombruk.example", "Ombruk <ombruk@oslo.example>")
    assert (got["Subject"], got["Auto-Submitted"]) == ("Svar på søknaden: æøå", "auto-generated")
    assert got["Date"].datetime == MORNING
    assert got.get_content().replace("\r\n", "\n") == BODY
    assert got.get_content_charset() == "utf-8"
    db.session.refresh(mail)
    assert (mail.status, mail.sent_at, mail.attempts) == (MailStatus.SENT, MORNING, 1)


def test_a_sent_mail_is_not_sent_again(app: Flask, server: Server) -> None:
    queue()
    with running(server, app):
        assert [send_due(MORNING), send_due(MORNING + timedelta(days=1))] == [1, 0]
    assert len(server.got) == 1


def test_the_same_key_is_queued_once(app: Flask) -> None:
    first = queue()
    assert queue(recipient="somebody.else@ombruk.example") is first
    assert db.session.scalars(select(Mail.recipient)).all() == ["kari@ombruk.example"]


def test_a_repeat_is_recognised_by_its_message_id(app: Flask, server: Server) -> None:
    """A worker that died after sending and before saying so: the lease runs out, and the mail goes once more."""
    mail = queue()
    assert actions.claim_next(MORNING) is not None
    db.session.commit()
    with running(server, app):
        assert send_due(MORNING + timedelta(minutes=9)) == 0
        assert send_due(MORNING + timedelta(minutes=10)) == 1
        mail.status, mail.sent_at = MailStatus.QUEUED, None
        db.session.commit()
        assert send_due(MORNING + timedelta(hours=1)) == 1
    first, second = server.got
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Message-ID"].endswith("@oslo.example>")


def test_a_claimed_mail_is_left_alone_by_others(app: Flask) -> None:
    queue()
    assert actions.claim_next(MORNING) is not None
    db.session.commit()
    assert actions.claim_next(MORNING) is None
    db.session.rollback()


def test_a_server_that_is_down_loses_nothing(app: Flask, server: Server) -> None:
    """Down: the first is tried and waits, the other is left as it was. Up again: both arrive."""
    first, second = queue("notice:1"), queue("notice:2")
    with running(server, app) as port:
        pass
    assert send_due(MORNING) == 0
    db.session.refresh(first)
    db.session.refresh(second)
    assert (first.status, first.attempts, second.attempts) == (MailStatus.QUEUED, 1, 0)
    assert first.last_error is not None
    assert "refused" in first.last_error
    assert first.next_attempt_at == MORNING + timedelta(minutes=1)
    with running(server, app, port):
        assert send_due(MORNING + timedelta(minutes=1)) == 2
    assert len(server.got) == 2
    db.session.refresh(first)
    assert (first.status, first.attempts, first.last_error) == (MailStatus.SENT, 2, None)


def test_the_waits_grow_until_it_has_failed(app: Flask, server: Server) -> None:
    mail = queue()
    server.refuses[mail.recipient] = "451 try later"
    at, waits = MORNING, []
    with running(server, app):
        while mail.status is MailStatus.QUEUED:
            send_due(at)
            db.session.refresh(mail)
            waits.append(mail.next_attempt_at - at)
            at = mail.next_attempt_at
    minutes = [wait.total_seconds() / 60 for wait in waits]
    assert minutes[:4] == [1, 5, 15, 60]
    assert minutes[4:-1] == [360] * 12
    assert (mail.status, mail.last_error) == (MailStatus.FAILED, "451 try later")


def test_an_address_that_does_not_exist_fails_at_once_and_stops_nobody(app: Flask, server: Server) -> None:
    gone, other = queue("notice:1", "gone@ombruk.example"), queue("notice:2")
    server.refuses["gone@ombruk.example"] = "550 no such user"
    with running(server, app):
        assert send_due(MORNING) == 1
    db.session.refresh(gone)
    db.session.refresh(other)
    assert (gone.status, gone.last_error) == (MailStatus.FAILED, "550 no such user")
    assert other.status is MailStatus.SENT


@pytest.mark.parametrize("recipient", ["kari@ombruk.example\nBcc: x@example.com", "no address", "kåri@ombruk.example"])
def test_an_address_that_cannot_be_written_fails_and_stops_nobody(app: Flask, server: Server, recipient: str) -> None:
    bad, good = queue("notice:1", recipient), queue("notice:2")
    with running(server, app):
        send_due(MORNING)
    db.session.refresh(bad)
    db.session.refresh(good)
    assert good.status is MailStatus.SENT
    assert [message["Bcc"] for message in server.got] == [None] * len(server.got)


def test_a_subject_stays_on_one_line(app: Flask) -> None:
    mail = actions.queue("k", "kari@ombruk.example", "Svar\r\nBcc: x@example.com", BODY, MORNING)
    db.session.commit()
    assert mail.subject == "Svar Bcc: x@example.com"


def test_without_a_server_mails_wait(app: Flask) -> None:
    mail = queue()
    assert send_due(MORNING) == 0
    db.session.refresh(mail)
    assert (mail.status, mail.attempts) == (MailStatus.QUEUED, 0)


def test_the_demonstration_needs_no_server(app: Flask) -> None:
    app.config["OMBRUK"] = replace(app.config["OMBRUK"], demo=True)
    mail = queue(is_secret=True)
    assert send_due(MORNING) == 1
    db.session.refresh(mail)
    assert (mail.status, mail.body) == (MailStatus.SENT, BODY)


def test_a_one_time_link_does_not_stay_in_the_outbox(app: Flask, server: Server) -> None:
    secret, plain = queue("link:1", is_secret=True), queue("notice:1")
    with running(server, app):
        assert send_due(MORNING) == 2
    assert [message.get_content().replace("\r\n", "\n") for message in server.got] == [BODY, BODY]
    db.session.refresh(secret)
    db.session.refresh(plain)
    assert (secret.body, plain.body) == ("", BODY)


def test_the_job_sends_what_waits(app: Flask, server: Server) -> None:
    queue()
    with running(server, app):
        send_waiting.enqueue()
        assert app.extensions["jobs"].run_waiting() == 1
    assert len(server.got) == 1
    assert send_waiting.name in jobs.registered


def test_another_room_hears_how_it_went_in_the_same_transaction(app: Flask, server: Server) -> None:
    heard: list[tuple[str, MailStatus, datetime]] = []

    @actions.when_done
    def listen(mail: Mail, at: datetime) -> None:
        heard.append((mail.key, mail.status, at))

    server.refuses["gone@ombruk.example"] = "550 no such user"
    server.refuses["slow@ombruk.example"] = "451 try later"
    for key, who in (("a", "kari"), ("b", "gone"), ("c", "slow")):
        queue(key, f"{who}@ombruk.example")
    try:
        with running(server, app):
            send_due(MORNING)
    finally:
        actions._reactions.remove(listen)
    assert heard == [("a", MailStatus.SENT, MORNING), ("b", MailStatus.FAILED, MORNING)]
