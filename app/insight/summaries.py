"""The kept summaries of rounds: read by pages, reckoned in the background, and told as key figures of their year."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from app.campaign.models import Week
from app.extensions import db
from app.formatting import full_day
from app.insight.figures import Figure
from app.insight.models import RoundSummary
from app.insight.summary import VERSION, reckoned
from app.programme.models import EventStatus, ProgrammeEvent
from app.programme.queries import is_shown
from app.rounds.models import Round, RoundStatus

OLD, LONG_OLD = timedelta(hours=1), timedelta(days=1)
"""How old a summary grows before it is reckoned anew: of a round at work, and of a finished one."""
UNTOLD = (RoundStatus.DRAFT, RoundStatus.CANCELLED)


@dataclass(frozen=True)
class Summary:
    """One round's kept values (summary.py), and when they were reckoned."""

    content: dict[str, Any]
    reckoned_at: datetime

    @property
    def slug(self) -> str:
        return str(self.content["slug"])

    @property
    def name(self) -> str:
        return str(self.content["name"])

    @property
    def year(self) -> int:
        return int(self.content["year"])

    @property
    def total(self) -> dict[str, int]:
        """cases, organisations, activities, granted, sought_nok, granted_nok, paid_nok, returned_nok …"""
        return dict(self.content["total"])

    def is_over(self, day: date) -> bool:
        """Whether the week has been held: from then on the public sees it."""
        return date.fromisoformat(self.content["ends_on"]) < day


def all_summaries() -> list[Summary]:
    """Of every round that is told of, the newest year first. One statement."""
    found = (
        select(RoundSummary)
        .join(Round, Round.id == RoundSummary.round_id)
        .where(Round.status.not_in(UNTOLD))
        .order_by(Round.week_starts_on.desc(), Round.id.desc())
    )
    return [Summary(row.content, row.reckoned_at) for row in db.session.scalars(found)]


def summaries_of(year: int) -> list[Summary]:
    """Of the rounds whose week is in this year. One statement."""
    return [one for one in all_summaries() if one.year == year]


def summary_of(slug: str) -> Summary | None:
    """None while it is not reckoned. Raises NoResultFound for no such round."""
    found = select(Round.id, RoundSummary).outerjoin(RoundSummary, RoundSummary.round_id == Round.id)
    _round_id, kept = db.session.execute(found.where(Round.slug == slug)).one()
    return None if kept is None else Summary(kept.content, kept.reckoned_at)


def name_of(slug: str) -> str:
    """Of a round whose summary is not reckoned. Raises NoResultFound."""
    return db.session.scalars(select(Round.name).where(Round.slug == slug)).one()


def told_rounds() -> list[int]:
    """The rounds that are told of."""
    return list(db.session.scalars(select(Round.id).where(Round.status.not_in(UNTOLD)).order_by(Round.id)))


def reckon_round(round_id: int, at: datetime) -> None:
    """Reckon and keep. The round's row is held, so that two who reckon do not both write."""
    held = db.session.scalars(select(Round.id).where(Round.id == round_id).with_for_update()).one()
    of_round = db.session.scalars(select(Round).where(Round.id == held).options(selectinload(Round.categories))).one()
    content, kept = reckoned(of_round), db.session.get(RoundSummary, held)
    if kept is None:
        kept = RoundSummary(round_id=held)
        db.session.add(kept)
    kept.content, kept.reckoned_at = content, at


def due(at: datetime) -> list[int]:
    """Rounds whose summary lacks, is old or of another kind. One statement."""
    rows = db.session.execute(
        select(Round.id, Round.status, RoundSummary)
        .outerjoin(RoundSummary, RoundSummary.round_id == Round.id)
        .where(Round.status.not_in(UNTOLD))
        .order_by(Round.id)
    )
    return [round_id for round_id, status, kept in rows if _is_due(status, kept, at)]


def _is_due(status: RoundStatus, kept: RoundSummary | None, at: datetime) -> bool:
    if kept is None or kept.content.get("version") != VERSION:
        return True
    return kept.reckoned_at <= at - (LONG_OLD if status is RoundStatus.FINISHED else OLD)


def figures_of_rounds(summaries: Sequence[Summary], day: date) -> list[Figure]:
    """What the years' own rounds come to, as key figures: only of weeks that have been held. Rounds of one year are
    added, figures of one kind at a time. One statement, for the programme's events."""
    held = [one for one in summaries if one.is_over(day)]
    events = _events()
    found: list[Figure] = []
    for year in sorted({one.year for one in held}):
        of_year = [one for one in held if one.year == year]
        source = str(_("Regnet ut av sakene %(day)s", day=full_day(max(one.reckoned_at for one in of_year))))
        found += [_own(year, kind, value, source) for kind, value in _money(of_year).items()]
        if year in events:
            found.append(_own(year, "events", events[year], str(_("Programmet for uka"))))
        found += _visitors(year, of_year, source)
    return found


def _money(of_year: list[Summary]) -> dict[str, int]:
    names = {
        "sought_nok": "sought_nok",
        "awarded_nok": "granted_nok",
        "paid_nok": "paid_nok",
        "returned_nok": "returned_nok",
        "grants": "granted",
    }
    pots = sum(int(one.content["pot_nok"]) for one in of_year)
    return {"pot_nok": pots} | {kind: sum(one.total[name] for one in of_year) for kind, name in names.items()}


def _visitors(year: int, of_year: list[Summary], source: str) -> list[Figure]:
    """Counted and estimated apart; and how many did not count, in words."""
    found = []
    for method in ("counted", "estimated"):
        reports = sum(one.content["visitors"][method]["reports"] for one in of_year)
        came = sum(one.content["visitors"][method]["visitors"] for one in of_year)
        if reports:
            found.append(_came(_own(year, f"visitors_{method}", came, source), reports))
    silent = sum(one.content["visitors"]["not_counted"]["reports"] for one in of_year)
    if silent:
        text = str(ngettext("%(num)s aktivitet talte ikke", "%(num)s aktiviteter talte ikke", silent))
        found.append(replace(_own(year, "visitors_counted", None, source), value_text=text))
    return found


def _own(year: int, kind: str, value: int | None, source: str) -> Figure:
    return Figure(year, kind, None if value is None else Decimal(value), source, is_reckoned=True)


def _came(figure: Figure, reports: int) -> Figure:
    return replace(figure, note=str(_("fra %(reports)s rapporter", reports=reports)))


def _events() -> dict[int, int]:
    """How many events each year's programme shows, cancelled ones left out."""
    rows = db.session.execute(
        select(Week.year, func.count())
        .join(ProgrammeEvent, ProgrammeEvent.week_id == Week.id)
        .where(*is_shown(), ProgrammeEvent.status == EventStatus.APPROVED)
        .group_by(Week.year)
    )
    return {year: count for year, count in rows}
