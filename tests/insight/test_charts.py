"""Charts as somebody meets them: by ear, in print, and not drawn yet."""

import xml.etree.ElementTree as ET
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from app.access import SYSTEM
from app.extensions import db
from app.insight import charts
from app.insight.charts import Chart, Point, Shape
from app.insight.figures_shown import chart_of_years
from app.insight.loading import history, load_history
from app.insight.summary_jobs import draw_charts, missing_charts
from tests.conftest import MORNING

SVG = "{http://www.w3.org/2000/svg}"
MONEY = Chart(
    "Søkt & tildelt <2024>",
    "2024: søkt 318 500 kr",
    (Point("2024", 318_500, "318 500 kr", series="Søkt"), Point("2024", 0, "0 kr", series="Betalt tilbake")),
    Shape.GROUPED,
)


def test_a_drawing_says_what_it_shows(app: Flask) -> None:
    drawn = charts.svg(MONEY)
    root = ET.fromstring(drawn)
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert desc is not None
    assert (root.get("role"), title.text, desc.text) == ("img", MONEY.title, MONEY.description)
    assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    words = [one.text for one in root.iter(f"{SVG}text")]
    assert words == ["Søkt", "Betalt tilbake", "318 500 kr", "0 kr", "2024"]
    assert {one.get("font-family") for one in root.iter(f"{SVG}text")} == {"Public Sans"}
    assert " style=" not in drawn
    assert charts.kept(MONEY) == drawn
    assert charts.png(MONEY)[:4] == b"\x89PNG"


def test_the_same_content_is_the_same_drawing() -> None:
    again = Chart(MONEY.title, MONEY.description, tuple(MONEY.points), Shape.GROUPED)
    other = Chart(MONEY.title, MONEY.description, MONEY.points[:1], Shape.GROUPED)
    assert again.key == MONEY.key != other.key


def test_a_year_without_a_figure_says_so() -> None:
    chart = chart_of_years("events", history())
    assert [(point.label, point.value, point.text) for point in chart.points][4:8] == [
        ("2019", 47, "47"),
        ("2020", None, "ikke oppgitt"),
        ("2021", 29, "29"),
        ("2022", 6, "6"),
    ]
    ranges = chart_of_years("visitors_estimated", history()).points[0]
    assert (ranges.value, ranges.value_to, ranges.text) == (150, 200, "150–200, fyrtårnsarrangementet")


def test_pages_never_draw(client: FlaskClient, app: Flask) -> None:
    """What is not drawn yet says so; the job draws it, once."""
    load_history(SYSTEM, MORNING)
    db.session.commit()
    folder = Path(app.config["OMBRUK"].instance) / "charts"
    waiting = "Diagrammet tegnes. Tallene står i tabellen."
    assert client.get("/nokkeltall").text.count(waiting) == 5
    assert not folder.exists()
    assert missing_charts(MORNING) == 5
    draw_charts.run()
    assert len(list(folder.glob("*.svg"))) == 5
    assert missing_charts(MORNING) == 0
    page = client.get("/nokkeltall").text
    assert waiting not in page
    assert charts.svg(chart_of_years("events", history())) in page
