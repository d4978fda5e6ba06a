"""How a chart looks. One colour carries the numbers and every bar has its number written at it, so that nothing is told
by colour alone. No line, tick or box that says nothing."""

import re
import textwrap
import threading
from html import escape
from pathlib import Path
from typing import Any

from app.config import ROOT
from app.insight.charts import Chart, Point, Shape

FONTS = ROOT / "app" / "static" / "built" / "fonts"
FONT, INK, QUIET, BAR, LIGHT = "Public Sans", "#2c2c2c", "#595959", "#2a2859", "#8f8dc0"
WIDTH, ROW, LINE, GROUP_ROW = 420, 28, 18, 24
"""Pixels of the drawing, so narrow that it is read on a phone without turning it."""
LETTER, LONGEST, HEADING = 7.4, 30, 50
"""About how wide a letter is, in pixels; in letters, the longest line of a name beside its bars, and of one above."""

ONE_AT_A_TIME = threading.Lock()  # vl-convert keeps one engine a process
START = re.compile(r"<svg [^>]*>")
_registered: set[Path] = set()


def drawn(chart: Chart, kind: str, fonts: Path) -> bytes:
    """The chart as `kind` (svg or png). `fonts`: a folder for the installed fonts as vl-convert reads them."""
    import vl_convert  # 60 MB, in the jobs that draw only

    with ONE_AT_A_TIME:
        _register(fonts)
        written = _layout(chart).to_dict()
        if kind == "png":
            return bytes(vl_convert.vegalite_to_png(written, scale=2))
        return _told(vl_convert.vegalite_to_svg(written), chart).encode()


def _told(svg: str, chart: Chart) -> str:
    """With its name and description, as an image that scales; without the roles that Vega writes on every line."""
    key = chart.key
    quiet = re.sub(r' (?:role|aria-[a-z]+|class|pointer-events)="[^"]*"', "", svg)
    size = re.search(r'viewBox="([^"]*)"', quiet)
    box = size.group(1) if size else f"0 0 {WIDTH} {WIDTH}"
    width, height = box.split()[2:]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" width="{width}" height="{height}" '
        f'viewBox="{box}" aria-labelledby="t{key} d{key}">'
        f'<title id="t{key}">{escape(chart.title)}</title><desc id="d{key}">{escape(chart.description)}</desc>'
    )
    return START.sub(lambda _found: head, quiet, count=1)


def _register(folder: Path) -> None:
    """vl-convert reads no woff2: the installed fonts are written once as TrueType, under one family name."""
    import vl_convert

    if folder in _registered or not FONTS.exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    for weight, style in ((400, "Regular"), (600, "SemiBold")):
        _write_font(FONTS / f"public-sans-latin-{weight}.woff2", folder / f"{weight}.ttf", weight, style)
    vl_convert.register_font_directory(str(folder))
    _registered.add(folder)


def _write_font(source: Path, place: Path, weight: int, style: str) -> None:
    if place.exists() or not source.exists():
        return
    from fontTools.ttLib import TTFont  # comes with WeasyPrint

    font = TTFont(source)
    font.flavor = None
    font["OS/2"].usWeightClass = weight
    for record in list(font["name"].names):
        font["name"].removeNames(nameID=record.nameID)
    for name_id, text in ((1, FONT), (2, style), (4, f"{FONT} {style}"), (6, f"PublicSans-{style}")):
        font["name"].setName(text, name_id, 3, 1, 0x409)
    font.save(place)


def _altair() -> Any:
    import altair  # heavy: only where charts are drawn

    return altair


def _layout(chart: Chart) -> Any:
    alt = _altair()
    laid = {Shape.BARS: _bars, Shape.GROUPED: _grouped}[chart.shape](chart)
    return laid.configure(
        font=FONT,
        background="transparent",
        aria=False,
        padding=4,
        view=alt.ViewConfig(stroke=None),
        axis=alt.AxisConfig(
            labelFont=FONT, labelFontSize=14, labelColor=INK, domainColor=QUIET, ticks=False, grid=False, labelPadding=8
        ),
        text=alt.MarkConfig(font=FONT, fontSize=14, fill=INK),
        header=alt.HeaderConfig(labelFont=FONT, labelFontSize=15, labelFontWeight=600, labelColor=INK),
    )


def _rows(chart: Chart) -> Any:
    longest = HEADING if chart.shape is Shape.GROUPED else LONGEST
    return _altair().Data(values=[_row(point, longest) for point in chart.points])


def _row(point: Point, longest: int) -> dict[str, Any]:
    upper = point.value if point.value_to is None else point.value_to
    return {
        "label": _lines(point.label, longest),
        "series": point.series,
        "value": point.value,
        "upper": upper,
        "end": upper or 0,
        "text": point.said,
    }


def _lines(name: str, longest: int = LONGEST) -> str:
    return "\n".join(textwrap.wrap(name, longest)) or name


def _bars(chart: Chart) -> Any:
    names = list(dict.fromkeys(_lines(point.label) for point in chart.points))
    lines = max(name.count("\n") for name in names)
    return _side(chart, "label", names, ROW + lines * LINE).properties(height=(ROW + lines * LINE) * len(names))


def _grouped(chart: Chart) -> Any:
    """Each name is a heading of its own, with a bar a series: which is which stands in words."""
    alt = _altair()
    series = list(dict.fromkeys(point.series for point in chart.points))
    names = list(dict.fromkeys(_lines(point.label, HEADING) for point in chart.points))
    both = _side(chart, "series", series, GROUP_ROW).properties(height=GROUP_ROW * len(series))
    split = "split(datum.label, '\\n')"
    head = alt.Header(labelAnchor="start", labelOrient="top", title=None, labelPadding=4, labelExpr=split)
    return both.facet(row=alt.Row("label:N", sort=names, title=None, header=head), spacing=14)


def _side(chart: Chart, name: str, order: list[str], row: int) -> Any:
    """Bars to the right of their names; the upper part of a range is lighter, and its ends stand in words."""
    alt = _altair()
    widest = int(max(len(line) for one in order for line in one.split("\n")) * LETTER) + 12
    axis = alt.Axis(labelLimit=widest, domain=False, labelExpr="split(datum.label, '\\n')", labelLineHeight=LINE)
    scale = alt.Scale(domainMin=0, domainMax=_furthest(chart, WIDTH - widest))
    base = alt.Chart(_rows(chart)).encode(y=alt.Y(f"{name}:N", sort=order, title=None, axis=axis))
    thick = {"height": min(18, row - 8)}
    upper = base.mark_bar(color=LIGHT, **thick).encode(x=alt.X("upper:Q", axis=None, scale=scale))
    known = base.mark_bar(color=BAR, **thick).encode(x=alt.X("value:Q", axis=None, scale=scale))
    words = base.mark_text(align="left", dx=6).encode(x=alt.X("end:Q", axis=None, scale=scale), text="text:N")
    return alt.layer(upper, known, words).properties(width=WIDTH - widest)


def _furthest(chart: Chart, room: int) -> float:
    """Where the scale ends, so that there is room to write at every bar."""
    ends = [(point.value_to or point.value or 0, len(point.said) * LETTER + 12) for point in chart.points]
    longest = max(end for end, _words in ends) or 1
    return max(longest, *(end / max(0.25, 1 - words / room) for end, words in ends))
