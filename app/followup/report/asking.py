"""What is asked of a report: by the amount, by the kind of activity, and by how it went (domain.md 2.5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _

from app.followup.grants.models import Grant
from app.followup.grants.plan import PLACE, SIZE, clock, plan_of
from app.followup.report import outcomes
from app.followup.report.models import Held, Report
from app.formatting import clock_time, day
from app.rounds.models import FormLength


@dataclass(frozen=True)
class Asked:
    """Which questions a report has. `outcomes` by code. `is_moved`: the plan is no longer what was applied for."""

    visitors: bool
    outcomes: tuple[str, ...]
    ran_out: bool
    reach: bool
    differently: bool
    lines: bool
    is_moved: bool


def asked(report: Report, grant: Grant) -> Asked:
    """Short reports (the smallest grants) have only what everybody is asked; an activity on the net has no visitors,
    and is asked how many saw it instead."""
    length, is_digital = FormLength(report.length), bool(grant.plan["is_digital"])
    is_short = length is FormLength.SHORT
    return Asked(
        visitors=not is_digital,
        outcomes=() if is_short else tuple(outcomes.asked(grant.plan["activity_types"])),
        ran_out=not is_short and not is_digital,
        reach=is_digital or length is FormLength.FULL,
        differently=not is_short,
        lines=not is_short and bool(report.accounts),
        is_moved=is_moved(grant),
    )


def is_moved(grant: Grant) -> bool:
    """Whether time, place or size were changed after the decision, by a notice that we approved."""
    applied = plan_of(grant.activity)
    return any(grant.plan[name] != applied[name] for name in ("sessions", *PLACE, *SIZE))


def differs(report: Report, grant: Grant) -> bool:
    """Whether something became otherwise than in the application, so that the report says what and why."""
    if report.held in (Held.PARTLY, Held.NO) or is_moved(grant):
        return True
    is_elsewhere = (report.actual_place or place_of(grant.plan)) != place_of(grant.plan)
    return is_elsewhere or (report.actual or grant.plan["sessions"]) != grant.plan["sessions"]


def place_of(plan: Mapping[str, Any]) -> str | None:
    """«Deichman Tøyen, Tøyengata 1, 0190»; None on the net and where no place is given."""
    if plan["is_digital"]:
        return None
    return ", ".join(part for part in (plan["venue_name"], plan["address"], plan["postal_code"]) if part) or None


def when(session: Mapping[str, Any]) -> str:
    """«tirsdag 24. november kl. 17.00–20.30», as far as it is known."""
    if not session["held_on"]:
        return ""
    starts, ends = clock_time(clock(session["starts"])), clock_time(clock(session["ends"]))
    hours = "–".join(part for part in (starts, ends) if part)
    on = day(date.fromisoformat(session["held_on"]))
    return str(_("%(day)s kl. %(hours)s", day=on, hours=hours)) if hours else on


def _times(sessions: Sequence[Mapping[str, Any]]) -> str:
    return ", ".join(written for one in sessions if (written := when(one)))


def proposed_deviations(grant: Grant) -> str | None:
    """What we know already of a moved activity, for the party to go on from."""
    applied, plan = plan_of(grant.activity), grant.plan
    said = []
    if plan["sessions"] != applied["sessions"] and _times(plan["sessions"]) != _times(applied["sessions"]):
        said.append(
            _("Flyttet fra %(old)s til %(new)s.", old=_times(applied["sessions"]), new=_times(plan["sessions"]))
        )
    if place_of(plan) != place_of(applied) and place_of(plan):
        said.append(_("Nytt sted: %(place)s.", place=place_of(plan)))
    return " ".join(map(str, said))[: Report.TEXT_LENGTH] or None
