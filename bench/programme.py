"""The public programme under a crowd: kept pages over a page that never changes, and pages written anew over `/real`.

`python -m bench.programme` measures a week of 120 events, told whole, and one of 1 000, told a day at a time. Nobody in
particular gets the kept page; somebody who is signed in gets one written anew each time.
"""

import os
import tempfile
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import text

from app import clock, create_app
from app.access import Role
from app.accounts.models import District, RoleGrant, User
from app.campaign.models import Week
from app.config import Config
from app.extensions import db
from app.programme.models import EventOrigin, EventStatus, ProgrammeEvent, ProgrammeSession
from bench import floor
from bench.client import Client
from bench.product import SECRET
from bench.product import _cookie as session_cookie
from bench.rounds import Ratio, compare
from bench.servers import Server, gunicorn

WEEKS = {2031: (date(2031, 11, 24), 120), 2032: (date(2032, 11, 22), 1_000)}
"""year: (monday, events)"""
DISTRICTS = [f"0301{number:02d}" for number in range(1, 18)]
TYPES = ["repair", "swap", "workshop", "course", "used_sale", "lending", "redesign", "talk"]
SUMMARY = "Ta med noe som er ødelagt, så fikser vi det sammen. Du går hjem med noe som virker, og vet hvordan du gjør."
KEPT_MOST, FRESH_MOST = 1.5, 3.0


@dataclass(frozen=True)
class Request:
    """`most`: the highest ratio to the floor's `floor_path`. `is_fresh`: by somebody who is signed in."""

    name: str
    path: str
    most: float
    is_fresh: bool

    @property
    def floor_path(self) -> str:
        return "/real" if self.is_fresh else "/constant"


REQUESTS = tuple(
    Request(f"{name}, {'written anew' if is_fresh else 'kept'}", path, most, is_fresh)
    for name, path in (
        ("programme of 120", "/program/2031"),
        ("programme of 1 000, its first day", "/program/2032"),
        ("programme of 1 000, a day and a type", "/program/2032?dag=2032-11-24&type=repair"),
        ("calendar feed of 120", "/program/2031.ics"),
        ("JSON feed of 120", "/program/2031.json"),
    )
    for is_fresh, most in ((False, KEPT_MOST), (True, FRESH_MOST))
    if not (is_fresh and "feed" in name)
)


def seed_programmes() -> None:
    """Both weeks, public since yesterday. Commits."""
    known = {district.code for district in db.session.query(District)}
    missing = [code for code in DISTRICTS if code not in known]
    db.session.add_all(District(code=code, name=f"Bydel {code}", position=n) for n, code in enumerate(missing))
    for year, (monday, count) in WEEKS.items():
        week = _week(year, monday)
        db.session.add_all(_event(week, number) for number in range(count))
        db.session.commit()


def _week(year: int, monday: date) -> Week:
    week = Week(
        year=year,
        name=f"Ombruksuka {year}",
        starts_on=monday,
        ends_on=monday + timedelta(days=6),
        intro="En uke med reparasjon, bytte og lån.",
        municipality="Oslo kommune",
        owner_unit="Klimaetaten",
        contact_email="ombruksuka@oslo.example",
        registration_opens_on=monday - timedelta(days=120),
        registration_closes_on=monday,
        programme_opens_at=clock.now() - timedelta(days=1),
        revision=1,
    )
    db.session.add(week)
    db.session.flush()
    return week


def _event(week: Week, number: int) -> ProgrammeEvent:
    event = ProgrammeEvent(
        week=week,
        slug=f"fiksekveld-{number}",
        origin=EventOrigin.REGISTERED,
        status=EventStatus.CANCELLED if number % 40 == 9 else EventStatus.APPROVED,
        is_lighthouse=number % 60 == 5,
        title=f"Fiksekveld på Tøyen {number}",
        summary=SUMMARY,
        organiser="Fiksekroken",
        activity_types=[TYPES[number % 8], TYPES[number * 3 % 8]],
        venue_name="Tøyen bibliotek",
        address="Hagegata 28",
        postal_code="0653",
        district_code=DISTRICTS[number % 17],
        bring="Én ødelagt ting" if number % 2 else None,
        accessibility=["step_free", "toilet"],
        registered_at=clock.now(),
        changed_at=clock.now(),
    )
    held_on, hour = week.starts_on + timedelta(days=number % 7), 10 + number % 9
    event.sessions = [ProgrammeSession(week_id=week.id, held_on=held_on, starts=time(hour), ends=time(hour + 3))]
    return event


def measure(base: Server, mine: Server, cookie: str) -> dict[Request, Ratio]:
    """`cookie`: the session of somebody who is signed in."""
    return {each: _compare(each, Client(base.port), Client(mine.port, _cookies(each, cookie))) for each in REQUESTS}


def _cookies(each: Request, cookie: str) -> dict[str, str]:
    return {"ombruk": cookie} if each.is_fresh else {}


def _compare(each: Request, theirs: Client, ours: Client) -> Ratio:
    return compare(lambda: ours.timed("GET", each.path), lambda: theirs.timed("GET", each.floor_path))


def _signed_in(app: Flask) -> str:
    user = User(email="reader@ombruk.example", name="Reader", created_at=clock.now(), confirmed_at=clock.now())
    user.role_grants = [RoleGrant(role=Role.READER, granted_at=clock.now())]
    db.session.add(user)
    db.session.commit()
    return session_cookie(app, user)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        config = Config(demo=True, secret_key=SECRET, instance=folder, database_url=os.environ.get("DATABASE_URL", ""))
        app = create_app(config)
        with app.app_context():
            upgrade()
            seed_programmes()
            cookie = _signed_in(app)
            db.session.execute(text("ANALYZE"))
            db.session.commit()
            db.session.remove()
            db.engine.dispose()
        floor_url = f"sqlite:///{folder}/floor.db"
        floor.seed(floor_url, 300)
        environment = {"OMBRUK_DEMO": "1", "OMBRUK_SECRET_KEY": SECRET, "OMBRUK_INSTANCE": str(folder)}
        with (
            gunicorn("bench.floor:create_app()", "/real", {"FLOOR_DATABASE": floor_url}) as base,
            gunicorn("wsgi:app", "/program", environment) as mine,
        ):
            for each, ratio in measure(base, mine, cookie).items():
                within = "" if ratio.middle <= each.most else f", above {each.most}"
                print(f"{each.name}: {ratio.middle:.2f} x {each.floor_path}, {ratio.product_ms:.1f} ms{within}")
            print(f"largest worker: {mine.largest_worker_mb():.0f} MB")


if __name__ == "__main__":
    main()
