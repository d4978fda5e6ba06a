"""A round with three who assess, one who approves and one who reads, and cases as far as a ranking needs them."""

import html
import re
from typing import Any

from flask.testing import FlaskClient

from app.access import Role
from app.accounts.models import User
from app.applications.models import Application, CaseRow, Status
from app.extensions import db
from app.formatting import THIN
from app.review import actions, reckoning
from tests.review.cases import declare, send
from tests.world import World

ROW = re.compile(r'<tr><td class="number ranking__rank"[^>]*>(\d+)</td>(.*?)</tr>', re.DOTALL)
TAGS = re.compile(r"<[^>]+>")


class Panel:
    def __init__(self, world: World) -> None:
        self.world, self.at = world, world.at
        self.round = world.round()
        self.kari = world.user()
        self.ann = world.user(Role.CASE_HANDLER, name="Ann Aas")
        self.bo = world.user(Role.CASE_HANDLER, name="Bo Bakk")
        self.cay = world.user(Role.CASE_HANDLER, name="Cay Ceder")
        self.gro = world.user(Role.APPROVER, name="Gro Gran")
        self.rita = world.user(Role.READER, name="Rita Ro")
        self.count = 0

    def case(self, *sheets: tuple[User, tuple[int | None, ...]], sought: int = 5000, **row: Any) -> Application:
        """A case in review, impartial all three, with these sheets sent in order."""
        self.count += 1
        organisation = self.world.organisation(self.kari, name=f"Forening {self.count}", orgnr=None)
        activity = {"title": f"Kveld {self.count}", "sought_nok": sought}
        made = self.world.application(organisation, self.kari, self.round, activities=[activity])
        declare(made, self.ann, self.bo, self.cay)
        actions.start_screening(made, by=self.ann, at=self.at)
        actions.pass_screening(made, by=self.ann, at=self.at)
        db.session.commit()
        for person, values in sheets:
            send(self.world, made, person, *values)
        if row:
            self.change(made, **row)
        return made

    def change(self, application: Application, **values: Any) -> None:
        for name, value in values.items():
            setattr(application.case_rows[0], name, value)
            if name == "status":
                application.status = value
        db.session.commit()

    def propose(self, *applications: Application) -> None:
        for application in applications:
            self.change(application, status=Status.RECOMMENDED)

    def reckon(self) -> None:
        reckoning.reckon_round(self.round.id, self.at)

    def row(self, application: Application) -> CaseRow:
        db.session.refresh(application.case_rows[0])
        return application.case_rows[0]


class Seen:
    """A fetched ranking: a row is (rank, case number, cells by label)."""

    def __init__(self, client: FlaskClient, address: str = "/staff/ranking") -> None:
        answer = client.get(address)
        assert answer.status_code == 200
        self.raw = answer.text
        self.text = html.unescape(answer.text)
        self.rows = [(int(rank), self._number(rest), self._cells(rest)) for rank, rest in ROW.findall(self.text)]

    @staticmethod
    def _number(rest: str) -> int:
        found = re.search(r'cases/OMB-2026-0*(\d+)\?[^"]*aktivitet=1', rest)
        assert found
        return int(found[1])

    @staticmethod
    def _cells(rest: str) -> dict[str, str]:
        found = re.findall(r'data-label="([^"]+)"[^>]*>(.*?)</td>', rest, re.DOTALL)
        return {label: " ".join(TAGS.sub(" ", cell.replace(THIN, "")).split()) for label, cell in found}

    @property
    def numbers(self) -> list[int]:
        return [number for _rank, number, _cells in self.rows]

    @property
    def ranks(self) -> list[int]:
        return [rank for rank, _number, _cells in self.rows]

    def column(self, label: str) -> list[str]:
        return [cells[label] for _rank, _number, cells in self.rows]

    @property
    def first_below(self) -> int | None:
        """The number of the case just under the line."""
        found = re.search(r'ranking__end"><td[^>]*>Hit rekker.*?</tr>\s*<tr>.*?OMB-2026-0*(\d+)', self.text, re.DOTALL)
        return int(found[1]) if found else None

    @property
    def said(self) -> str:
        return " ".join(TAGS.sub(" ", self.text.partition("<main")[2].partition("</main>")[0]).split())

    def page(self, rel: str) -> str | None:
        found = re.search(rf'rel="{rel}" href="([^"]+)"', self.text)
        return found[1] if found else None


def plain(page: str) -> str:
    """Without what differs from one request to the next."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", page)
