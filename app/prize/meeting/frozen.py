"""The matrix as plain values, kept with the verdict: the minutes are written from this, whatever happens later.

{"quorum": 3,
 "criteria": [{"code", "name", "weight"}],
 "members": [{"id": public id, "name", "seat", "unit", "is_chair", "is_deputy", "given", "mean": "71.5" | null}],
 "rows": [{"reference", "project", "unit", "total": "78.75" | null, "spread", "given", "recusals", "has_quorum",
           "medians": {criterion code: "4" | "3.5" | null},
           "cells": {member id: {"mark": Mark, "values": {code: 1-5 | null}, "first": {code: …}, "total"}}}]}

Rows: those with a result from the highest total, then the others by reference. Decimals are strings, unrounded.
"""

from decimal import Decimal
from typing import Any

from app.judging.scoring import Sheet
from app.prize.meeting.matrix import Column, Matrix, Row


def frozen(matrix: Matrix) -> dict[str, Any]:
    codes = {criterion.id: criterion.code for criterion in matrix.criteria}
    return {
        "quorum": matrix.quorum,
        "criteria": [{"code": one.code, "name": one.name, "weight": one.weight} for one in matrix.criteria],
        "members": [_member(column) for column in matrix.columns],
        "rows": [_row(row, matrix, codes) for row in (*matrix.ranked, *matrix.unranked)],
    }


def _member(column: Column) -> dict[str, Any]:
    member = column.member
    return {
        "id": member.public_id,
        "name": member.user.name,
        "seat": member.seat.code,
        "unit": member.seat.unit,
        "is_chair": member.is_chair,
        "is_deputy": member.is_deputy,
        "given": column.given,
        "mean": _text(column.mean),
    }


def _row(row: Row, matrix: Matrix, codes: dict[int, str]) -> dict[str, Any]:
    cells = {column.member.public_id: row.cells[column.member.user_id] for column in matrix.columns}
    return {
        "reference": row.reference,
        "project": row.nomination.project,
        "unit": row.nomination.unit,
        "total": _text(row.total),
        "spread": row.result.spread,
        "given": row.given,
        "recusals": row.recusals,
        "has_quorum": row.has_quorum,
        "medians": {code: _text(row.result.criteria[criterion].median) for criterion, code in codes.items()},
        "cells": {
            member: {
                "mark": cell.mark.value,
                "values": _sheet(cell.values, codes),
                "first": _sheet(cell.first, codes),
                "total": _text(cell.total),
            }
            for member, cell in cells.items()
        },
    }


def _sheet(sheet: Sheet, codes: dict[int, str]) -> dict[str, int | None]:
    return {codes[criterion]: value for criterion, value in sheet.items()}


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"
