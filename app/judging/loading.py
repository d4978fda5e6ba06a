"""Make a rubric from a document of plain data: a name, and criteria with weight and five sentences each."""

from typing import Any

from app.judging.models import Anchor, Criterion, Rubric


def load_rubric(document: dict[str, Any]) -> Rubric:
    """Raises KeyError for a missing key."""
    return Rubric(name=document["name"], criteria=[_criterion(i, row) for i, row in enumerate(document["criteria"])])


def _criterion(position: int, row: dict[str, Any]) -> Criterion:
    anchors = [Anchor(value=value, sentence=sentence) for value, sentence in enumerate(row["anchors"], start=1)]
    return Criterion(position=position, **{**row, "anchors": anchors})
