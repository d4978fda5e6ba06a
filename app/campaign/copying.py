"""«Ombruk fjorårets runde»: a round and its week made for another year, what moved, and what a person must decide.

Nothing of last year is copied unseen: the page before shows what comes along, and the page after what to look at.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import joinedload

from app.access import Actor
from app.campaign import goals, weeks
from app.campaign.goals import Sorted
from app.campaign.models import Week
from app.clock import local
from app.extensions import db
from app.formatting import full_day, kroner
from app.rounds import actions, contents, promises
from app.rounds.models import OptionKind, Round, TextKind
from app.rounds.parts import PARTS, part_of
from app.rounds.reuse_week import reuse_monday

SATURDAY = 5
GOALS = f"options_{OptionKind.GOAL}"
TEXTS = (
    "purpose",
    "budget_decision",
    "guidelines",
    *(f"texts_{kind}" for kind in TextKind),
    "tiers",
    "categories",
)
"""Where a year may be written out."""


@dataclass(frozen=True)
class Moved:
    """A day of last year and where it goes."""

    name: str
    before: date
    after: date


@dataclass(frozen=True)
class Check:
    """Something to decide or mend. `part` is the part of the round where it is done; none for what lies elsewhere."""

    sentence: str
    part: str | None


@dataclass(frozen=True)
class Preview:
    """What a copy for the week of `monday` would be."""

    source: Round
    monday: date
    name: str
    reference_prefix: str
    moved: list[Moved]
    goals: Sorted
    week: Week | None  # last year's, that comes along
    has_week: bool  # the new year has one already


def preview(source: Round, monday: date) -> Preview:
    """Three statements beside the round's own."""
    known = {week.year: week for week in weeks.all_weeks()}
    week = known.get(source.week_starts_on.year)
    has_week = monday.year in known
    return Preview(
        source=source,
        monday=monday,
        name=of_year(source.name, source.week_starts_on.year, monday.year),
        reference_prefix=of_year(source.reference_prefix, source.week_starts_on.year, monday.year),
        moved=moved_days(source, None if has_week else week, monday),
        goals=sorted_goals(source, monday),
        week=week,
        has_week=has_week,
    )


def of_year(name: str, before: int, after: int) -> str:
    """«Ombruksuka 2026» → «Ombruksuka 2027»; a name without the year gets the new one behind it."""
    return name.replace(str(before), str(after)) if str(before) in name else f"{name} {after}".replace("- ", "-")


def moved_days(source: Round, week: Week | None, monday: date) -> list[Moved]:
    """Where each day goes, in the order of the year."""
    by_days = monday - source.week_starts_on
    days = {**_days(source), **(_week_days(week) if week else {})}
    found = [Moved(name, day, day + by_days) for name, day in days.items() if day is not None]
    return sorted(found, key=lambda one: one.before)


def compared_days(source: Round, made: Round) -> list[Moved]:
    """The days of both as they stand, in the order of the new year."""
    before, after = _days(source), _days(made)
    found = [Moved(name, old, new) for name, old in before.items() if old and (new := after[name])]
    return sorted(found, key=lambda one: one.after)


def _days(of_round: Round) -> dict[str, date | None]:
    return {
        _("Runden åpner"): local(of_round.opens_at).date(),
        _("Søknadsfrist"): local(of_round.closes_at).date(),
        _("Svar innen"): of_round.answer_due_on,
        _("Uka begynner"): of_round.week_starts_on,
        _("Uka slutter"): of_round.week_ends_on,
        _("Rapportfrist"): of_round.report_due_on,
    }


def _week_days(week: Week) -> dict[str, date | None]:
    opens = week.programme_opens_at
    return {
        _("Påmelding til programmet åpner"): week.registration_opens_on,
        _("Påmelding til programmet stenger"): week.registration_closes_on,
        _("Programmet blir offentlig"): local(opens).date() if opens else None,
    }


def sorted_goals(source: Round, monday: date) -> Sorted:
    return goals.sort(contents.read(source, GOALS), goals.all_goals(), monday)


def copy_year(
    source: Round,
    monday: date,
    *,
    name: str,
    reference_prefix: str,
    goal_codes: Collection[str] | None = None,
    by: Actor,
    at: datetime,
) -> Round:
    """A draft round of `source` for the week of `monday`, and the week itself where the year has none. Of the goals,
    those that hold in that week and are chosen (`goal_codes`; none given: all of them)."""
    chosen = sorted_goals(source, monday).offered
    made = actions.copy(source, name, reference_prefix, monday, by=by, at=at)
    contents.write(made, GOALS, [row for row in chosen if goal_codes is None or row["code"] in goal_codes])
    _with_week(made, source, monday, by, at)
    db.session.flush()
    return made


