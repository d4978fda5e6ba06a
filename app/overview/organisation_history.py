"""«Fra pilot til fast tilbud» [S:538-551]: what an organisation has tried, year by year, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import Row

from app.decisions.models import Outcome
from app.followup.report.models import CountMethod, ReportState
from app.formatting import kroner, number


@dataclass(frozen=True)
class Tried:
    """One activity of one year. `visitors` is None where nobody counted, or nobody has said yet: never 0 for that."""

    year: int
    reference: str
    position: int
    title: str
    is_pilot: bool
    scale_plan: str | None
    accepted_nok: int | None
    is_cancelled: bool
    outcome: Outcome | None
    has_report: bool
    visitors: int | None
    count_method: CountMethod | None

    @property
    def standing(self) -> str:
        """What became of it, in a word or in kroner."""
        if self.is_cancelled:
            return str(_("avlyst"))
        if self.accepted_nok:
            return kroner(self.accepted_nok)
        if self.outcome is None:
            return str(_("ikke avgjort"))
        return str(_("tilskudd ikke tatt imot") if self.outcome.is_grant else _("uten tilskudd"))

    @property
    def visitors_said(self) -> str:
        """«48 (talt)», «ikke talt», or nothing where no report is approved."""
        if not self.has_report:
            return ""
        if self.visitors is None:
            return str(_("ikke talt"))
        said = _("talt") if self.count_method is CountMethod.COUNTED else _("anslått")
        return f"{number(self.visitors)} ({said})"


@dataclass(frozen=True)
class Year:
    year: int
    tried: Sequence[Tried]


@dataclass(frozen=True)
class History:
    """The newest year first."""

    years: Sequence[Year]

    @property
    def sentence(self) -> str:
        """From pilot to standing offer, as far as the years tell; nothing where there was no pilot."""
        pilots = [one.year for year in self.years for one in year.tried if one.is_pilot]
        if not pilots:
            return ""
        held = {one.year for year in self.years for one in year.tried if _was_held(one)}
        later = sorted(year for year in held if year > min(pilots))
        if not later:
            return str(_("Prøvde noe nytt i %(year)s. Ingen tilskudd etter det ennå.", year=min(pilots)))
        return str(
            ngettext(
                "Pilot i %(first)s, tilskudd igjen i ett år etter det (%(last)s).",
                "Pilot i %(first)s, tilskudd igjen i %(num)s år etter det (sist %(last)s).",
                len(later),
                first=min(pilots),
                last=later[-1],
            )
        )


def _was_held(one: Tried) -> bool:
    return bool(one.accepted_nok) and not one.is_cancelled


def history(cases: Sequence[Row[*tuple[Any, ...]]]) -> History:
    """Of the card's rows (organisation_queries.py), one an activity."""
    tried = sorted(map(_tried, cases), key=lambda one: (-one.year, one.reference, one.position))
    return History([Year(year, list(found)) for year, found in groupby(tried, key=lambda one: one.year)])


def _tried(row: Row[*tuple[Any, ...]]) -> Tried:
    is_told = row.report_state is ReportState.APPROVED
    return Tried(
        year=row.week_starts_on.year,
        reference=row.reference,
        position=row.position,
        title=row.title,
        is_pilot=bool(row.is_pilot),
        scale_plan=row.scale_plan,
        accepted_nok=row.accepted_nok,
        is_cancelled=row.cancelled_at is not None,
        outcome=row.outcome,
        has_report=is_told,
        visitors=row.visitors if is_told else None,
        count_method=row.count_method if is_told else None,
    )
