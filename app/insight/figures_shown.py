"""The key figures as parts of a page or a document: for each group a table of years × kinds, and its charts."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from app.insight.charts import Chart, Point, chart_of
from app.insight.figures import Figure, by_kind, years
from app.insight.kinds import GROUPS, KINDS, Group
from app.insight.tables import Cell, Entry, Table, listed, table, words


@dataclass(frozen=True)
class Part:
    """One group. `table` has a row for each figure, with its source, those of one kind together."""

    code: str
    title: str
    intro: str
    table: Table
    charts: tuple[Chart, ...] = ()


def parts(figures: Sequence[Figure]) -> list[Part]:
    """The groups that somebody has a figure of, in order."""
    by_group = {group: [one for one in figures if KINDS[one.kind].group is group] for group in Group}
    yearly = years([one for one in figures if KINDS[one.kind].group is not Group.SURVEY])
    return [_part(group, found, yearly) for group, found in by_group.items() if found]


def charts(figures: Sequence[Figure]) -> list[Chart]:
    """All charts of the page, as `parts` gives them."""
    return [chart for part in parts(figures) for chart in part.charts]


def chart_of_years(kind: str, figures: Sequence[Figure]) -> Chart:
    """The years of one kind as bars; a year without a figure says so."""
    described = KINDS[kind]
    of_kind = [one for one in figures if one.kind == kind and not one.contradicts]
    points = (_point(year, [one for one in of_kind if one.year == year]) for year in years(of_kind))
    return chart_of(described.label, points, unit=described.counts)


def _part(group: Group, figures: list[Figure], yearly: Sequence[int]) -> Part:
    """`yearly`: from the first year that somebody has a figure of to the last."""
    head = [_("Hva"), _("År"), _("Tall"), _("Kilde")]
    drawn = [chart_of_years(code, figures) for code, kind in KINDS.items() if kind.has_chart]
    return Part(
        group.value,
        str(GROUPS[group]),
        _intro(group, sorted(set(yearly) - {one.year for one in figures})),
        table(GROUPS[group], head, [_row(one) for one in by_kind(figures)], names_once=True),
        tuple(chart for chart in drawn if chart.compares),
    )


def _intro(group: Group, silent: Sequence[int]) -> str:
    """What to know of a group. A year without events is named: else nobody knows whether it was forgotten."""
    if group is Group.REACH:
        return str(
            _(
                "Rekkevidde er mange forskjellige ting: en sidevisning er ikke en besøkende, og en følger har kanskje "
                "ikke sett noe. Derfor legges de aldri sammen."
            )
        )
    if group is Group.PROGRAMME and silent:
        return str(_("Ingen har skrevet ned hvor mange arrangementer det var i %(years)s.", years=listed(silent)))
    if group is Group.VISITORS:
        return str(_("Talt og anslått står hver for seg. Det som ikke er talt, er ikke null."))
    return ""


def _row(figure: Figure) -> list[Cell]:
    said = Cell((Entry(figure.shown, figure.about),))
    return [words(KINDS[figure.kind].label), words(figure.year), said, words(source(figure))]


def source(figure: Figure) -> str:
    """Where it stands: the lines where there are any, else the source's name."""
    return figure.lines or figure.source


def _point(year: int, found: list[Figure]) -> Point:
    """The figure of the whole before one of a part, the first before the next; where a number is kept back, that."""
    numbers = sorted((one for one in found if one.value is not None), key=lambda one: one.what is not None)
    if not numbers:
        hidden = [one.shown for one in found if one.is_reckoned]
        return Point(str(year), None, hidden[0] if hidden else str(_("ikke oppgitt")))
    first = numbers[0]
    assert first.value is not None
    text = first.shown + (f", {first.what}" if first.what else "")
    upper = None if first.value_to is None else int(first.value_to)
    return Point(str(year), int(first.value), text, upper)
