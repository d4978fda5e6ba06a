"""Summaries as tables and charts: of one round, over rounds, and as everybody may see them."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.accounts.applicant_types import TYPES
from app.accounts.models import ApplicantType
from app.applications.models import Status
from app.applications.workflow import LABELS
from app.followup.report.models import ReportState
from app.followup.report.outcomes import CHANNELS, OUTCOMES
from app.formatting import kroner, number
from app.insight import figures_shown
from app.insight.charts import Chart, Point, Shape, chart_of
from app.insight.figures import Figure, all_figures
from app.insight.kinds import COUNT_METHODS
from app.insight.summaries import Summary, all_summaries, figures_of_rounds
from app.insight.tables import Cell, Entry, Table, count, money, table, words

DIVISIONS: dict[str, str] = {
    "districts": _l("Bydeler"),
    "categories": _l("Temaer"),
    "types": _l("Søkertyper"),
    "first_time": _l("Søkt før"),
}
"""How a round is divided; the codes of a summary."""

ROWS: dict[str, str] = {
    "districts": _l("Bydel"),
    "categories": _l("Tema"),
    "types": _l("Søkertype"),
    "first_time": _l("Søkt før"),
}
"""What one row of a division is."""

PUBLIC = ("districts", "categories", "types")
"""The divisions that everybody may see."""

MONEY: dict[str, str] = {
    "sought_nok": _l("Søkt"),
    "granted_nok": _l("Tildelt"),
    "paid_nok": _l("Utbetalt"),
    "returned_nok": _l("Betalt tilbake"),
}
FIRST_TIME: dict[str, str] = {"yes": _l("Søker for første gang"), "no": _l("Har søkt før"), "unknown": _l("Ikke svart")}
REPORTS: dict[str, str] = {
    ReportState.APPROVED.value: _l("Godkjent"),
    ReportState.SUBMITTED.value: _l("Til gjennomlesning"),
    ReportState.RETURNED.value: _l("Sendt tilbake"),
    ReportState.DRAFT.value: _l("Påbegynt"),
    ReportState.WRITTEN_OFF.value: _l("Avskrevet"),
}


def name_of(division: str, row: dict[str, Any]) -> str:
    """What a row of a division is called."""
    if division == "types":
        return str(TYPES[ApplicantType(row["code"])].name)
    if division == "first_time":
        return str(FIRST_TIME[row["code"]])
    return str(row["name"] or _("Ikke oppgitt"))


def overview(summaries: Sequence[Summary]) -> Table:
    """One row a round."""
    head = [_("Runde"), _("Saker"), _("Aktiviteter"), _("Organisasjoner"), _("Tildelte aktiviteter"), *MONEY.values()]
    counted = ("cases", "activities", "organisations", "granted")
    rows = [
        [words(one.name), *(count(one.total[name]) for name in counted), *(money(one.total[name]) for name in MONEY)]
        for one in summaries
    ]
    return table(_("Runder"), head, rows)


def money_chart(summaries: Sequence[Summary]) -> Chart:
    """Sought, granted, paid and returned, of each round in which somebody sought."""
    points = (
        Point(one.name, one.total[name], kroner(one.total[name]), series=str(label))
        for one in summaries
        if one.total["sought_nok"]
        for name, label in MONEY.items()
    )
    return chart_of(_("Søkt, tildelt, utbetalt og betalt tilbake"), points, Shape.GROUPED, _("kroner"))


def visitors(summaries: Sequence[Summary]) -> Table:
    """How many came, by how it was counted: never added across."""
    head = [_("Runde"), *(label.capitalize() for label in _methods().values()), _("Uten godkjent rapport")]
    rows = [
        [words(one.name), *(_came(one, method) for method in _methods()), count(_unreported(one))] for one in summaries
    ]
    return table(_("Besøkende, slik det ble telt"), head, rows)


def _methods() -> dict[str, str]:
    return {code: str(COUNT_METHODS[code]) for code in ("counted", "estimated", "not_counted")}


def _came(summary: Summary, method: str) -> Cell:
    """No report says nothing of how many came; «not counted» is a number of reports."""
    found = summary.content["visitors"][method]
    if not found["reports"]:
        return Cell(is_number=True)
    reports = str(ngettext("%(num)s rapport", "%(num)s rapporter", found["reports"]))
    if "visitors" not in found:
        return Cell(words(reports).entries, is_number=True)
    return count(found["visitors"], reports)


def _unreported(summary: Summary) -> int:
    return max(0, int(summary.content["grants"]) - int(summary.content["reports"].get(ReportState.APPROVED.value, 0)))


def over_rounds(division: str, summaries: Sequence[Summary]) -> Table:
    """Rows of the division, a column a round: how many were granted of how many sought, and the kroner granted."""
    by_name: dict[str, dict[str, dict[str, Any]]] = {}
    for one in summaries:
        for row in one.content[division]:
            by_name.setdefault(name_of(division, row), {})[one.slug] = row
    sought = {name: found for name, found in by_name.items() if any(row["activities"] for row in found.values())}
    rows = [[words(name), *(_share(found.get(one.slug)) for one in summaries)] for name, found in sought.items()]
    head = [ROWS[division], *(one.name for one in summaries)]
    return table(DIVISIONS[division], head, rows, notes=_without(by_name.keys() - sought.keys(), by_name))


def _without(names: Collection[str], ordered: Iterable[str]) -> tuple[str, ...]:
    """A note on those that nobody sought for, instead of rows of nothing."""
    left = [name for name in ordered if name in names]
    return (str(_("Ingen søknader: %(names)s.", names=", ".join(left))),) if left else ()


def _share(row: dict[str, Any] | None) -> Cell:
    """Nothing for a round that does not have the row; a dash where nobody sought."""
    if row is None or not row["activities"]:
        return Cell(is_number=True)
    of_all = _("%(granted)s av %(all)s", granted=number(row["granted"]), all=number(row["activities"]))
    given = kroner(row["granted_nok"]) if row["granted"] else ""
    return Cell((Entry(str(of_all), given),), is_number=True)


def divided(division: str, summary: Summary) -> Table:
    """One division of one round: a row for each name that somebody sought for."""
    names = [name_of(division, row) for row in summary.content[division]]
    sought = [row for row in summary.content[division] if row["activities"]]
    counted = ("organisations", "activities", "granted")
    head = [ROWS[division], _("Organisasjoner"), _("Aktiviteter"), _("Fikk tilskudd"), *(MONEY.values())]
    head[4:6] = [_("Søkt beløp"), _("Tildelt beløp")]
    rows = [
        [
            words(name_of(division, row)),
            *(count(row[name]) for name in counted),
            *(money(row[name]) for name in MONEY),
        ]
        for row in sought
    ]
    left = set(names) - {name_of(division, row) for row in sought}
    return table(DIVISIONS[division], head, rows, notes=_without(left, names))


def division_chart(division: str, summary: Summary) -> Chart:
    """How many activities were granted of those sought, of each name that somebody sought for."""
    points = (
        Point(
            name_of(division, row),
            row["granted"],
            str(_("%(granted)s av %(all)s", granted=number(row["granted"]), all=number(row["activities"]))),
        )
        for row in summary.content[division]
        if row["activities"]
    )
    title = _("%(division)s: tildelte av omsøkte aktiviteter", division=DIVISIONS[division])
    return chart_of(title, points)


def facts(summary: Summary) -> list[tuple[str, str]]:
    """A round in brief, as pairs of a name and a text."""
    total = summary.total
    granted = _("%(granted)s av %(all)s", granted=number(total["granted"]), all=number(total["activities"]))
    return [
        (str(_("Ramme")), kroner(summary.content["pot_nok"])),
        *((str(label), kroner(total[name])) for name, label in MONEY.items()),
        (str(_("Godtatt av søkerne")), kroner(summary.content["accepted_nok"])),
        (str(_("Saker")), number(total["cases"])),
        (str(_("Organisasjoner")), number(total["organisations"])),
        (str(_("Aktiviteter som fikk tilskudd")), str(granted)),
    ]


def statuses(summary: Summary) -> Table:
    found = summary.content["statuses"]
    rows = [[words(LABELS[status].staff), count(found[status.value])] for status in Status if status.value in found]
    return table(_("Saker etter status"), [_("Status"), _("Saker")], rows)


def reports(summary: Summary) -> Table:
    found = summary.content["reports"]
    rows = [[words(label), count(found[code])] for code, label in REPORTS.items() if code in found]
    begun = sum(found.values())
    missing = int(summary.content["grants"]) - begun
    if missing > 0:
        rows.append([words(_("Venter på rapport")), count(missing)])
    return table(_("Rapporter"), [_("Rapport"), _("Antall")], rows)


def outcomes(summary: Summary) -> Table:
    head = [_("Hva"), _("Antall"), _("Rapporter")]
    return _things(_("Dette kom det ut av"), summary.content["outcomes"], OUTCOMES, head)


def reach(summary: Summary) -> Table:
    """A row a channel; they are never added."""
    head = [_("Kanal"), _("Antall som så det"), _("Rapporter")]
    return _things(_("Hvor mange som så innlegg og plakater"), summary.content["reach"], CHANNELS, head)


def _things(caption: str, found: dict[str, dict[str, int]], names: dict[str, str], head: list[str]) -> Table:
    rows = [
        [words(label), count(found[code]["number"]), count(found[code]["reports"])]
        for code, label in names.items()
        if code in found
    ]
    return table(caption, head, rows)


def round_charts(summary: Summary) -> dict[str, Chart]:
    """The charts of a round's own page."""
    drawn = {division: division_chart(division, summary) for division in DIVISIONS}
    return {code: chart for code, chart in drawn.items() if chart.compares}


def public_figures(day: date) -> tuple[list[Figure], list[Summary]]:
    """All figures of all years, the rounds' own among them; and the summaries of weeks that have been held."""
    summaries = all_summaries()
    return [*all_figures(), *figures_of_rounds(summaries, day)], [one for one in summaries if one.is_over(day)]


def all_charts(day: date) -> list[Chart]:
    """Every chart of every page of the figures."""
    summaries = all_summaries()
    figures = [*all_figures(), *figures_of_rounds(summaries, day)]
    of_rounds = [chart for one in summaries for chart in round_charts(one).values()]
    return [*figures_shown.charts(figures), *([money_chart(summaries)] if summaries else []), *of_rounds]


Shown = Callable[[Summary], Table]
OF_A_ROUND: tuple[Shown, ...] = (statuses, reports, outcomes, reach)
"""The smaller tables of a round's page, in order; an empty one says so."""
