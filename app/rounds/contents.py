"""What hangs on a round – categories, tiers, lists, texts, rubric – read and written as plain rows.

A row keeps its place in the database when its code (for a tier: its amount) stays, so that nothing that points to
it is lost. `LISTS` names them all: the key under which pages and actions know them → how to read and write.
"""

import re
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, NamedTuple, TypeVar

from app.judging.models import Anchor, Criterion, Rubric
from app.rounds.models import AmountTier, Category, FormLength, OptionKind, Round, RoundOption, RoundText, TextKind

Row = dict[str, Any]
Thing = TypeVar("Thing")
LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})


def code_of(name: str, taken: Iterable[str], separator: str = "_") -> str:
    """A code of at most 26 letters made of a name, unlike those taken: «Grønn fredag» → gronn_fredag."""
    plain = re.sub(r"[^a-z0-9]+", separator, name.lower().translate(LETTERS)).strip(separator)[:24] or "x"
    number, code, others = 1, plain, set(taken)
    while code in others:
        number += 1
        code = f"{plain}{number}"
    return code


def with_codes(rows: list[Row]) -> list[Row]:
    """New rows get a code of their name."""
    taken = {row["code"] for row in rows if row.get("code")}
    coded = []
    for row in rows:
        code = row.get("code") or code_of(row["name"], taken)
        taken.add(code)
        coded.append({**row, "code": code})
    return coded


def categories(grant_round: Round) -> list[Row]:
    return [{"code": one.code, "name": one.name, "help_text": one.help_text} for one in grant_round.categories]


def set_categories(grant_round: Round, rows: list[Row]) -> None:
    known = {one.code: one for one in grant_round.categories}
    grant_round.categories[:] = [
        filled(known.get(row["code"]) or Category(), position=i, **row) for i, row in enumerate(with_codes(rows))
    ]


def tiers(grant_round: Round) -> list[Row]:
    columns = ("amount_nok", "label", "guidance", "up_to_participants", "up_to_sessions", "form_length")
    return [{name: getattr(one, name) for name in columns} for one in grant_round.tiers]


def set_tiers(grant_round: Round, rows: list[Row]) -> None:
    known = {one.amount_nok: one for one in grant_round.tiers}
    rows = sorted(rows, key=lambda row: int(row["amount_nok"]))
    grant_round.tiers[:] = [
        filled(known.get(row["amount_nok"]) or AmountTier(), **{**row, "form_length": FormLength(row["form_length"])})
        for row in rows
    ]


def options(kind: OptionKind, grant_round: Round) -> list[Row]:
    columns = ("code", "name", "help_text", "lead_days")
    return [{name: getattr(one, name) for name in columns} for one in grant_round.options if one.kind is kind]


def set_options(kind: OptionKind, grant_round: Round, rows: list[Row]) -> None:
    known = {one.code: one for one in grant_round.options if one.kind is kind}
    others = [one for one in grant_round.options if one.kind is not kind]
    grant_round.options[:] = others + [
        filled(known.get(row["code"]) or RoundOption(kind=kind), position=i, **row)
        for i, row in enumerate(with_codes(rows))
    ]


def texts(kind: TextKind, grant_round: Round) -> list[Row]:
    columns = ("code", "title", "text")
    return [{name: getattr(one, name) for name in columns} for one in grant_round.texts if one.kind is kind]


def set_texts(kind: TextKind, grant_round: Round, rows: list[Row]) -> None:
    others = [one for one in grant_round.texts if one.kind is not kind]
    grant_round.texts[:] = others + [RoundText(kind=kind, position=i, **row) for i, row in enumerate(rows)]


def criteria(grant_round: Round) -> list[Row]:
    return [] if grant_round.rubric is None else rubric_rows(grant_round.rubric)


def set_criteria(grant_round: Round, rows: list[Row]) -> None:
    if grant_round.rubric is None:
        grant_round.rubric = Rubric(name=grant_round.name, criteria=[])
    set_rubric_rows(grant_round.rubric, rows)


def rubric_rows(rubric: Rubric) -> list[Row]:
    return [
        {
            "code": one.code,
            "name": one.name,
            "description": one.description,
            "weight": one.weight,
            "anchors": [anchor.sentence for anchor in one.anchors],
        }
        for one in rubric.criteria
    ]


def set_rubric_rows(rubric: Rubric, rows: list[Row]) -> None:
    known = {one.code: one for one in rubric.criteria}
    rubric.criteria[:] = [
        _criterion(known.get(row["code"]) or Criterion(anchors=[]), i, row) for i, row in enumerate(with_codes(rows))
    ]


def _criterion(criterion: Criterion, position: int, row: Row) -> Criterion:
    known = {anchor.value: anchor for anchor in criterion.anchors}
    criterion.anchors[:] = [
        filled(known.get(value) or Anchor(value=value), sentence=sentence)
        for value, sentence in enumerate(row["anchors"], start=1)
    ]
    plain = {name: value for name, value in row.items() if name != "anchors"}
    return filled(criterion, position=position, **plain)


def filled(thing: Thing, **values: Any) -> Thing:
    for name, value in values.items():
        setattr(thing, name, value)
    return thing


class RoundList(NamedTuple):
    """One of a round's lists: how it is read and written."""

    read: Callable[[Round], list[Row]]
    write: Callable[[Round, list[Row]], None]


LISTS: dict[str, RoundList] = {
    "categories": RoundList(categories, set_categories),
    "tiers": RoundList(tiers, set_tiers),
    **{f"options_{kind}": RoundList(partial(options, kind), partial(set_options, kind)) for kind in OptionKind},
    **{f"texts_{kind}": RoundList(partial(texts, kind), partial(set_texts, kind)) for kind in TextKind},
    "criteria": RoundList(criteria, set_criteria),
}


def read(grant_round: Round, name: str) -> Any:
    """A column's value, or a list's rows."""
    return LISTS[name].read(grant_round) if name in LISTS else getattr(grant_round, name)


def write(grant_round: Round, name: str, value: Any) -> None:
    if name in LISTS:
        LISTS[name].write(grant_round, value)
    else:
        setattr(grant_round, name, value)
