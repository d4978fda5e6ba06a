"""The key figures as parts of a page or a document: for each group a table of years × kinds, and its charts."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from app.insight.charts import Chart, Point, chart_of
from app.insight.figures import Figure, years
from app.insight.kinds import GROUPS, KINDS, Group, Kind, Unit
from app.insight.tables import Cell, Entry, Table, table, words


@dataclass(frozen=True)
class Part:
    """One group. `table` has a row a year and a column a kind; each entry carries its source."""

    code: str
    title: str
    intro: str
    table: Table
    charts: tuple[Chart, ...] = ()


def parts(figures: Sequence[Figure]) -> list[Part]:
    """The groups that somebody has a figure of, in order. The first has a row for every year from the first to the
    last, so that a year without figures says so; the others for the years that they have figures of."""
    by_group = {group: [one for one in figures if KINDS[one.kind].group is group] for group in Group}
    yearly = [one for one in figures if KINDS[one.kind].group is not Group.SURVEY]
    return [
        _part(group, found, years(yearly) if group is Group.PROGRAMME else sorted({one.year for one in found}))
        for group, found in by_group.items()
        if found
    ]


def sourced(figures: Sequence[Figure]) -> list[Table]:
    """The groups again as lists: a row for each figure, with its source, those of one kind together."""
    head = [_("Hva"), _("År"), _("Tall"), _("Kilde")]
    found: dict[Group, list[list[Cell]]] = {group: [] for group in Group}
    order = list(KINDS)
    for one in sorted(figures, key=lambda figure: (order.index(figure.kind), figure.year, figure.contradicts)):
        kind = KINDS[one.kind]
        said = Cell((Entry(one.shown, one.about),))
        found[kind.group].append([words(kind.label), words(one.year), said, words(source(one))])
    return [table(GROUPS[group], head, rows, names_once=True) for group, rows in found.items() if rows]


def charts(figures: Sequence[Figure]) -> list[Chart]:
    """All charts of the page, as `parts` gives them."""
    return [chart for part in parts(figures) for chart in part.charts]


def chart_of_years(kind: str, figures: Sequence[Figure]) -> Chart:
    """The years of one kind as bars; a year without a figure says so."""
    described = KINDS[kind]
    of_kind = [one for one in figures if one.kind == kind and not one.contradicts]
    points = (_point(year, [one for one in of_kind if one.year == year]) for year in years(of_kind))
    return chart_of(described.label, points, unit=described.counts)


def _part(group: Group, figures: list[Figure], shown: list[int]) -> Part:
    kinds = [kind for kind in KINDS.values() if any(one.kind == kind.code for one in figures)]
    rows = [[_year(year), *(_cell(year, kind, figures) for kind in kinds)] for year in shown]
    drawn = tuple(chart_of_years(kind.code, figures) for kind in kinds if kind.has_chart)
    return Part(
        group.value,
        str(GROUPS[group]),
        _intro(group),
        table(GROUPS[group], [_("År"), *(kind.label for kind in kinds)], rows),
        tuple(chart for chart in drawn if chart.compares),
    )


def _intro(group: Group) -> str:
    if group is Group.REACH:
        return str(
            _(
                "Rekkevidde er mange forskjellige ting: en sidevisning er ikke en besøkende, og en følger har kanskje "
                "ikke sett noe. Derfor legges de aldri sammen."
            )
        )
    if group is Group.PROGRAMME:
        return str(_("Et år uten tall står her likevel: da har ingen skrevet ned hvor mange det var."))
    if group is Group.VISITORS:
        return str(_("Talt og anslått står hver for seg. Det som ikke er talt, er ikke null."))
    return ""


def _year(year: int) -> Cell:
    return Cell((Entry(str(year)),))


def _cell(year: int, kind: Kind, figures: list[Figure]) -> Cell:
    here = [one for one in figures if one.year == year and one.kind == kind.code]
    entries = tuple(Entry(one.shown, one.about, source(one)) for one in here)
    return Cell(entries, is_number=kind.unit is not Unit.TEXT)


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
