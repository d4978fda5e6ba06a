"""What the documents say of the code is what the code says."""

from flask import Flask

from app.cli import diagrams
from app.config import ROOT


def test_the_drawn_statuses_are_those_of_the_code(app: Flask) -> None:
    drawn = (ROOT / "docs" / "statuses.md").read_text(encoding="utf-8")
    assert drawn == diagrams.statuses(), "run: flask --app wsgi diagrams"
