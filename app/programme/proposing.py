"""What an organiser wants changed of an event in the programme: kept beside it until the desk has answered."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.access import Actor
from app.accounts.models import User
from app.audit.actions import record
from app.campaign.weeks import touch
from app.programme import policy, values
from app.programme.models import ProgrammeEvent
from app.programme.picturing import kept


def propose(event: ProgrammeEvent, told: Mapping[str, Any], *, by: Actor, at: datetime) -> list[str]:
    """Have it wait. A picture is taken away at once: whoever is in it may have changed their mind.
    Returns the names of what differs."""
    changed = values.differing(event, told)
    if "picture" in changed and told["picture"] is None:
        values.write(event, {"picture": None})
        event.sequence, event.changed_at = event.sequence + 1, at
        touch(event.week)
    event.proposal = {name: told[name] for name in values.differing(event, told)} or None
    if changed:
        record("event_changed", by=by, at=at, year=event.week.year, event=event.slug, what=", ".join(changed))
    return changed


def send_picture(event: ProgrammeEvent, picture: object, *, by: User, at: datetime) -> list[str]:
    """Of a funded activity only the picture is sent here; all else of it changes by a change notice. Raises NotComplete
    for a picture we cannot take."""
    policy.can_send_picture(by, event)
    return propose(event, kept({"picture": picture}, at), by=by, at=at)