def _with_week(made: Round, source: Round, monday: date, by: Actor, at: datetime) -> None:
    known = {week.year: week for week in weeks.all_weeks()}
    if monday.year in known:
        return
    week = known.get(source.week_starts_on.year)
    if week is not None:
        weeks.copy(week, monday + (week.starts_on - source.week_starts_on), by=by, at=at)
        return
    values = {key: getattr(made, key) for key in ("municipality", "owner_unit", "contact_email", "contact_phone")}
    weeks.create(monday, values, by=by, at=at)


def source_of(made: Round) -> Round | None:
    """The round of the same scheme whose week was the last before this one's. With all that hangs on it: the statements
    of a round."""
    found = db.session.scalars(
        select(Round)
        .where(Round.scheme_id == made.scheme_id, Round.week_starts_on < made.week_starts_on)
        .options(joinedload(Round.scheme))
        .order_by(Round.week_starts_on.desc(), Round.id.desc())
        .limit(1)
    )
    return found.first()


def checks(made: Round, source: Round | None) -> list[Check]:
    """What to look at before the round is announced: what is wrong first, then what somebody must decide."""
    wrong = [Check(sentence, part_of(name)) for name, sentence in promises.lacks(made).items()]
    decide = [*_of_goals(made), *_of_days(made)]
    if source is not None:
        decide += [*_of_money(made, source), *_of_old_years(made, source)]
    return wrong + decide


def _of_money(made: Round, source: Round) -> list[Check]:
    """The pot and the reserve that are like last year's. A reserve that was used up last year came along as 0."""
    found = []
    if made.pot_nok == source.pot_nok:
        same = _("Potten er %(pot)s, som sist. Er det vedtatt for i år?", pot=kroner(made.pot_nok))
        found.append(Check(same, "money"))
    if made.reserve_nok == source.reserve_nok:
        reserve = _(
            "Reserven er %(reserve)s, det som var igjen sist. Sett den på nytt.", reserve=kroner(made.reserve_nok)
        )
        found.append(Check(reserve, "money"))
    return found


def _of_old_years(made: Round, source: Round) -> list[Check]:
    """Texts that still name last year: one sentence a part of the round."""
    before = source.week_starts_on.year
    parts = {part_of(name) for name in TEXTS if names_year(contents.read(made, name), before)}
    return [
        Check(_("«%(part)s» nevner %(year)s.", part=PARTS[code].title, year=before), code)
        for code in PARTS
        if code in parts
    ]


def names_year(value: Any, year: int) -> bool:
    """Whether a text, or any text of a list's rows, has the year in it as a number of its own."""
    texts: Sequence[Any] = [value] if isinstance(value, str) else [text for row in value for text in row.values()]
    return any(re.search(rf"(?<!\d){year}(?!\d)", text) for text in texts if isinstance(text, str))


def _of_goals(made: Round) -> list[Check]:
    found = goals.sort(contents.read(made, GOALS), goals.all_goals(), made.week_starts_on)
    gone = [
        Check(_("Målet «%(goal)s» gjelder ikke lenger når uka kommer.", goal=row["name"]), "goals")
        for row in found.dropped
    ]
    return gone if found.kept else [*gone, Check(_("Runden har ingen mål som gjelder."), "goals")]


def _of_days(made: Round) -> list[Check]:
    found, monday = [], made.week_starts_on
    usual = reuse_monday(monday.year)
    if monday != usual:
        found.append(Check(_("Uka som slutter med Black Friday, begynner %(day)s.", day=full_day(usual)), "dates"))
    if made.answer_due_on.weekday() >= SATURDAY:
        found.append(Check(_("Dagen for svar er i en helg."), "dates"))
    if made.report_due_on and made.report_due_on <= made.week_ends_on + timedelta(days=7):
        found.append(Check(_("Rapportfristen er mindre enn en uke etter uka."), "dates"))
    try:
        weeks.week_of(monday.year)
    except NoResultFound:
        found.append(Check(_("%(year)s har ingen uke ennå, og derfor ikke noe program.", year=monday.year), None))
    return found
