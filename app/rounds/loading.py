"""Make a round from a document of plain data (a TOML file): nothing of a round stands in code."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.access import Actor
from app.audit.actions import record
from app.clock import at_oslo
from app.extensions import db
from app.judging.loading import load_rubric
from app.rounds.models import (
    AmountTier,
    Category,
    District,
    OptionKind,
    Round,
    RoundOption,
    RoundText,
    Scheme,
    TextKind,
)


def load_round(document: dict[str, Any], *, slug: str, name: str, monday: date, by: Actor, at: datetime) -> Round:
    """A draft round of `document`, its dates counted from `monday`, the first day of the week it is for.

    Scheme and districts are made when missing. Raises KeyError for a missing key and ValueError for an unknown value.
    """
    _load_districts(document["districts"])
    values = dict(document["round"])
    days = values.pop("days")
    grant_round = Round(
        slug=slug,
        name=name,
        reference_prefix=values.pop("reference_prefix", f"OMB-{monday.year}"),
        scheme=_scheme(document["scheme"]),
        rubric=load_rubric(document["rubric"]),
        opens_at=_moment(monday, days["opens"]),
        closes_at=_moment(monday, days["closes"]),
        week_starts_on=monday,
        week_ends_on=monday + timedelta(days["week_ends"]),
        answer_due_on=monday + timedelta(days["answer_due"]),
        categories=[Category(position=i, **row) for i, row in enumerate(document["categories"])],
        tiers=[AmountTier(**row) for row in document["tiers"]],
        options=[_option(i, row) for i, row in enumerate(document["options"])],
        texts=[_text(i, row) for i, row in enumerate(document["texts"])],
        **values,
    )
    db.session.add(grant_round)
    record("round_created", by=by, at=at, round=slug)
    return grant_round


def _moment(monday: date, offset: dict[str, Any]) -> datetime:
    time = offset["time"]
    return at_oslo(monday + timedelta(offset["days"]), time.hour, time.minute, time.second)


def _load_districts(rows: list[dict[str, Any]]) -> None:
    known = set(db.session.scalars(select(District.code)))
    db.session.add_all(District(position=i, **row) for i, row in enumerate(rows) if row["code"] not in known)


def _scheme(row: dict[str, Any]) -> Scheme:
    known = db.session.scalar(select(Scheme).where(Scheme.slug == row["slug"]))
    return known or Scheme(**row)


def _option(position: int, row: dict[str, Any]) -> RoundOption:
    return RoundOption(position=position, **{**row, "kind": OptionKind(row["kind"])})


def _text(position: int, row: dict[str, Any]) -> RoundText:
    return RoundText(position=position, **{**row, "kind": TextKind(row["kind"])})
