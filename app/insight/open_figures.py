"""The key figures as open data, each with the lines it stands in. Contradictions stand beside each other, as in the
source; what has no number has its words."""

import json
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.extensions import db
from app.files import sheets
from app.insight.dictionary import LICENCE
from app.insight.kinds import COUNT_METHODS, KINDS
from app.insight.models import KeyFigure

COLUMNS = (
    "year",
    "kind",
    "label",
    "value",
    "value_to",
    "value_text",
    "what",
    "count_method",
    "contradicts",
    "source",
    "line_from",
    "line_to",
    "note",
)


def as_json() -> bytes:
    values = {
        "title": _("Nøkkeltall"),
        "description": _("Nøkkeltallene for hvert år med kilden. Tall av forskjellige typer skal ikke legges sammen."),
        "license": LICENCE,
        "figures": [{name: value for name, value in row.items() if value is not None} for row in _rows()],
    }
    return json.dumps(values, ensure_ascii=False, indent=1).encode()


def as_csv() -> bytes:
    return sheets.as_csv(COLUMNS, ([row[name] for name in COLUMNS] for row in _rows()), is_data=True)


def _rows() -> list[dict[str, Any]]:
    found = db.session.scalars(select(KeyFigure).order_by(KeyFigure.year, KeyFigure.kind, KeyFigure.id))
    return [_row(figure) for figure in found]


def _row(figure: KeyFigure) -> dict[str, Any]:
    own: dict[str, Any] = {name: getattr(figure, name, None) for name in COLUMNS}
    kind, method = KINDS.get(figure.kind), figure.count_method
    return own | {
        "label": str(kind.label) if kind else figure.kind,
        "value": None if figure.value is None else float(figure.value),
        "value_to": None if figure.value_to is None else float(figure.value_to),
        "count_method": str(COUNT_METHODS.get(method, method)) if method else None,
    }
