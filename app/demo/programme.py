"""The weeks of the demonstration, and the events in them that ask for no money."""

import tomllib
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app import clock
from app.accounts.models import District, User
from app.campaign import weeks
from app.campaign.models import Week
from app.config import public_url
from app.demo.drawings import draw
from app.extensions import db
from app.programme import registering, settling
from app.programme.picturing import Sent
from app.rounds.models import Round

DOCUMENT = Path(__file__).parent / "programme.toml"
DAY = timedelta(days=1)
WAITING, CANCELLED, INTERNAL = 2, 4, "Bytt med kollegaen"
"""So many of the registered wait for an answer; the one with this number was cancelled."""
GREEN_FRIDAY = 4
OWNER = ("municipality", "owner_unit", "contact_email", "contact_phone")


def week_of(of_round: Round, administrator: User, opens_at: datetime, *, like: Week | None = None) -> Week:
    """The week of this round, its programme public from `opens_at`."""
    at = opens_at - 60 * DAY
    if like is not None:
        made = weeks.copy(like, of_round.week_starts_on, by=administrator, at=at)
    else:
        owner = {name: getattr(of_round, name) for name in OWNER}
        made = weeks.create(of_round.week_starts_on, owner, by=administrator, at=at)
    green = (made.starts_on + GREEN_FRIDAY * DAY).isoformat()
    intro = "Reparer, bytt, lån og lær noe nytt, hos naboer over hele byen."
    changes = {"programme_opens_at": opens_at, "intro": intro, "day_themes": {green: "Grønn fredag"}}
    weeks.change(made, changes, by=administrator, at=at)
    db.session.commit()
    return made


def play(week: Week, desk: User, at: datetime, *, every: int = 1) -> None:
    """Register every so many of the events, answer all but the last ones, and add the municipality's own."""
    told = tomllib.loads(DOCUMENT.read_text(encoding="utf-8"))
    chosen = told["registered"][::every]
    with clock.frozen(at):
        for number, row in enumerate(chosen):
            _register(week, row, number, desk, at + number * timedelta(hours=7), waits=every == 1)
        for row in told["own"]:
            event = settling.add_own(week, _values(week, {**row, "organiser": week.owner_unit}), by=desk, at=at)
            settling.highlight(event, True, by=desk, at=at)
        _internal(week, desk, at)
    db.session.commit()


def _register(week: Week, row: dict[str, Any], number: int, desk: User, at: datetime, *, waits: bool) -> None:
    name = "".join(letter for letter in row["organiser"].lower() if letter.isascii() and letter.isalpha())
    contact = {
        "contact_name": f"Kontakt for {row['organiser']}",
        "contact_email": f"{name}@sted.example",
        "contact_phone": None,
    }
    url = public_url()
    event, _link = registering.register(week, {**_values(week, row), **contact}, client=name, public_url=url, at=at)
    if waits and number >= 20 - WAITING:
        return
    settling.approve(event, by=desk, at=at + DAY, public_url=url)
    if number == CANCELLED:
        settling.cancel(event, "Kursholderen er syk.", by=desk, at=at + 2 * DAY, public_url=url)


def _internal(week: Week, desk: User, at: datetime) -> None:
    """For the municipality's own people: not in the public programme."""
    row = {
        "title": INTERNAL,
        "summary": "Kles- og garnbytte i kantina.",
        "organiser": week.owner_unit,
        "activity_types": ["swap"],
        "day": 3,
        "starts": "11:00",
        "ends": "13:00",
        "venue_name": "Kantina",
        "district": "030116",
    }
    event = settling.add_own(week, _values(week, row), by=desk, at=at)
    settling.hide(event, True, by=desk, at=at)


def _values(week: Week, row: dict[str, Any]) -> dict[str, Any]:
    held_on: date = week.starts_on + row["day"] * DAY
    is_digital = row["district"] == "online"
    kept = ("title", "summary", "organiser", "activity_types", "venue_name", "bring", "capacity", "accessibility")
    return {
        **{name: row.get(name) for name in kept},
        "accessibility": row.get("accessibility", []),
        "signup": row.get("signup", "drop_in"),
        "is_digital": is_digital,
        "district_code": _online() if is_digital else row["district"],
        "picture": _picture(row["title"], **row["picture"]) if "picture" in row else None,
        "sessions": [{"held_on": held_on.isoformat(), "starts": row["starts"], "ends": row["ends"]}],
    }


def _picture(title: str, motif: str, alt: str) -> Sent:
    return Sent(f"{motif}.jpg", draw(title, motif, mended=True), alt, "Ombruk")


def _online() -> str:
    return db.session.scalars(select(District.code).where(District.is_online)).one()
