"""What hangs on a year – criteria, seats, lists to choose from – read and written as plain rows, as a round's is."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.extensions import db
from app.prize.jury.models import JurySeat
from app.prize.models import OptionKind, Prize, PrizeOption
from app.rounds.contents import Row, filled, rubric_rows, set_rubric_rows, with_codes

OPTION = ("code", "name", "qualifies", "is_own", "is_resident")
SEAT = ("code", "unit", "is_external")


def seats_of(prize: Prize) -> Sequence[JurySeat]:
    """In order, with those who sit in them."""
    own = select(JurySeat).where(JurySeat.prize_id == prize.id).order_by(JurySeat.position)
    return db.session.scalars(own.options(selectinload(JurySeat.members))).all()


def seats(prize: Prize) -> list[Row]:
    return [{name: getattr(one, name) for name in SEAT} for one in seats_of(prize)]


def set_seats(prize: Prize, rows: list[Row]) -> None:
    """A seat that is left out goes; nobody may sit in it (promises.py)."""
    known = {one.code: one for one in seats_of(prize)}
    for position, row in enumerate(rows):
        db.session.add(filled(known.get(row["code"]) or JurySeat(prize=prize), position=position, **row))
    kept = {row["code"] for row in rows}
    for code in known.keys() - kept:
        db.session.delete(known[code])


def options(kind: OptionKind, prize: Prize) -> list[Row]:
    return [{name: getattr(one, name) for name in OPTION} for one in prize.options if one.kind is kind]


def set_options(kind: OptionKind, prize: Prize, rows: list[Row]) -> None:
    known = {one.code: one for one in prize.options if one.kind is kind}
    others = [one for one in prize.options if one.kind is not kind]
    prize.options[:] = others + [
        filled(known.get(row["code"]) or PrizeOption(kind=kind), position=position, **row)
        for position, row in enumerate(with_codes(rows))
    ]


def criteria(prize: Prize) -> list[Row]:
    return rubric_rows(prize.rubric)


def set_criteria(prize: Prize, rows: list[Row]) -> None:
    set_rubric_rows(prize.rubric, rows)


class YearList(NamedTuple):
    """One of a year's lists: how it is read and written."""

    read: Callable[[Prize], list[Row]]
    write: Callable[[Prize, list[Row]], None]


LISTS: dict[str, YearList] = {
    "criteria": YearList(criteria, set_criteria),
    "seats": YearList(seats, set_seats),
    **{f"options_{kind}": YearList(partial(options, kind), partial(set_options, kind)) for kind in OptionKind},
}


def read(prize: Prize, name: str) -> Any:
    """A column's value, or a list's rows."""
    return LISTS[name].read(prize) if name in LISTS else getattr(prize, name)


def write(prize: Prize, name: str, value: Any) -> None:
    if name in LISTS:
        LISTS[name].write(prize, value)
    else:
        setattr(prize, name, value)
