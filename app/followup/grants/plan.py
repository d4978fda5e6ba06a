"""The activity as it is to be held: plain values copied from the accepted application, changed only by an approved
change notice, and shown by the programme and the report."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from app.applications.models import Activity, ActivitySession
from app.rounds import promises
from app.rounds.models import Round

WORDS = ("title", "public_text", "audience_text", "bring", "accessibility_text", "signup")
PLACE = ("is_digital", "venue_name", "address", "postal_code", "district_code", "is_indoor")
SIZE = ("expected_participants", "capacity")
LISTS = ("activity_types", "accessibility")
PARTS = (*WORDS, *PLACE, *SIZE, *LISTS)
"""What a plan holds beside `sessions`: the same names as the activity's columns."""


def plan_of(activity: Activity) -> dict[str, Any]:
    """`sessions`: [{held_on, starts, ends, place}], days and times in ISO form."""
    plan = {name: getattr(activity, name) for name in PARTS}
    return {**plan, "sessions": [_session(one) for one in activity.sessions]}


def _session(session: ActivitySession) -> dict[str, Any]:
    return {
        "held_on": session.held_on.isoformat() if session.held_on else None,
        "starts": session.starts.isoformat("minutes") if session.starts else None,
        "ends": session.ends.isoformat("minutes") if session.ends else None,
        "place": session.place,
    }


def days(plan: Mapping[str, Any]) -> list[date]:
    """The days it is held, each once, in order."""
    return sorted({date.fromisoformat(one["held_on"]) for one in plan["sessions"] if one["held_on"]})


def clock(written: str | None) -> time | None:
    return time.fromisoformat(written) if written else None


def ends_on(plan: Mapping[str, Any], of_round: Round) -> date:
    """The last day of it; the week's last where no day is set."""
    return max(days(plan), default=of_round.week_ends_on)


def report_due_on(of_round: Round) -> date:
    return promises.report_due_on(of_round, of_round.report_due_on)
