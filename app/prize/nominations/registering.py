"""Writing down what came by e-mail, post or telephone, on behalf of whoever nominates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from app.access import Actor
from app.audit.actions import record
from app.extensions import db
from app.files.actions import store
from app.files.pictures import MEDIA_TYPE, Picture, receive
from app.policy import NotComplete
from app.prize.models import Prize
from app.prize.nominations import staff_policy as policy
from app.prize.nominations.actions import next_reference
from app.prize.nominations.models import Nomination, NominationImage, NominationItem, NominationStatus, Side
from app.prize.nominations.workflow import move


@dataclass(frozen=True)
class Sent:
    """A picture as it came, and what it shows."""

    side: Side
    filename: str
    data: bytes
    alt: str


def register(
    prize: Prize,
    values: Mapping[str, Any],
    items: Sequence[tuple[str, int]],
    pictures: Sequence[Sent],
    *,
    received_at: datetime,
    by: Actor,
    at: datetime,
) -> Nomination:
    """A nomination as if it was sent when it came. Whoever nominated gets the same receipt, and the same link."""
    policy.can_register(by, prize)
    policy.check_received(prize, received_at, at)
    _check_count(pictures)
    drawn = [(sent, _draw(sent)) for sent in pictures]
    assert by.actor_id is not None
    made = Nomination(
        reference=next_reference(prize),
        prize=prize,
        created_at=at,
        submitted_at=received_at,
        registered_by_id=by.actor_id,
        items=[NominationItem(kind=kind, count=count, position=at_) for at_, (kind, count) in enumerate(items)],
        **values,
    )
    db.session.add(made)
    _keep(made, drawn, at)
    db.session.flush()
    move(made, NominationStatus.SUBMITTED, by=by, at=at)
    record("nomination_registered", by=by, at=at, case=made.reference)
    return made


def _keep(made: Nomination, drawn: Sequence[tuple[Sent, Picture]], at: datetime) -> None:
    """The same picture twice on one side is one."""
    for position, (sent, picture) in enumerate(drawn):
        sha256 = store(picture.data, MEDIA_TYPE, at).sha256
        if any((each.side, each.sha256) == (sent.side, sha256) for each in made.images):
            continue
        size = {"width": picture.width, "height": picture.height}
        made.images.append(NominationImage(side=sent.side, position=position, alt=sent.alt, sha256=sha256, **size))


def _check_count(pictures: Sequence[Sent]) -> None:
    """More than there is room for is said, not cut off in silence."""
    for side in Side:
        if sum(each.side is side for each in pictures) > NominationImage.MOST:
            sentence = str(_("Det er plass til %(most)s bilder på hver side.", most=NominationImage.MOST))
            raise NotComplete(sentence, {side.value: sentence})


def _draw(sent: Sent) -> Picture:
    try:
        return receive(sent.filename, sent.data)
    except NotComplete as refusal:
        raise NotComplete(refusal.reason, {sent.side.value: refusal.reason}) from refusal
