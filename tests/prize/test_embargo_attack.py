"""Nobody outside the jury and its secretariat can tell who wins (offentleglova § 26 second paragraph).

One database is taken to the jury's meeting and copied. In each copy another project wins, and both go all the way
through draw, ranking, statement, minutes and seal. Then everybody who is not of the jury asks both for everything there
is, and every answer must be the same, byte for byte: pages, files, exports, errors, headers, redirects, the number of
statements, the log, the queue of jobs, the outbox, the chain of events, and every row of every table that is not the
jury's own.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from app.access import Role
from app.accounts.models import User
from app.cli.timers import run_due
from app.extensions import db
from app.prize.meeting.models import Attendance
from app.prize.models import Prize, PrizeStatus
from app.prize.nominations import links
from app.prize.nominations.models import Nomination
from app.prize.verdict import handing, publishing, sealing
from app.prize.verdict.queries import verdict_of
from tests.prize.attack import (
    Copies,
    Seen,
    addresses,
    file_names,
    is_of_prize,
    known_chance,
    lets_in,
    logged,
    other_tables,
    routes,
    waiting_jobs,
)
from tests.prize.deciding import SECRET, decide
from tests.prize.verdict_world import picture
from tests.prize_world import PrizeWorld
from tests.world import World

OUTSIDERS = (None, Role.APPLICANT, Role.CASE_HANDLER, Role.APPROVER, Role.READER, Role.ADMINISTRATOR)
QUERIES = ("q=Prosjekt", "sok=Prosjekt+1&status=winner", "sort=status&order=desc&page=2&format=csv&year=2026")


@dataclass
class Stage:
    """The one database, at the beginning of the jury's meeting; ids, since the copies have objects of their own."""

    app: Flask
    client: FlaskClient
    at: Any
    people: dict[Role | None, int]
    secretary: int
    jurors: list[int]
    values: dict[str, list[Any]]

    @property
    def prize(self) -> Prize:
        return db.session.query(Prize).one()

    @property
    def nominations(self) -> list[Nomination]:
        return db.session.query(Nomination).order_by(Nomination.id).all()

    def user(self, user_id: int) -> User:
        return db.session.get_one(User, user_id)

    @property
    def fewer(self) -> dict[str, list[Any]]:
        """First and last of each."""
        return {name: [known[0], known[-1]] for name, known in self.values.items()}

    def decide(self, number: int) -> None:
        """The jury does all of its work, and the nomination of that number wins."""
        decide(self.as_user, self.secretary, self.values["reference"][number])

    def as_user(self, user_id: int | None) -> FlaskClient:
        key = self.user(user_id).session_key if user_id else None
        with self.client.session_transaction() as session:
            session.clear()
            if key:
                session["_user_id"], session["_fresh"] = key, True
        return self.client


@pytest.fixture
def stage(app: Flask, client: FlaskClient, world: World, prizes: PrizeWorld) -> Stage:
    applicant = world.user()
    people: dict[Role | None, int] = {None: 0, Role.APPLICANT: applicant.id}
    people |= {role: world.user(role).id for role in OUTSIDERS if role not in people}
    of_round = world.round()
    organisation = world.organisation(applicant)
    application = world.application(organisation, applicant, of_round)
    prize, members, nominations = prizes.scored(PrizeStatus.MEETING, (4, 4, 4))
    db.session.add_all(Attendance(prize_id=prize.id, member=member, noted_at=prizes.at) for member in members)
    images = [picture(prizes, each) for each in nominations]
    tokens = [links.make(each, prizes.at, "http://localhost").rsplit("/", 1)[1] for each in nominations]
    db.session.commit()
    values: dict[str, list[Any]] = {
        "year": [2026],
        "reference": [*(each.reference for each in nominations), application.reference],
        "public_id": [*(each.public_id for each in images), organisation.public_id],
        "token": tokens,
    }
    secretary = prizes.secretary()
    app.extensions["jobs"].run_waiting()
    jurors = [member.user_id for member in members]
    return Stage(app, client, prizes.at, people, secretary.id, jurors, values)


