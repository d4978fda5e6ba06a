"""The work list as a person sees it: its rows, its sums and its links, read from the page; and cases to fill it."""

import html
import re
from typing import Any

from flask.testing import FlaskClient

from app.access import Role
from app.accounts.models import User
from app.applications.models import Application, CaseRow
from app.extensions import db
from tests.world import World

ROW = re.compile(r'<td class="cases__ref"><a href="([^"]+)"><span class="sr-only">([^<]*)</span>([^<]*)</a>')
TAGS = re.compile(r"<[^>]+>")


class Listed:
    """A fetched list."""

    def __init__(self, client: FlaskClient, address: str) -> None:
        answer = client.get(address)
        assert answer.status_code == 200
        self.text = html.unescape(answer.text)

    @property
    def links(self) -> list[str]:
        return [found[0] for found in ROW.findall(self.text)]

    @property
    def rows(self) -> list[str]:
        """«1» for the first activity of OMB-2026-0001, «1.2» for its second."""
        found = [re.search(r"cases/.*-0*(\d+)\?.*aktivitet=(\d+)", link) for link in self.links]
        return [f"{one[1]}.{one[2]}".removesuffix(".1") for one in found if one]

    @property
    def summary(self) -> str:
        found = re.search(r'class="list-summary__hits" role="status">(.*?)</p>', self.text, re.DOTALL)
        assert found
        return " ".join(TAGS.sub("", found[1]).replace("\N{NARROW NO-BREAK SPACE}", "").split())

    @property
    def headings(self) -> list[str]:
        return [TAGS.sub("", found).strip() for found in re.findall(r"<th scope=\"col\"[^>]*>(.*?)</th>", self.text)]

    @property
    def chips(self) -> dict[str, str]:
        """What is chosen → the list without it."""
        found = re.findall(r'<a class="chip" href="([^"]+)"><span class="sr-only">Fjern </span>([^<]+)<', self.text)
        return {label: url for url, label in found}

    def cells(self, label: str) -> list[str]:
        found = re.findall(rf'data-label="{label}"[^>]*>(.*?)</td>', self.text)
        return [TAGS.sub("", re.sub(r"<span aria-hidden.*?</span>", "", cell)).strip() for cell in found]

    def page(self, rel: str) -> str | None:
        found = re.search(rf'rel="{rel}" href="([^"]+)"', self.text)
        return found[1] if found else None


class Cases:
    """A round with people and cases, made as pages make them, and then moved by hand to what a list must sort."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.round = world.round()
        self.kari = world.user()
        self.hanne = world.user(Role.CASE_HANDLER, name="Hanne Holm")
        self.per = world.user(Role.CASE_HANDLER, name="Per Persen")
        self.reader = world.user(Role.READER, name="Rita Revisor")
        self.count = 0

    def case(self, *activities: dict[str, Any], name: str = "", **row: Any) -> Application:
        """A sent case of an organisation of its own; `row` are changes to its rows in the list."""
        self.count += 1
        organisation = self.world.organisation(self.kari, name=name or f"Forening {self.count}", orgnr=None)
        titles = list(activities or [{"title": f"Kveld {self.count}"}])
        made = self.world.application(organisation, self.kari, self.round, activities=titles)
        if row:
            change(made, **row)
        return made


def change(application: Application, *, activity: int = 1, **values: Any) -> CaseRow:
    """Set columns of one row, and the status or handler of its case too."""
    row = application.case_rows[activity - 1]
    for name, value in values.items():
        setattr(row, name, value)
        if name in {"status", "handler_id"}:
            setattr(application, name, value)
    db.session.commit()
    return row


def handled_by(user: User) -> dict[str, Any]:
    return {"handler_id": user.id}
