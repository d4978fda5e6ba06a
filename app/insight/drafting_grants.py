"""The final report's sections on grants, visitors and outcomes, from the rounds' summaries. What stands for fewer than
five organisations is hidden, since the report is published."""

from collections.abc import Sequence

from flask_babel import gettext as _

from app.formatting import kroner, number
from app.insight import summary_shown
from app.insight.charts import Chart, Point
from app.insight.document import Block, Section
from app.insight.summaries import Summary
from app.insight.suppression import HIDDEN
from app.insight.tables import Table


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
    said = []
    for method, words in (
        ("counted", _("%(visitors)s besøkende er talt, i %(reports)s rapporter.")),
        ("estimated", _("%(visitors)s er anslått, i %(reports)s rapporter.")),
    ):
        found = [one.content["visitors"][method] for one in summaries]
        reports = sum(one["reports"] for one in found)
        if reports:
            visitors = sum(one["visitors"] for one in found)
            said.append(words % {"visitors": number(visitors), "reports": number(reports)})
    silent = sum(one.content["visitors"]["not_counted"]["reports"] for one in summaries)
    if silent:
        said.append(_("%(reports)s aktiviteter ble ikke talt. Det er ikke det samme som at ingen kom.", reports=silent))
    return " ".join(said)


def _money(summaries: Sequence[Summary]) -> Section:
    blocks: list[Block] = [
        activities_sentence(summaries),
        money_sentence(summaries),
        summary_shown.overview(summaries),
        summary_shown.money_chart(summaries),
    ]
    return Section(_("Tilskudd"), tuple(blocks))


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
    return Chart(title, "; ".join(f"{point.label}: {point.text}" for point in points), points, unit=_("aktiviteter"))


def _point(name: str, said: str) -> Point:
    digits = "".join(said.split())
    return Point(name, int(digits), said) if digits.isdigit() else Point(name, None, str(HIDDEN))


def _came_of_it(summaries: Sequence[Summary]) -> Section:
    blocks: list[Block] = []
    if said := visitor_sentence(summaries):
        blocks += [said, summary_shown.visitors(summaries), *_visitor_chart(summaries)]
    else:
        blocks.append(_("Ingen rapporter er godkjent ennå, så vi vet ikke hvor mange som kom."))
    for one in summaries:
        blocks += [shown for shown in (summary_shown.reports(one), summary_shown.outcomes(one)) if shown.rows]
        blocks += _outcome_chart(one)
    return Section(_("Dette kom det ut av"), tuple(blocks))


def _visitor_chart(summaries: Sequence[Summary]) -> list[Chart]:
    """How many reports counted, estimated or did neither: the visitors themselves are never added across."""
    names = {"counted": _("Talt"), "estimated": _("Anslått"), "not_counted": _("Ikke talt")}
    points = []
    for method, name in names.items():
        reports = sum(one.content["visitors"][method]["reports"] for one in summaries)
        points.append(Point(name, reports, number(reports)))
    said = "; ".join(f"{point.label}: {point.text}" for point in points)
    return [Chart(_("Hvordan besøkende ble telt"), said, tuple(points), unit=_("rapporter"))]


def _outcome_chart(one: Summary) -> list[Chart]:
    found = [row for row in summary_shown.outcomes(one).rows]
    points = tuple(_point(row[0].plain, row[1].plain) for row in found)
    chart = Chart(
        _("Resultater, %(name)s", name=one.name), "; ".join(f"{row.label}: {row.text}" for row in points), points
    )
    return [] if chart.is_empty else [chart]
