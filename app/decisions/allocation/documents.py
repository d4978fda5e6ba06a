"""Inputs, rules and result as text that is the same sign by sign each time, and back. Pure.

Numbers are whole numbers or text (never floating point), keys are sorted, and nothing is left out: the hash of the text
is the hash of what it says.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from app.decisions.allocation.result import Conflict, Line, Result, Said
from app.decisions.allocation.rules import Applied, Rules, Spread


def text(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)


def sha256(written: str) -> str:
    return hashlib.sha256(written.encode()).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(type(value).__name__)


def inputs_text(inputs: Sequence[Applied]) -> str:
    return text([asdict(one) for one in sorted(inputs, key=lambda one: one.key)])


def inputs_from(written: str) -> list[Applied]:
    return [_applied(row) for row in json.loads(written)]


def _applied(row: dict[str, Any]) -> Applied:
    medians = tuple((code, None if middle is None else Decimal(middle)) for code, middle in row.pop("medians"))
    return Applied(**row, medians=medians)


def rules_text(rules: Rules) -> str:
    return text(asdict(rules))


def rules_from(written: str) -> Rules:
    row = json.loads(written)
    for name in ("fundable_score", "spread_score"):
        row[name] = Decimal(row[name])
    for name in ("tiers", "places"):
        row[name] = tuple(row[name])
    row["weights"] = tuple((code, weight) for code, weight in row["weights"])
    row["spreads"] = tuple(Spread(**spread) for spread in row["spreads"])
    return Rules(**row)


def result_text(result: Result) -> str:
    return text(asdict(result))


def result_from(written: str) -> Result:
    row = json.loads(written)
    return Result(
        **{
            **row,
            "lines": [_line(line) for line in row["lines"]],
            "binding": [_said(said) for said in row["binding"]],
            "conflict": Conflict(**row["conflict"]) if row["conflict"] else None,
        }
    )


def _line(row: dict[str, Any]) -> Line:
    points, hinders = row["points"], row["hinders"]
    return Line(
        **{
            **row,
            "points": None if points is None else Decimal(points),
            "why": _said(row["why"]),
            "hinders": None if hinders is None else _said(hinders),
        }
    )


def _said(row: Sequence[Any]) -> Said:
    code: str = row[0]
    fields: Mapping[str, str | int] = row[1]
    return code, fields
