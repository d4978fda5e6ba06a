"""A case with people who may talk about it, and the pages they talk on."""

import html
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select

from app.access import Role
from app.accounts.models import User
from app.applications.models import Application
from app.audit.models import AuditEvent
from app.extensions import db
from app.judging.models import ImpartialityAnswer
from app.mail.models import Mail
from app.review import actions as review
from app.review.queries import results
from tests.decisions.stage import Stage
from tests.world import World

SignIn = Callable[[Any], FlaskClient]
TAG = re.compile(r"<[^>]+>")
ENTRY = re.compile(r'<li class="entry[^"]*" id="m-([^"]+)">(.*?)\n</li>', re.DOTALL)


class Talk:
    """Kari's case in screening; Hanne handles it and Gro approves; Rita reads; Ola is a stranger."""

    def __init__(self, world: World) -> None:
        self.stage = Stage(world)
        self.world, self.at = world, world.at
        self.kari, self.hanne, self.gro = self.stage.kari, self.stage.hanne, self.stage.gro
        self.case = self.stage.in_screening()
        self.rita = world.user(Role.READER, name="Rita Revisor")
        self.ola = world.user(name="Ola Hansen")
        assert results(self.case.id)

    @property
    def path(self) -> str:
        return f"/staff/cases/{self.case.reference}/conversation"

    @property
    def own_path(self) -> str:
        return f"/soknader/{self.case.reference}/meldinger"

    def declare(self, person: User, application: Application | None = None) -> None:
        review.declare(application or self.case, ImpartialityAnswer.IMPARTIAL, None, by=person, at=self.at)
        db.session.commit()

    def mails(self) -> list[tuple[str, str, str]]:
        """(to, subject, body) of what tells of messages, in order of address."""
        found = db.session.scalars(select(Mail).where(Mail.key.startswith("message:")).order_by(Mail.id))
        return [(mail.recipient, mail.subject, mail.body) for mail in found]

    def events(self, kind: str) -> list[dict[str, Any]]:
        found = select(AuditEvent).where(AuditEvent.kind == kind).order_by(AuditEvent.number)
        return [event.fields for event in db.session.scalars(found)]


def words(page: str) -> str:
    return " ".join(html.unescape(TAG.sub(" ", page)).split())


def entries(page: str) -> list[str]:
    """What stands in each entry of the thread, in order."""
    return [words(body) for _id, body in ENTRY.findall(page)]


def ids(page: str) -> list[str]:
    return [found[0] for found in ENTRY.findall(page)]


def day(moment: datetime) -> str:
    return moment.date().isoformat()