@pytest.fixture
def copies(app: Flask, stage: Stage, tmp_path: Path, postgresql_address: str) -> Iterator[Copies]:
    made = Copies(app, tmp_path, postgresql_address)
    made.keep()
    yield made
    made.forget()


# --- what the others can see -----------------------------------------------------------------------------------------


def look_everywhere(stage: Stage, role: Role | None) -> Seen:
    """Every address that this role gets past the door of, with everything it may know of the prize; of the others the
    refusal. Reading first, writing after."""
    seen = Seen()
    for verb in ("GET", "POST"):
        for rule in routes(stage.app):
            for url in tried(stage, rule, role) if verb in (rule.methods or ()) else ():
                seen.ask(stage.as_user(stage.people[role]), verb, url)
    return seen


def tried(stage: Stage, rule: Rule, role: Role | None) -> list[str]:
    """The prize's own routes with all there is; the others with two of each. Those that refuse the role at the door
    look at nothing, and are tried once (and each of them, for every role, by tests/test_routes.py)."""
    if not lets_in(stage.app, rule, role):
        return addresses(rule, stage.values)[:1] if is_of_prize(rule) else []
    return addresses(rule, stage.values if is_of_prize(rule) else stage.fewer)


def search_and_err(stage: Stage, role: Role | None) -> Seen:
    """Searching, sorting, exporting; addresses that are no pages, methods that are no acts, forms full of nonsense."""
    seen = Seen()
    for rule in routes(stage.app):
        if lets_in(stage.app, rule, role) and "GET" in (rule.methods or ()) and not rule.arguments:
            for query in QUERIES:
                seen.ask(stage.as_user(stage.people[role]), "GET", f"{rule.rule}?{query}")
    for url in ("/ombruksprisen/2026/vinner", "/ombruksprisen/999999", "/jury/2026/x", "/staff/prize/2026/verdict"):
        for verb in ("GET", "PUT", "DELETE", "OPTIONS", "HEAD"):
            seen.ask(stage.as_user(stage.people[role]), verb, url)
    for token in (*stage.values["token"], "ukjent"):
        form = {"reason": "Ombestemte oss", "project": "Annet", "is_sure": "y"}
        seen.ask(stage.as_user(stage.people[role]), "POST", f"{links.PATH}{token}/trekk", data=form)
    return seen


@dataclass
class Learnt:
    """All that can be learnt where one project won."""

    answers: dict[str, dict[str, tuple[Any, ...]]]
    tables: dict[str, list[Any]]
    tables_after: dict[str, list[Any]]
    jobs: list[Any]
    jobs_after: list[Any]
    files: list[str]
    log: list[str]
    ticked: list[str]


def learn(stage: Stage, number: int, copies: Copies, monkeypatch: pytest.MonkeyPatch) -> Learnt:
    """As every outsider on SQLite; on PostgreSQL, which is slower at it, as a stranger and as the one who sees most."""
    with logged() as log:
        stage.decide(number)
        jobs, tables = waiting_jobs(stage.app), other_tables()
        with known_chance(monkeypatch):
            answers = {}
            for role in OUTSIDERS if not copies.server else (None, Role.ADMINISTRATOR):
                answers[f"{role} looks"] = look_everywhere(stage, role).answers
                answers[f"{role} errs"] = search_and_err(stage, role).answers
            jobs_after = waiting_jobs(stage.app)
            ticked = list(run_due(stage.at + timedelta(days=1)))
            stage.app.extensions["jobs"].run_waiting()
            answers["outbox"] = outbox(stage).answers
    return Learnt(answers, tables, other_tables(), jobs, jobs_after, file_names(stage.app), without_noise(log), ticked)


