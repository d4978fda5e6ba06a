"""The final report's sections on grants, visitors and outcomes, from the rounds' summaries. What tells of a few
private persons is hidden, since the report is published."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.formatting import kroner, number
from app.insight import summary_shown
from app.insight.charts import Chart, Point
from app.insight.document import Block, Section
from app.insight.summaries import Summary
from app.insight.suppression import HIDDEN
from app.insight.tables import Cell, Table, count, table, words

METHODS = {"counted": _l("Talt"), "estimated": _l("Anslått"), "not_counted": _l("Ikke talt")}


def grant_sections(summaries: Sequence[Summary]) -> list[Section]:
    """Money and its division; then what came of it."""
    if not summaries:
        return [Section(_("Tilskudd"), (_("Ingen runde er regnet ut for året."),))]
    return [_money(summaries), _divided(summaries), _came_of_it(summaries)]


def money_sentence(summaries: Sequence[Summary]) -> str:
    """Sought, granted, paid and returned, in one sentence each."""
    sums = {name: sum(one.total[name] for one in summaries) for name in summary_shown.MONEY}
    said: str = _(
        "Det ble søkt om %(sought)s, og %(granted)s ble tildelt. %(paid)s er utbetalt, og %(returned)s er betalt "
        "tilbake.",
        sought=kroner(sums["sought_nok"]),
        granted=kroner(sums["granted_nok"]),
        paid=kroner(sums["paid_nok"]),
        returned=kroner(sums["returned_nok"]),
    )
    return said


def activities_sentence(summaries: Sequence[Summary]) -> str:
    cases, activities, granted = (
        sum(one.total[name] for one in summaries) for name in ("cases", "activities", "granted")
    )
    said: str = _(
        "%(cases)s søknader gjaldt %(activities)s aktiviteter. %(granted)s av dem fikk tilskudd.",
        cases=number(cases),
        activities=number(activities),
        granted=number(granted),
    )
    return said


def visitor_sentence(summaries: Sequence[Summary]) -> str:
    """Counted and estimated apart. Nothing at all where no report is approved."""
    counted, estimated, silent = (_of_method(summaries, method) for method in METHODS)
    said = []
    if counted.reports:
        said.append(_("%(visitors)s besøkende er talt (%(reports)s).", **counted.words))
    if estimated.reports:
        said.append(_("%(visitors)s er anslått (%(reports)s).", **estimated.words))
    if silent.reports:
        said.append(_("I %(reports)s er det ikke talt. Det er ikke det samme som at ingen kom.", **silent.words))
    return " ".join(said)


@dataclass(frozen=True)
class _Counted:
    """The approved reports of one way to count, and how many came by them."""

    reports: int
    visitors: int | None

    @property
    def words(self) -> dict[str, str]:
        reports = ngettext("%(num)s rapport", "%(num)s rapporter", self.reports)
        return {"visitors": number(self.visitors or 0), "reports": reports}


def _of_method(summaries: Sequence[Summary], method: str) -> _Counted:
    found = [one.content["visitors"][method] for one in summaries]
    came = None if method == "not_counted" else sum(one["visitors"] for one in found)
    return _Counted(sum(one["reports"] for one in found), came)


def _visitors(summaries: Sequence[Summary]) -> Table:
    """There is no number of visitors where nobody counted."""
    rows = []
    for method, name in METHODS.items():
        found = _of_method(summaries, method)
        came = count(found.visitors) if found.reports else Cell(is_number=True)
        rows.append([words(name), count(found.reports), came])
    return table(_("Besøkende, slik det ble telt"), [_("Måte"), _("Rapporter"), _("Besøkende")], rows)


def _money(summaries: Sequence[Summary]) -> Section:
    blocks: list[Block] = [
        activities_sentence(summaries),
        money_sentence(summaries),
        _turned(summary_shown.overview(summaries)),
        summary_shown.money_chart(summaries),
    ]
    return Section(_("Tilskudd"), tuple(blocks))


def _turned(shown: Table) -> Table:
    """Rows as columns: a round's many numbers stand below each other on paper."""
    columns = zip(*shown.rows, strict=True)
    next(columns)
    rows = [[words(name), *cells] for name, cells in zip(shown.head[1:], columns, strict=True)]
    return table(shown.caption, ["", *(row[0].plain for row in shown.rows)], rows)


def _divided(summaries: Sequence[Summary]) -> Section:
    """Each division of each round: the table, and the chart of its activities."""
    blocks: list[Block] = []
    for one in summaries:
        for division in summary_shown.DIVISIONS:
            shown = _with_something(summary_shown.for_everyone(division, one))
            if len(summaries) > 1:
                shown = Table(f"{shown.caption}, {one.name}", shown.head, shown.rows, shown.foot, shown.notes)
            blocks += [shown, *([chart] if not (chart := chart_of(shown)).is_empty else [])]
    return Section(_("Hvem og hva som fikk tilskudd"), tuple(blocks))


def _with_something(shown: Table) -> Table:
    """Without the rows where nobody sought or nobody got anything; a note says which they are."""
    kept = tuple(row for row in shown.rows if row[1].plain != "0")
    left = [row[0].plain for row in shown.rows if row[1].plain == "0"]
    said = (_("Ingen tilskudd: %(names)s.", names=", ".join(left)),) if left else ()
    return Table(shown.caption, shown.head, kept, shown.foot, (*shown.notes, *said))


def chart_of(shown: Table) -> Chart:
    """The activities of a table that anybody may see; a hidden cell is an empty place that says so."""
    points = tuple(_point(row[0].plain, row[1].plain) for row in shown.rows)
    title = f"{shown.caption}: {shown.head[1].lower()}"
    return Chart(title, _said(points), points, unit=_("aktiviteter"))


def _point(name: str, said: str) -> Point:
    digits = "".join(said.split())
    return Point(name, int(digits), said) if digits.isdigit() else Point(name, None, str(HIDDEN))


def _came_of_it(summaries: Sequence[Summary]) -> Section:
    blocks: list[Block] = []
    if said := visitor_sentence(summaries):
        blocks += [said, _visitors(summaries), _method_chart(summaries)]
    else:
        blocks.append(_("Ingen rapporter er godkjent ennå, så vi vet ikke hvor mange som kom."))
    for one in summaries:
        shown = (summary_shown.reports(one), summary_shown.outcomes(one))
        blocks += [each for each in shown if each.rows]
        blocks += _outcome_chart(one)
    return Section(_("Dette kom det ut av"), tuple(blocks))


def _method_chart(summaries: Sequence[Summary]) -> Chart:
    """How many reports counted, estimated or did neither: the visitors themselves are never added across."""
    found = {str(name): _of_method(summaries, method).reports for method, name in METHODS.items()}
    points = tuple(Point(name, reports, number(reports)) for name, reports in found.items())
    return Chart(_("Hvordan besøkende ble telt"), _said(points), points, unit=_("rapporter"))


def _outcome_chart(one: Summary) -> list[Chart]:
    points = tuple(_point(row[0].plain, row[1].plain) for row in summary_shown.outcomes(one).rows)
    chart = Chart(_("Resultater, %(name)s", name=one.name), _said(points), points)
    return [] if chart.is_empty else [chart]


def _said(points: Sequence[Point]) -> str:
    return "; ".join(f"{point.label}: {point.text}" for point in points)
