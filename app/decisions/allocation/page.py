"""What the pages of the allocation show: rows with names and sentences, totals, and how it differs. Whole kroner."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.applicant_types import TYPES
from app.accounts.models import District
from app.applications.models import CaseRow
from app.decisions.allocation import sentences
from app.decisions.allocation.documents import inputs_from, result_from, rules_from
from app.decisions.allocation.inputs import case_of, key_of
from app.decisions.allocation.models import AllocationRun
from app.decisions.allocation.result import Line, Result
from app.decisions.allocation.rules import Applied, Rules
from app.decisions.allocation.sentences import Names
from app.decisions.approval import Bar
from app.extensions import db
from app.judging.models import Criterion
from app.rounds.models import Category, Round

A_PAGE = 50
ALL_AT_ONCE = 200
"""A page has so many rows; so many may be shown at once."""


@dataclass(frozen=True)
class Row:
    """One activity of the table. `difference_nok`: what it gets more than it would in the plain ranked cut."""

    reference: str
    position: int
    organisation: str
    title: str
    place: str
    sought_nok: int
    line: Line
    why: str
    hinders: str
    then_nok: int | None = None

    @property
    def difference_nok(self) -> int:
        return self.line.amount_nok - self.line.ranked_nok

    @property
    def key(self) -> str:
        return self.line.key


@dataclass(frozen=True)
class Opened:
    """A run with all it says, unpacked."""

    run: AllocationRun
    inputs: Mapping[str, Applied]
    rules: Rules
    result: Result
    names: Names


def opened(run: AllocationRun) -> Opened:
    """Three statements, for the names."""
    inputs = {one.key: one for one in inputs_from(run.inputs)}
    return Opened(run, inputs, rules_from(run.rules), result_from(run.result), names_of(run.cases_round))


def names_of(grant_round: Round) -> Names:
    categories = db.session.execute(
        select(Category.code, Category.name).where(Category.round_id == grant_round.id).order_by(Category.position)
    )
    districts = db.session.execute(select(District.code, District.name).order_by(District.position))
    return Names(
        categories={code: name for code, name in categories},
        districts={code: name for code, name in districts},
        criteria=criteria_names(grant_round),
    )


def criteria_names(grant_round: Round) -> dict[str, str]:
    """By code, in the rubric's order."""
    rows = db.session.execute(
        select(Criterion.code, Criterion.name)
        .where(Criterion.rubric_id == grant_round.rubric_id)
        .order_by(Criterion.position)
    )
    return {code: name for code, name in rows}


SHOWN: Mapping[str, Callable[[Line], bool]] = {
    "alle": lambda _line: True,
    "ulikt": lambda line: line.amount_nok != line.ranked_nok,
    "flyttet": lambda line: line.is_lifted or line.is_lowered,
    "uten": lambda line: line.amount_nok == 0,
}


@dataclass(frozen=True)
class Table:
    """A page of rows. `total` counts all that the choice lets through; `page` from 1."""

    rows: Sequence[Row]
    total: int
    page: int
    size: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))


def table(found: Opened, shown: str, page: int, *, everything: bool) -> Table:
    """One statement."""
    lines = [line for line in found.result.lines if SHOWN.get(shown, SHOWN["alle"])(line)]
    size = ALL_AT_ONCE if everything else A_PAGE
    page = max(1, min(page, -(-len(lines) // size) or 1))
    return Table(rows(found, lines[(page - 1) * size : page * size]), len(lines), page, size)


def rows(found: Opened, lines: Sequence[Line]) -> list[Row]:
    """With the names of organisations and activities as they are now: one statement."""
    references = {case_of(line.key)[0] for line in lines}
    known = {
        key_of(row.reference, row.position): row
        for row in db.session.execute(
            select(
                CaseRow.reference, CaseRow.position, CaseRow.organisation_name, CaseRow.title, CaseRow.decided_nok
            ).where(CaseRow.round_id == found.run.cases_round_id, CaseRow.reference.in_(references))
        )
    }
    made = []
    for line in lines:
        one, row = found.inputs[line.key], known.get(line.key)
        reference, position = case_of(line.key)
        made.append(
            Row(
                reference=reference,
                position=position,
                organisation=row.organisation_name if row else "",
                title=row.title if row else "",
                place=found.names.districts.get(one.district or "", "–"),
                sought_nok=one.sought_nok,
                line=line,
                why=sentences.why(line.why, found.names),
                hinders=sentences.hinders(line.next_nok, line.hinders, found.names),
                then_nok=row.decided_nok if row else None,
            )
        )
    return made


@dataclass(frozen=True)
class Totals:
    """Where the money goes, with what is settled."""

    districts: Sequence[Bar]
    categories: Sequence[Bar]
    applicant_types: Sequence[Bar]
    newcomers: Sequence[Bar]


def totals(found: Opened) -> Totals:
    given = [(found.inputs[line.key], line.amount_nok) for line in found.result.lines if line.amount_nok]
    types = {str(code): str(about.name) for code, about in TYPES.items()}
    districts = {code: found.names.districts.get(code, code) for code in found.rules.places}
    elsewhere = {one.district or "" for one, _nok in given} - districts.keys()
    districts |= {code: found.names.districts.get(code, _("Uten bydel")) for code in sorted(elsewhere)}
    newcomers = {"new": _("Har ikke søkt før"), "known": _("Har søkt før")}
    return Totals(
        districts=_bars(districts, [(one.district or "", nok) for one, nok in given]),
        categories=_bars(found.names.categories, [(one.category or "", nok) for one, nok in given]),
        applicant_types=_bars(
            {code: name for code, name in types.items() if code in {one.applicant_type for one, _nok in given}},
            [(one.applicant_type, nok) for one, nok in given],
        ),
        newcomers=_bars(newcomers, [("new" if one.is_first_time else "known", nok) for one, nok in given]),
    )


def _bars(names: Mapping[str, str], given: Sequence[tuple[str, int]]) -> list[Bar]:
    counts, amounts = Counter(code for code, _nok in given), Counter[str]()
    for code, nok in given:
        amounts[code] += nok
    return [Bar(name, counts[code], amounts[code]) for code, name in names.items()]


def ties(found: Opened) -> list[str]:
    """Same points and not the same answer: a person should look at it. The keys, the best first."""
    considered = [line for line in found.result.lines if line.next_nok is not None or line.amount_nok]
    by_points: dict[Decimal, list[Line]] = {}
    for line in considered:
        if line.points is not None and not line.why[0].startswith("settled"):
            by_points.setdefault(line.points, []).append(line)
    return [
        line.key for same in by_points.values() if len({line.amount_nok > 0 for line in same}) == 2 for line in same
    ]


@dataclass(frozen=True)
class Differences:
    """How an allocation differs from what was decided: how many get more, less and the same."""

    more: int
    less: int
    same: int
    more_nok: int
    less_nok: int


def differences(found: Opened) -> Differences:
    """Against what was decided, for the activities that were. One statement."""
    decided = {
        key_of(row.reference, row.position): row.decided_nok
        for row in db.session.execute(
            select(CaseRow.reference, CaseRow.position, CaseRow.decided_nok).where(
                CaseRow.round_id == found.run.cases_round_id, CaseRow.decided_nok.is_not(None)
            )
        )
    }
    changes = [line.amount_nok - decided[line.key] for line in found.result.lines if line.key in decided]
    return Differences(
        more=sum(change > 0 for change in changes),
        less=sum(change < 0 for change in changes),
        same=sum(change == 0 for change in changes),
        more_nok=sum(change for change in changes if change > 0),
        less_nok=-sum(change for change in changes if change < 0),
    )