def outbox(stage: Stage) -> Seen:
    seen = Seen()
    for status in ("", "queued", "sent", "failed"):
        seen.ask(stage.as_user(stage.people[Role.ADMINISTRATOR]), "GET", f"/staff/mail?status={status}")
    return seen


NOISE = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|in [0-9.]+s|<_io.BytesIO object at 0x[0-9a-f]+>")


def without_noise(log: list[str]) -> list[str]:
    """The log without the jobs' random names, how long they took, and what the printing of a PDF says of itself."""
    return [NOISE.sub("", line) for line in log if not line.startswith(("weasyprint", "fontTools"))]


def different(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """What was asked that got another answer, or that only one was asked."""
    return sorted(key for key in one.keys() | other.keys() if one.get(key) != other.get(key))


def test_whoever_wins_everybody_else_gets_the_same_answer(
    stage: Stage, copies: Copies, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = learn(stage, 0, copies, monkeypatch)
    copies.put_back()
    third = learn(stage, 2, copies, monkeypatch)
    assert {name: different(seen, third.answers[name]) for name, seen in first.answers.items()} == {
        name: [] for name in first.answers
    }
    assert different(first.tables, third.tables) == []
    assert different(first.tables_after, third.tables_after) == []
    assert (first.jobs, first.jobs_after) == (third.jobs, third.jobs_after)
    assert (first.files, first.ticked) == (third.files, third.ticked)
    assert first.log == third.log
    asked = [answer for seen in first.answers.values() for answer in seen.values()]
    assert [answer for answer in asked if SECRET.encode() in answer[2]] == []
    assert len(asked) > (1000 if not copies.server else 300)
    assert sum(answer[0] == 200 for answer in asked) > (200 if not copies.server else 50)


def test_the_jury_and_its_secretary_do_see_who_won(stage: Stage, copies: Copies) -> None:
    """Otherwise the test above would prove nothing."""
    seen = []
    for number in (0, 2):
        copies.put_back()
        stage.decide(number)
        secretary = stage.as_user(stage.secretary).get("/staff/prize/2026/verdict").text
        juror = stage.as_user(stage.jurors[0]).get("/jury/2026/draw").text
        seen.append((secretary, juror))
    assert [one == other for one, other in zip(*seen, strict=True)] == [False, False]


def test_a_published_checksum_is_the_only_thing_that_differs(stage: Stage, copies: Copies) -> None:
    """It is made with a secret nonce, so it would differ as much if the same project won."""
    pages = []
    for number in (0, 0, 2):
        copies.put_back()
        stage.decide(number)
        sealing.publish_commitment(stage.prize, by=stage.user(stage.secretary), at=stage.at)
        db.session.commit()
        sums = verdict_of(stage.prize).commitment or ""
        page = stage.as_user(None).get("/ombruksprisen/2026/forsegling").text
        assert re.findall(r"\b[0-9a-f]{64}\b", page) == [sums]
        pages.append((page.replace(sums, "SUM"), sums))
    assert len({page for page, _sum in pages}) == 1
    assert len({each for _page, each in pages}) == 3


def test_after_the_publishing_everybody_sees_it(stage: Stage, copies: Copies) -> None:
    """The embargo does end: the same addresses then tell."""
    seen = []
    for number in (0, 2):
        copies.put_back()
        stage.decide(number)
        secretary = stage.user(stage.secretary)
        handing.hand_over(stage.prize, by=secretary, at=stage.at)
        publishing.publish(stage.prize, publishing.Published(is_checked=True), by=secretary, at=stage.at)
        db.session.commit()
        client = stage.as_user(None)
        seen.append([client.get(url).text for url in ("/ombruksprisen/2026", "/ombruksprisen/2026/loddtrekning.json")])
    assert SECRET in seen[0][0]
    assert [one == other for one, other in zip(*seen, strict=True)] == [False, False]
    assert json.loads(seen[0][1])["drawn"][0] == "PRIS-2026-001"
