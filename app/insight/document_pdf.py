"""The report on paper: PDF/A-3a and PDF/UA-1 in one file, as letters are."""

from collections.abc import Mapping
from datetime import UTC, datetime

from app.insight.charts import Chart
from app.insight.document import Block, Bullets, Document, Drawn, Photos
from app.insight.tables import Table
from app.letters import page
from app.letters.pdf import print_page

UNDATED = datetime(1970, 1, 1, tzinfo=UTC)
"""Nothing is embedded, so the file tells no time."""
KINDS: dict[type, str] = {str: "text", Bullets: "bullets", Table: "table", Chart: "chart", Photos: "photos"}


def print_report(report: Document, drawn: Mapping[str, Drawn]) -> bytes:
    """`drawn`: by the chart's key. The same content gives the same file."""
    html = page.document(
        "insight/documents/final_report.html",
        "nb",
        report=report,
        drawn=drawn,
        kind_of=kind_of,
        colour=report.colour,
    )
    images = {one.name: one.svg for one in drawn.values()} | {photo.name: photo.data for photo in report.photos}
    return print_page(html, UNDATED, images=images)


def kind_of(block: Block) -> str:
    """What the template shows it as."""
    return KINDS[type(block)]
