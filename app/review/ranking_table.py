"""The rows of the ranking as the page shows them. No queries."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from flask_babel import gettext as _

from app.applications.models import Status
from app.applications.workflow import LABELS
from app.judging.scoring import SPREAD_TO_NOTICE
from app.review.ranking import Page, Ranked
from app.review.ranking_models import Basis
from app.review.reckoning import COLUMNS


class Line(NamedTuple):
    """One activity. `moved`: how many places better (+) or worse (−) the adjusted rank is. `left_nok`: what is left of
    the pot when it and all before it get what they sought. `tie`: what alone separates it from the row across the line.
    """

    url: str
    number: str
    organisation: str
    title: str
    status: str
    rank: int
    score: Decimal
    adjusted_rank: int | None
    adjusted_score: Decimal | None
    moved: int
    spread: int | None
    is_divided: bool
    assessments: int
    sought_nok: int
    left_nok: int
    is_first_below: bool


@dataclass(frozen=True)
class Table:
    """`tie` says what alone separates the two beside the line, where their totals are equal."""

    lines: Sequence[Line]
    pot_nok: int
    is_beyond: bool  # the line stands before this page
    tie: str | None
    over_nok: int | None  # what is left when the pot reaches to the very last one, which is on this page


def table(page: Page, pot_nok: int, basis: Basis | None, url: str, *, compared: bool) -> Table:
    """`url`: the address of a case with «REFERENCE» and «POSITION» where they belong. `compared`: the adjusted ranks
    are of the same cases, and can be set against the ranks here."""
    lines = list(_lines(page, pot_nok, basis, url, compared))
    first_below = next((i for i, line in enumerate(lines) if line.is_first_below), None)
    tie = _tie(page.rows[first_below - 1], page.rows[first_below]) if first_below else None
    reaches = bool(lines) and page.after is None and lines[-1].left_nok >= 0
    return Table(lines, pot_nok, page.spent_nok > pot_nok, tie, lines[-1].left_nok if reaches else None)


def _lines(page: Page, pot_nok: int, basis: Basis | None, url: str, compared: bool) -> Iterator[Line]:
    start, middle, end = (part for half in [url.partition("REFERENCE")] for part in (half[0], *_split(half[2])))
    left = pot_nok - page.spent_nok
    for rank, row in enumerate(page.rows, start=page.passed + 1):
        was_above = left >= 0
        left -= row.sought_nok
        score, adjusted_rank = (getattr(row, name) for name in COLUMNS[basis]) if basis else (None, None)
        yield Line(
            url=f"{start}{row.reference}{middle}{row.position}{end}",
            number=row.reference.rpartition("-")[2],
            organisation=row.organisation_name,
            title=row.title,
            status=_status(row.status),
            rank=rank,
            score=row.score,
            adjusted_rank=adjusted_rank,
            adjusted_score=score,
            moved=rank - adjusted_rank if compared and adjusted_rank is not None else 0,
            spread=row.spread,
            is_divided=row.spread is not None and row.spread >= SPREAD_TO_NOTICE,
            assessments=row.assessments,
            sought_nok=row.sought_nok,
            left_nok=left,
            is_first_below=was_above and left < 0,
        )


def _split(rest: str) -> tuple[str, str]:
    middle, _mark, end = rest.partition("POSITION")
    return middle, end


def _status(status: Status) -> str:
    return str(LABELS[status].staff)


def _tie(above: Ranked, below: Ranked) -> str | None:
    """What separates them, where the totals do not."""
    if above.score != below.score:
        return None
    if above.mean != below.mean:
        return str(_("De to ved linja har samme poengsum. Bare snittet av vurderingene skiller dem."))
    if above.relevance != below.relevance:
        return str(_("De to ved linja har samme poengsum og samme snitt. Bare poeng for relevans skiller dem."))
    return str(_("De to ved linja står helt likt. Bare tidspunktet de søkte, skiller dem."))
