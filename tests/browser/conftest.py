"""A real headless Chromium against a real server: web threads, a worker thread and an SMTP server, all in this process
so that they share the stopped clock."""

import os
import socket
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from werkzeug.serving import make_server

from app import create_app
from app.extensions import db
from tests.conftest import settings, wait_for_no_disk
from tests.world import World

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Mailbox:
    """Keeps every message that the SMTP server took."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        self.messages.append(message_from_bytes(envelope.content, EmailMessage, policy=policy.default))
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        return [message for message in self.messages if message["To"] == address]


class Live:
    """The running product: where it answers, its mailbox, and its jobs."""

    def __init__(self, app: Flask, url: str, mailbox: Mailbox) -> None:
        self.app, self.url, self.mailbox = app, url, mailbox

    def session_of(self, key: str) -> Any:
        """The cookie that signing in would give whoever has this session key."""
        serializer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        value = serializer.dumps({"_user_id": key, "_fresh": True})
        return {"name": self.app.config["SESSION_COOKIE_NAME"], "value": value, "url": self.url}

    def work(self) -> None:
        """Let the worker do all that waits, until nothing does."""
        self.app.extensions["jobs"].run_waiting()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def live(database_url: str, tmp_path: Path, at: Any) -> Iterator[Live]:
    port, mailbox = free_port(), Mailbox()
    post_office = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    post_office.start()
    config = settings(
        tmp_path,
        database_url,
        public_url=f"http://127.0.0.1:{port}",
        smtp_host="127.0.0.1",
        smtp_port=post_office.port,
        smtp_starttls=False,
    )
    app = create_app(config)
    wait_for_no_disk(app)
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    with app.app_context():
        yield Live(app, config.public_url, mailbox)
        db.session.remove()
        server.shutdown()
        thread.join()
        server.server_close()
        db.engine.dispose()
    post_office.stop()


@pytest.fixture
def live_world(live: Live, at: Any) -> World:
    return World(at)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    """A page 360 pixels wide."""
    yield from _page(chromium, 360, 740)


@pytest.fixture
def desktop(chromium: Browser) -> Iterator[Page]:
    """A page 1280 pixels wide."""
    yield from _page(chromium, 1280, 900)


def _page(browser: Browser, width: int, height: int) -> Iterator[Page]:
    context: BrowserContext = browser.new_context(viewport={"width": width, "height": height}, locale="nb-NO")
    context.set_default_timeout(10_000)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    expected = ("status of 4", "net::ERR_INTERNET_DISCONNECTED")  # a refusal, and a line that the test cut
    broken = [text for text in complaints if not any(each in text for each in expected)]
    assert broken == []
