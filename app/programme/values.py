"""What people write of an event, as plain values: from a form, to an event, and kept while a change waits."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from app.programme.models import ProgrammeEvent, ProgrammeSession

SHOWN = (
    "title",
    "summary",
    "description",
    "organiser",
    "activity_types",
    "is_digital",
    "venue_name",
    "address",
    "postal_code",
    "district_code",
    "url",
    "bring",
    "signup",
    "capacity",
    "accessibility",
    "accessibility_text",
)
"""What the public sees and the organiser may write, by the columns' names. Beside them: `sessions`,
[{held_on, starts, ends}], days and times in ISO form, and `picture`, {name: value} of PICTURE or None."""

PICTURE = ("sha256", "width", "height", "alt", "credit", "consented_at")
"""What a picture is, by the columns' names after «image_»; the moment in ISO form."""


def of_event(event: ProgrammeEvent) -> dict[str, Any]:
    plain = {name: getattr(event, name) for name in SHOWN}
    return {**plain, "sessions": [_plain(one) for one in event.sessions], "picture": picture_of(event)}


def picture_of(event: ProgrammeEvent) -> dict[str, Any] | None:
    if event.image_sha256 is None:
        return None
    told = {name: getattr(event, f"image_{name}") for name in PICTURE}
    return {**told, "consented_at": told["consented_at"] and told["consented_at"].isoformat()}


def _plain(session: ProgrammeSession) -> dict[str, Any]:
    return {
        "held_on": session.held_on.isoformat(),
        "starts": session.starts.isoformat("minutes") if session.starts else None,
        "ends": session.ends.isoformat("minutes") if session.ends else None,
    }


def for_form(sessions: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The same rows with times as a form holds them."""
    return [{"held_on": one["held_on"], "starts": _time(one["starts"]), "ends": _time(one["ends"])} for one in sessions]


def for_reading(told: Mapping[str, Any]) -> dict[str, Any]:
    """The same with days and times as such, so that they can be written in words."""
    rows = [{**one, "held_on": date.fromisoformat(one["held_on"])} for one in for_form(told.get("sessions", ()))]
    return {**told, "sessions": rows} if "sessions" in told else dict(told)


def _time(written: str | None) -> time | None:
    return time.fromisoformat(written) if written else None


def differing(event: ProgrammeEvent, values: Mapping[str, Any]) -> list[str]:
    """The names of what would be changed, in their order."""
    before = of_event(event)
    return [name for name in before if name in values and values[name] != before[name]]


def write(event: ProgrammeEvent, values: Mapping[str, Any]) -> list[str]:
    """Set what differs. Returns the names of what changed."""
    changed = differing(event, values)
    for name in changed:
        if name == "sessions":
            event.sessions[:] = [_session(event, one) for one in values["sessions"]]
        elif name == "picture":
            _hang(event, values["picture"] or {})
        else:
            setattr(event, name, values[name])
    return changed


def _hang(event: ProgrammeEvent, picture: Mapping[str, Any]) -> None:
    """Nothing in it takes the picture down."""
    for name in PICTURE:
        setattr(event, f"image_{name}", picture.get(name))
    said = picture.get("consented_at")
    event.image_consented_at = datetime.fromisoformat(said) if said else None


def _session(event: ProgrammeEvent, plain: Mapping[str, Any]) -> ProgrammeSession:
    return ProgrammeSession(
        week_id=event.week.id,
        held_on=date.fromisoformat(plain["held_on"]),
        starts=_time(plain["starts"]),
        ends=_time(plain["ends"]),
    )
