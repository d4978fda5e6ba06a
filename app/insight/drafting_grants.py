"""The final report's chapters on grants, visitors and outcomes, from the rounds' summaries: the rounds of a year stand
beside each other in one table. What tells of a few private persons is hidden, since the report is published. A chapter
that there is nothing for is a sentence that says so."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.followup.report.models import ReportState
from app.followup.report.outcomes import OUTCOMES
from app.formatting import kroner, number
from app.insight import published, summary_shown
from app.insight.document import Block, Section
from app.insight.summaries import Summary
from app.insight.tables import TOGETHER, Cell, Table, count, listed, money, table, words

METHODS = {"counted": _l("Talt"), "estimated": _l("Anslått"), "not_counted": _l("Ikke talt")}
COUNTED: dict[str, str] = {
    "cases": _l("Søknader"),
    "activities": _l("Aktiviteter det ble søkt om"),
    "granted": _l("Aktiviteter som fikk tilskudd"),
    "organisations": _l("Organisasjoner som søkte"),
}
FEWEST_BARS = 3
"""A chart of fewer stands beside a table that is read as fast."""


def grant_section(summaries: Sequence[Summary]) -> Section | str:
    """How much was sought and given. One organisation may have sought in several rounds, so those are not added."""
    if not summaries:
        return str(_("Ingen runde er regnet ut for året."))
    rows = [_across(COUNTED[code], _of_rounds(code, summaries), adds=code != "organisations") for code in COUNTED]
    rows += [_across(name, _of_rounds(code, summaries), money) for code, name in summary_shown.MONEY.items()]
    notes = (_("En organisasjon kan ha søkt i flere runder. Derfor er de ikke lagt sammen."),)
    numbers = table(
        _("Søknader og penger"),
        [_("Hva"), *_columns(summaries, summaries[0].name)],
        rows,
        notes=notes if len(summaries) > 1 else (),
    )
    chart = summary_shown.money_chart(summaries)
    return Section(_("Tilskudd"), (*_names(summaries), numbers, *([chart] if chart.compares else [])))


def _names(summaries: Sequence[Summary]) -> list[str]:
    """Which rounds there were, where there were several."""
    names = listed(one.name for one in summaries)
    return [_("Året hadde disse rundene: %(names)s.", names=names)] if len(summaries) > 1 else []


def _of_rounds(code: str, summaries: Sequence[Summary]) -> list[int]:
    return [one.total[code] for one in summaries]


def _columns(summaries: Sequence[Summary], alone: str) -> list[str]:
    """A column a round, and one of what they come to; of a single round `alone`."""
    return [*(one.name for one in summaries), str(TOGETHER)] if len(summaries) > 1 else [alone]


def _across(
    name: object, values: Sequence[int | None], cell: Callable[[int | None], Cell] = count, *, adds: bool = True
) -> list[Cell]:
    """A row of such a table. What several rounds come to is of those that say something."""
    whole = sum(value or 0 for value in values) if adds else None
    return [words(name), *(cell(value) for value in values), *([cell(whole)] if len(values) > 1 else [])]


def money_sentence(summaries: Sequence[Summary]) -> str:
    """Sought, granted, paid and returned."""
    sought, granted, paid, returned = (sum(_of_rounds(code, summaries)) for code in summary_shown.MONEY)
    both = {"sought": kroner(sought), "granted": kroner(granted)}
    said = [_("Det ble søkt om %(sought)s, og %(granted)s ble tildelt.", **both)]
    if not paid:
        said.append(_("Ingenting er utbetalt ennå."))
    elif returned:
        said.append(
            _("%(paid)s er utbetalt, og %(returned)s er betalt tilbake.", paid=kroner(paid), returned=kroner(returned))
        )
    else:
        said.append(_("%(paid)s er utbetalt.", paid=kroner(paid)))
    return " ".join(said)


def activities_sentence(summaries: Sequence[Summary]) -> str:
    cases, activities, granted = (sum(_of_rounds(code, summaries)) for code in ("cases", "activities", "granted"))
    if not cases:
        return str(_("Ingen har søkt ennå."))
    said: str = _(
        "%(cases)s gjaldt %(activities)s, og %(granted)s av dem fikk tilskudd.",
        cases=ngettext("%(number)s søknad", "%(number)s søknader", cases, number=number(cases)),
        activities=ngettext("%(number)s aktivitet", "%(number)s aktiviteter", activities, number=number(activities)),
        granted=number(granted) if granted else _("ingen"),
    )
    return said


def visitor_sentence(summaries: Sequence[Summary]) -> str:
    """Counted and estimated apart. Nothing at all where no report is approved."""
    counted, estimated, silent = (_of_method(summaries, method) for method in METHODS)
    said = []
    if counted.reports:
        said.append(_("%(visitors)s besøkende er talt (%(reports)s).", **counted.words))
    if estimated.reports:
        said.append(_("%(visitors)s besøkende er anslått (%(reports)s).", **estimated.words))
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
        reports = ngettext("%(number)s rapport", "%(number)s rapporter", self.reports, number=number(self.reports))
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
        rows.append([words(name), count(found.reports), count(found.visitors if found.reports else None)])
    return table(_("Besøkende, slik det ble telt"), [_("Måte"), _("Rapporter"), _("Besøkende")], rows)


def divided_section(summaries: Sequence[Summary]) -> Section | str:
    """A table for each division, of the rounds that gave something; and a chart where there is much to compare."""
    gave = [one for one in summaries if one.total["granted"]]
    if not gave:
        return str(_("Ingen aktivitet har fått tilskudd ennå."))
    blocks: list[Block] = []
    unsaid = []
    for division, name in summary_shown.ROWS.items():
        found = published.divided(division, gave)
        if found.hides_all:
            unsaid.append(str(name).lower())
            continue
        drawn = published.chart(found)
        blocks += [published.shown(found), *([drawn] if drawn.bars >= FEWEST_BARS else [])]
    if unsaid:
        names = listed(unsaid)
        blocks.append(_("Fordelingen er ikke vist for %(names)s. Tallene gjelder få søkere.", names=names))
    return Section(_("Hvem og hva som fikk tilskudd"), tuple(blocks))


def outcome_section(summaries: Sequence[Summary]) -> Section | str:
    """What the approved reports tell. Things of different kinds are never compared or added."""
    approved = sum(int(one.content["reports"].get(ReportState.APPROVED.value, 0)) for one in summaries)
    if not approved:
        return str(_("Ingen rapporter er godkjent ennå, så vi vet ikke hvor mange som kom."))
    standing = sum(int(one.content["grants"]) for one in summaries)
    both = {"approved": number(approved), "all": number(standing)}
    blocks: list[Block] = [_("Rapporten er godkjent for %(approved)s av %(all)s tilskudd.", **both)]
    if came := visitor_sentence(summaries):
        blocks += [came, _visitors(summaries)]
    if (outcomes := _outcomes(summaries)).rows:
        blocks.append(outcomes)
    return Section(_("Dette kom det ut av"), tuple(blocks))


def _outcomes(summaries: Sequence[Summary]) -> Table:
    rows = []
    for code, name in OUTCOMES.items():
        told = [one.content["outcomes"].get(code) for one in summaries]
        reports = sum(one["reports"] for one in told if one)
        if reports:
            rows.append([*_across(name, [one["number"] if one else None for one in told]), count(reports)])
    return table(_("Resultater"), [_("Hva"), *_columns(summaries, _("Antall")), _("Rapporter")], rows)
