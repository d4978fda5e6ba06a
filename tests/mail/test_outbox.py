"""The administrator's page of e-mails."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.access import Role
from app.extensions import db
from app.mail import actions
from app.mail.models import Mail, MailStatus
from tests.conftest import MORNING
from tests.counting import statements
from tests.world import World

SignIn = Callable[[Any], FlaskClient]
BODY = "Les her: http://localhost/lenke/abc <script>alert(1)</script>"


@pytest.fixture
def administrator(sign_in: SignIn, world: World) -> FlaskClient:
    return sign_in(world.user(Role.ADMINISTRATOR))


def queue(key: str, minutes: int = 0) -> Mail:
    at = MORNING + timedelta(minutes=minutes)
    mail = actions.queue(key, f"{key}@ombruk.example", f"Brev {key}", BODY, at, "OMB-2026-0001")
    db.session.commit()
    return mail


def test_status_attempts_and_error_are_shown_without_the_body(administrator: FlaskClient) -> None:
    actions.mark_not_sent(_claimed("kari"), "550 no such user", MORNING, is_final=True)
    db.session.commit()
    page = administrator.get("/staff/mail").text
    for text in ("Kom ikke fram", "Brev kari", "kari@ombruk.example", "OMB-2026-0001", "1 forsøk", "550 no such user"):
        assert text in page
    assert "Les her" not in page


def _claimed(key: str) -> Mail:
    queue(key)
    mail = actions.claim_next(MORNING)
    assert mail is not None
    return mail


def test_the_demonstration_shows_bodies_with_their_links(administrator: FlaskClient) -> None:
    queue("kari")
    administrator.application.config["DEMO"] = True
    page = administrator.get("/staff/mail").text
    assert '<a href="http://localhost/lenke/abc"' in page
    assert "<script>alert" not in page


def test_a_mail_that_failed_is_sent_again(administrator: FlaskClient) -> None:
    mail = _claimed("kari")
    actions.mark_not_sent(mail, "550 no such user", MORNING, is_final=True)
    db.session.commit()
    assert administrator.post("/staff/mail/again", data={"key": "kari"}).status_code == 302
    db.session.refresh(mail)
    assert (mail.status, mail.attempts, mail.next_attempt_at) == (MailStatus.QUEUED, 0, MORNING)


def test_a_mail_that_is_sent_is_not_sent_again(administrator: FlaskClient) -> None:
    actions.mark_sent(_claimed("kari"), MORNING)
    db.session.commit()
    answer = administrator.post("/staff/mail/again", data={"key": "kari"})
    assert (answer.status_code, "E-posten er allerede sendt." in answer.text) == (409, True)
    assert administrator.post("/staff/mail/again", data={"key": "nobody"}).status_code == 404


def test_the_list_is_paged_and_filtered_with_few_queries(administrator: FlaskClient) -> None:
    actions.mark_sent(_claimed("first"), MORNING)
    for n in range(55):
        actions.queue(f"k{n:02}", "kari@ombruk.example", f"Brev {n:02}", BODY, MORNING)
    db.session.commit()
    db.session.remove()
    with statements() as seen:
        page = administrator.get("/staff/mail").text
    assert len(seen) == 3
    assert (page.count('class="mails__mail"'), "Brev 54" in page, "Brev 04" in page) == (50, True, False)
    assert administrator.get("/staff/mail?before=k05").text.count('class="mails__mail"') == 6
    assert administrator.get("/staff/mail?status=sent").text.count('class="mails__mail"') == 1
    assert administrator.get("/staff/mail?before=nobody").status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_else_reads_the_outbox(sign_in: SignIn, world: World, role: Role) -> None:
    assert sign_in(world.user(role)).get("/staff/mail").status_code == 403
