"""Make a year of the prize from a document of plain data (a TOML file): nothing of a year stands in code."""

import tomllib
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from app.access import Actor
from app.audit.actions import record
from app.clock import at_oslo
from app.extensions import db
from app.judging.loading import load_rubric
from app.prize.jury.models import JurySeat
from app.prize.models import OptionKind, Prize, PrizeOption

STANDARD = Path(__file__).with_name("standard.toml")


def standard() -> dict[str, Any]:
    """The document that a first year is made from."""
    return tomllib.loads(STANDARD.read_text(encoding="utf-8"))


def load_prize(document: dict[str, Any], *, monday: date, by: Actor, at: datetime) -> Prize:
    """A planned year, its dates counted from `monday`, the first day of the reuse week.

    Raises KeyError for a missing key and ValueError for an unknown value.
    """
    values = dict(document["prize"])
    days = values.pop("days")
    prize = Prize(
        year=monday.year,
        name=f"Ombruksprisen {monday.year}",
        reference=f"PRIS-{monday.year}",
        rubric=load_rubric(document["rubric"]),
        opens_at=_moment(monday, days["opens"]),
        closes_at=_moment(monday, days["closes"]),
        finished_by=monday + timedelta(days["finished_by"]),
        scoring_closes_at=_moment(monday, days["scoring_closes"]),
        meeting_at=_moment(monday, days["meeting"]),
        handover_on=monday + timedelta(days["handover"]),
        options=[_option(position, row) for position, row in enumerate(document["options"])],
        created_at=at,
        **values,
    )
    db.session.add(prize)
    db.session.add_all(
        JurySeat(prize=prize, position=position, **row) for position, row in enumerate(document["seats"])
    )
    record("prize_created", by=by, at=at, case=prize.reference, year=prize.year)
    return prize


def _moment(monday: date, offset: dict[str, Any]) -> datetime:
    time = offset["time"]
    return at_oslo(monday + timedelta(offset["days"]), time.hour, time.minute, time.second)


def _option(position: int, row: dict[str, Any]) -> PrizeOption:
    values = dict(row)
    return PrizeOption(kind=OptionKind(values.pop("kind")), position=position, **values)
