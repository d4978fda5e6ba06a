"""`flask demo`: an invented year, played in through the rooms' own actions."""

import tomllib
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import click
from flask import Flask
from sqlalchemy import select

from app import clock
from app.accounts.models import Membership, Organisation, User
from app.accounts.roles import ROLES
from app.applications import drafting
from app.applications.actions import start_screening
from app.applications.models import Application
from app.campaign import weeks
from app.config import public_url
from app.demo import (
    access,
    after_letter,
    allocations,
    answering,
    appeals,
    assigning,
    campaign,
    conversations,
    just_held,
    last_prize,
    last_year,
    people,
    prizes,
    programme,
    ranking,
    reversals,
    supplements,
)
from app.demo.after_letter import Payers
from app.demo.handling import Handling, Staff
from app.demo.playing import Playing, withdraw
from app.demo.rows import Row, read
from app.extensions import db
from app.rounds import actions as rounds
from app.rounds.loading import load_round
from app.rounds.models import Round

DOCUMENT = Path(__file__).parent / "ombruksuka.toml"
CLOSED_FOR, STILL_OPEN = timedelta(days=64 - 7), timedelta(days=64 + 10)
"""The closed round closed at least seven days ago; the open one has at least ten days left."""
ACCEPTED = "S26-021"
ANNES = ("S26-001", "S26-002", "S26-005", "S26-025", supplements.WAITING)


@click.command("demo")
def demo() -> None:
    """Load the demonstration into an empty house, and print how to sign in. Does nothing where there is a round."""
    if db.session.scalar(select(Round.id)) is None:
        load(clock.now(), click.echo)
    _print_people(click.echo)


def load(at: datetime, say: Callable[[str], None]) -> None:
    """A closed round with the forty applications in all kinds of states, and an open one to apply in."""
    known = {person.email: people.make(person, at) for person in people.EVERYBODY}
    db.session.commit()
    administrator, jonas = known[people.ADMIN.email], known[people.JONAS.email]
    staff = Staff(known[people.INGRID.email], jonas, known[people.MARTE.email])
    payers = Payers(known[people.FINN.email], known[people.TUVA.email])
    earlier = last_years_round(at, administrator, staff, payers)
    closed, cases, rows = closed_round(at, administrator, known[people.INGRID.email], say)
    _join(cases, known[people.ANNE.email], jonas, at)
    Handling(closed, cases, staff).work(rows)
    assigning.play(closed, cases, known)
    ranking.play(closed, staff.ingrid, at)
    conversations.play(cases, known[people.ANNE.email], staff)
    supplements.play(cases, staff.ingrid, at)
    reversals.play(cases, staff)
    appeals.play(cases, known)
    access.play(cases, known[people.ANNE.email], staff.ingrid, at)
    allocations.play(closed, staff.marte, at)
    just_held_round(at, administrator, staff, payers)
    the_week(closed, cases, earlier, known, at)
    last_prize.play(known[people.SUNNIVA.email], closed.week_starts_on.year, at)
    prizes.play(closed, known[people.SUNNIVA.email], at)
    still_open = _round(
        "Ombruksuka, ekstra utlysning", _monday(at.date() + STILL_OPEN, later=True), administrator, prefix="EKS"
    )
    _begin(still_open, cases["S26-001"].organisation, known[people.ANNE.email], rows[0], at)


def last_years_round(at: datetime, administrator: User, staff: Staff, payers: Payers) -> Round:
    """The round of the year before the closed one: decided, paid, held and reported."""
    monday = _monday(at.date() + CLOSED_FOR, later=False) - timedelta(weeks=52)
    earlier = _round("Ombruksuka", monday, administrator)
    programme.week_of(earlier, administrator, earlier.closes_at + timedelta(days=20))
    rows = [row for row in read() if row.code in last_year.FUNDED]
    cases = Playing(earlier, monday, staff.ingrid, lambda _line: None).play(rows)
    _close(earlier)
    handling = last_year.LastYear(earlier, cases, staff)
    handling.work(rows)
    last_year.follow_up(earlier, cases, rows, payers)
    handling.report(rows)
    handling.warn(rows, at - timedelta(days=9))
    return earlier


def just_held_round(at: datetime, administrator: User, staff: Staff, payers: Payers) -> None:
    """A small round of another scheme, held last week."""
    standard = just_held.document(_standard())
    held = _round("Ombruk hele året", just_held.monday(at), administrator, prefix="ALT", document=standard)
    just_held.play(held, read(), staff, payers, _close)


