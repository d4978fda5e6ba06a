"""Tables that a narrow screen shows row by row, as cards: each cell says the heading of its column.

In a template: `{% filter as_cards %}<table class="pkt-table">…</table>{% endfilter %}`, with one row of headings in
`<thead>` and `<th scope="row">` first in each row; the look is «as-cards» in ombruk.css. Every element also says its
role, since a table that css lays out as something else is a table no longer to some screen readers.
"""

import re

from flask import Flask
from markupsafe import Markup, escape

FEW = 4
"""A table with more columns than these becomes cards on a tablet too."""

HEADING = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)
ELEMENT = re.compile(r"<(table|thead|tbody|tfoot|tr|th|td)\b([^>]*)>")
SPAN = re.compile(r'colspan="(\d+)"')
ROLES = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tfoot": "rowgroup", "tr": "row", "td": "cell"}


def as_cards(table: str) -> Markup:
    """`table` with the roles of its elements and a label at each cell, in the frame that css looks at."""
    head, end, body = table.partition("</thead>")
    headings = [_label(heading) for heading in HEADING.findall(head)]
    frame = "as-cards as-cards--wide" if len(headings) > FEW else "as-cards"
    above = ELEMENT.sub(lambda found: _with_role(found, "columnheader"), head)
    return Markup(f'<div class="{frame}">{above}{end}{_body(body, headings)}</div>')  # noqa: S704 - the page's own html


def _label(heading: str) -> str:
    """The words of a heading. One that is only read aloud («Gjør») is not needed above a button."""
    return "" if "sr-only" in heading else str(escape(Markup(heading).striptags()))  # noqa: S704 - its tags are taken off


def _body(html: str, headings: list[str]) -> str:
    ahead = iter(headings)

    def said(found: re.Match[str]) -> str:
        nonlocal ahead
        name, attributes = found.groups()
        if name == "tr":
            ahead = iter(headings)
        if name not in {"th", "td"}:
            return _with_role(found, "")
        span = SPAN.search(attributes)
        label, *_ = [next(ahead, "") for _column in range(int(span[1]) if span else 1)]
        return _with_role(found, "rowheader", label if name == "td" and "data-label" not in attributes else "")

    return ELEMENT.sub(said, html)


def _with_role(found: re.Match[str], heading: str, label: str = "") -> str:
    """The element with its role (`heading`: that of a `th` here) and, where it has one, its label."""
    name, attributes = found.groups()
    said = f' data-label="{label}"' if label else ""
    return f'<{name} role="{ROLES.get(name, heading)}"{said}{attributes}>'


def init_app(app: Flask) -> None:
    app.add_template_filter(as_cards)
