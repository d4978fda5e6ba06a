"""How the grants of one round or several were divided, as anybody may see it: what tells of a few private persons is
hidden. Several rounds stand as columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from app.insight.charts import Chart, Point, chart_of
from app.insight.summaries import Summary
from app.insight.summary_shown import DIVISIONS, ROWS, name_of
from app.insight.suppression import EXPLAINED, HIDDEN, suppress
from app.insight.tables import TOGETHER, Cell, Table, count, money, table, words

HIDDEN_CELL = Cell(words(HIDDEN).entries, is_number=True)


@dataclass(frozen=True)
class Got:
    """What was granted: activities, and whole kroner."""

    activities: int
    amount_nok: int


Shown = Got | None
"""None: hidden."""
NOTHING = Got(0, 0)


@dataclass(frozen=True)
class Divided:
    """One division of some rounds. `columns`: of each round what each name got, without the names it does not have;
    `totals`: of each round."""

    division: str
    rounds: tuple[str, ...]
    columns: tuple[Mapping[str, Shown], ...]
    totals: tuple[Shown, ...]

    @property
    def names(self) -> list[str]:
        """Those that got something, in order."""
        every = dict.fromkeys(name for column in self.columns for name in column)
        return [name for name in every if self.of_name(name) != NOTHING]

    @property
    def without(self) -> list[str]:
        """Those that got nothing in any round."""
        every = dict.fromkeys(name for column in self.columns for name in column)
        return [name for name in every if self.of_name(name) == NOTHING]

    @property
    def hides_all(self) -> bool:
        return all(self.of_name(name) is None for name in self.names)

    @property
    def hides(self) -> bool:
        return any(None in column.values() for column in self.columns)

    def of_name(self, name: str) -> Shown:
        """In all rounds."""
        return added([column[name] for column in self.columns if name in column])


def divided(division: str, summaries: Sequence[Summary]) -> Divided:
    """A division of summaries (summary_shown.DIVISIONS)."""
    both = [_one(division, summary) for summary in summaries]
    return Divided(
        division,
        tuple(summary.name for summary in summaries),
        tuple(column for column, _total in both),
        tuple(total for _column, total in both),
    )


def _one(division: str, summary: Summary) -> tuple[dict[str, Shown], Shown]:
    rows = summary.content[division]
    of_persons = {row["code"] for row in rows if row["granted_groups"]}
    small = suppress({row["code"]: row["granted_organisations"] for row in rows}, of_persons)
    column = {
        name_of(division, row): None if small.hides(row["code"]) else Got(row["granted"], row["granted_nok"])
        for row in rows
    }
    whole = Got(summary.total["granted"], summary.total["granted_nok"])
    return column, None if small.hides_total else whole


def added(several: Sequence[Shown]) -> Shown:
    """Together: hidden as soon as one of them is, so that nothing follows from the rest."""
    known = [one for one in several if one is not None]
    if len(known) < len(several):
        return None
    return Got(sum(one.activities for one in known), sum(one.amount_nok for one in known))


def shown(found: Divided) -> Table:
    """A row for each name that got something. Of several rounds: a column of activities for each, then what they come
    to. A note names those that got nothing."""
    together = [_("Tildelte aktiviteter")] if len(found.rounds) == 1 else [*found.rounds, TOGETHER]
    head = [ROWS[found.division], *together, _("Tildelt beløp")]
    rows = [_row(name, [column.get(name, NOTHING) for column in found.columns]) for name in found.names]
    notes = [str(EXPLAINED)] if found.hides else []
    if found.without:
        notes.append(_("Ingen tilskudd: %(names)s.", names=", ".join(found.without)))
    return table(DIVISIONS[found.division], head, rows, foot=_row(str(TOGETHER), found.totals), notes=tuple(notes))


def _row(name: str, of_rounds: Sequence[Shown]) -> tuple[Cell, ...]:
    whole = added(of_rounds)
    counted = [*of_rounds, whole] if len(of_rounds) > 1 else of_rounds
    return (
        words(name),
        *(HIDDEN_CELL if one is None else count(one.activities) for one in counted),
        HIDDEN_CELL if whole is None else money(whole.amount_nok),
    )


def chart(found: Divided) -> Chart:
    """The activities of all rounds together; a hidden number is an empty place that says so."""
    points = (
        Point(name, None, str(HIDDEN)) if got is None else Point(name, got.activities)
        for name in found.names
        for got in [found.of_name(name)]
    )
    title = _("%(division)s: tildelte aktiviteter", division=DIVISIONS[found.division])
    return chart_of(title, points, unit=_("aktiviteter"))