def closed_round(
    at: datetime, administrator: User, handler: User, say: Callable[[str], None]
) -> tuple[Round, dict[str, Application], list[Row]]:
    """The forty applications, sent to a round that has just closed; nobody has begun on them. `handler` registers what
    came on paper. The cases are by the rows' codes."""
    closed = _round("Ombruksuka", _monday(at.date() + CLOSED_FOR, later=False), administrator)
    rows = read()
    say("Spiller inn førti søknader …")
    cases = Playing(closed, closed.week_starts_on, handler, say).play(rows)
    withdraw(cases, closed.closes_at - timedelta(hours=2))
    _close(closed)
    return closed, cases, rows


def the_week(
    closed: Round, cases: dict[str, Application], earlier: Round, known: dict[str, User], at: datetime
) -> None:
    """The programmes of last year and of the closed round's week; one more has accepted, and finance has begun."""
    administrator, desk = known[people.ADMIN.email], known[people.INGRID.email]
    before = weeks.week_of(earlier.week_starts_on.year)
    programme.play(before, desk, earlier.closes_at + timedelta(days=25), every=2)
    week = programme.week_of(closed, administrator, at - timedelta(days=1), like=before)
    programme.play(week, desk, at - timedelta(days=12))
    campaign.play(before, administrator, desk, at)
    row = next(row for row in read() if row.code == ACCEPTED)
    after_letter.accept(cases[ACCEPTED], row, at - timedelta(days=1))
    why = "Lokalet vårt fikk vannskade. Det nye ligger i samme gate."
    after_letter.move(cases[ACCEPTED], "Bydelshuset", why, at - timedelta(hours=20))
    after_letter.plan(at)


def _monday(day: date, *, later: bool) -> date:
    """The Monday on or before `day`, or on or after it."""
    return day + timedelta(-day.weekday() % 7) if later else day - timedelta(day.weekday())


def _standard() -> dict[str, Any]:
    return tomllib.loads(DOCUMENT.read_text(encoding="utf-8"))


def _round(name: str, monday: date, by: User, *, prefix: str = "OMB", document: dict[str, Any] | None = None) -> Round:
    """Made, announced and opened at its own time."""
    document = document or _standard()
    document["round"]["reference_prefix"] = f"{prefix}-{monday.year}"
    slug = f"{prefix.lower()}-{monday.year}"
    made = load_round(document, slug=slug, name=f"{name} {monday.year}", monday=monday, by=by, at=clock.now())
    db.session.flush()
    announced = made.opens_at - timedelta(days=30)
    with clock.frozen(announced):
        rounds.announce(made, by=by, at=announced)
        db.session.commit()
        rounds.open_due(made.opens_at)
        db.session.commit()
    return made


def _close(closed: Round) -> None:
    """The minute after the deadline: the round closes, and what was sent goes to the formal check."""
    at = closed.closes_at + timedelta(minutes=1)
    rounds.close_due(at)
    while start_screening(closed, at=at):
        db.session.commit()


def _join(cases: dict[str, Application], anne: User, jonas: User, at: datetime) -> None:
    """Anne speaks for some of the applicants; Jonas sits on the board of the cycle kitchen."""
    for code in ANNES:
        db.session.add(Membership(user=anne, organisation=cases[code].organisation, joined_at=at))
    db.session.add(Membership(user=jonas, organisation=cases["S26-036"].organisation, joined_at=at))
    db.session.commit()


def _begin(still_open: Round, organisation: Organisation, anne: User, row: Row, at: datetime) -> None:
    """Anne has begun on an application in the open round, and has some of it left to answer."""
    draft = drafting.start(still_open, organisation, by=anne, at=at)
    answers = answering.answers(row, still_open.week_starts_on)
    begun = {path: text for path, text in answers.items() if not path.startswith(("a1.s", "a1.b", "a1.is_"))}
    drafting.save_fields(draft, begun, by=anne, at=at)
    db.session.commit()


def _print_people(say: Callable[[str], None]) -> None:
    say("\nLogg inn uten passord på innloggingssiden:")
    for person in (*people.EVERYBODY, *people.JURY.values()):
        roles = ", ".join(str(ROLES[role].name) for role in person.roles)
        say(f"  {roles:<16} {person.name} ({person.email})")
    say(f"\n  {public_url()}/logg-inn\n")


def init_app(app: Flask) -> None:
    app.cli.add_command(demo)
