"""The secretariat's check: start, correct facts, qualify or not, take it up again."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from app.access import Actor
from app.audit.actions import record
from app.judging.models import Subject
from app.policy import NotComplete
from app.prize.nominations import staff_policy as policy
from app.prize.nominations.checks import Finding
from app.prize.nominations.models import Nomination, NominationImage, NominationStatus
from app.prize.nominations.workflow import move

N = NominationStatus
CORRECTABLE = ("unit", "supplier", "agreement", "order_form", "value_nok", "period_from", "period_to", "is_finished")
"""Facts, as they were answered on a question. What the nominator wrote about the project stays as it was sent."""


def start(nomination: Nomination, *, by: Actor, at: datetime) -> None:
    policy.can_start(by, nomination)
    move(nomination, N.SCREENING, by=by, at=at)


def start_all(nominations: Iterable[Nomination], *, by: Actor, at: datetime) -> int:
    """All that have come in and wait. Returns how many."""
    waiting = [each for each in nominations if each.status is N.SUBMITTED]
    for each in waiting:
        start(each, by=by, at=at)
    return len(waiting)


def qualify(
    nomination: Nomination,
    unit_code: str | None,
    found: Sequence[Finding],
    *,
    seats: Collection[str],
    by: Actor,
    at: datetime,
) -> None:
    """It goes to the jury, and gets the subject that assessments know it by. `unit_code`: the seat of `seats` whose
    unit owns the project, None for none; it recuses that unit's members."""
    policy.can_qualify(by, nomination, found)
    if unit_code is not None and unit_code not in seats:
        sentence = str(_("Velg en av juryens enheter, eller ingen."))
        raise NotComplete(sentence, {"unit_code": sentence})
    nomination.unit_code = unit_code
    if nomination.subject is None:
        nomination.subject = Subject(created_at=at)
    move(nomination, N.QUALIFIED, by=by, at=at)


def not_qualify(nomination: Nomination, reason: str, *, by: Actor, at: datetime) -> None:
    """The nominator reads the reason."""
    policy.can_decide(by, nomination)
    nomination.not_qualified_reason = _reason(reason)
    move(nomination, N.NOT_QUALIFIED, by=by, at=at)


def take_back(nomination: Nomination, *, by: Actor, at: datetime) -> None:
    """To the check again. The members' answers and scores stay with its subject, for when it comes back."""
    policy.can_take_back(by, nomination)
    nomination.not_qualified_reason = None
    move(nomination, N.SCREENING, by=by, at=at)


def correct(
    nomination: Nomination, values: Mapping[str, Any], alts: Mapping[str, str], *, by: Actor, at: datetime
) -> list[str]:
    """Facts that turned out otherwise, and what the pictures show (`alts`: by their public ids). Returns the names of
    what changed."""
    policy.can_correct(by, nomination)
    changed = [name for name in CORRECTABLE if name in values and getattr(nomination, name) != values[name]]
    for name in changed:
        setattr(nomination, name, values[name])
    told = [image for image in nomination.images if image.public_id in alts and image.alt != alts[image.public_id]]
    for image in told:
        image.alt = alts[image.public_id].strip()[: NominationImage.ALT_LENGTH]
    changed += ["images"] if told else []
    if changed:
        record("nomination_corrected", by=by, at=at, case=nomination.reference, what=", ".join(changed))
    return changed


def close_requests(nomination: Nomination, at: datetime) -> int:
    """Questions that wait for an answer wait no longer. Returns how many."""
    waiting = [each for each in nomination.requests if each.answered_at is None and each.closed_at is None]
    for each in waiting:
        each.closed_at = at
    return len(waiting)


def _reason(typed: str) -> str:
    reason = typed.strip()
    if not reason:
        sentence = str(_("Skriv en begrunnelse."))
        raise NotComplete(sentence, {"reason": sentence})
    return reason
