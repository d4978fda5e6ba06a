"""Writing a draft: its fields, its rows and its pictures. A draft makes no events before it is sent."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from app.extensions import db
from app.files import pictures
from app.files.actions import store
from app.policy import NotComplete
from app.prize.nominations import policy
from app.prize.nominations.models import ImageConsent, Nomination, NominationImage, NominationItem, Side

EMPTY_AS_TEXT = frozenset(
    {
        "project",
        "unit",
        "contact_name",
        "contact_email",
        "nominator_name",
        "why",
        "supplier",
        "new_price_basis",
        "method",
        "social_text",
        "users",
        "transfer",
        "transfer_link",
    }
)


def save(nomination: Nomination, values: Mapping[str, Any], *, at: datetime) -> None:
    """Keep these fields. Text that is emptied is empty, a number or a choice is not given."""
    policy.can_write(nomination, at)
    for name, value in values.items():
        setattr(nomination, name, (value or "") if name in EMPTY_AS_TEXT else _kept(name, value))


def _kept(name: str, value: Any) -> Any:
    if name == "is_finished":
        return {"yes": True, "no": False}.get(value)
    if name == "image_consent":
        return ImageConsent(value) if value else None
    return list(value or []) if name == "social" else value


def save_items(nomination: Nomination, rows: Sequence[tuple[str, int]], *, at: datetime) -> None:
    """Put these rows in place of those that were."""
    policy.can_write(nomination, at)
    if [(item.kind, item.count) for item in nomination.items] == list(rows):
        return
    nomination.items = [
        NominationItem(kind=kind, count=count, position=position)
        for position, (kind, count) in enumerate(rows[: NominationItem.MOST])
    ]


def add_picture(nomination: Nomination, side: Side, filename: str, data: bytes, *, at: datetime) -> NominationImage:
    """Keep a picture as we draw it anew. The same picture twice on one side is one. Raises NotComplete, naming the
    side, for what is not received or does not find room."""
    policy.can_write(nomination, at)
    try:
        picture = pictures.receive(filename, data)
    except NotComplete as refusal:
        raise NotComplete(refusal.reason, {side.value: refusal.reason}) from refusal
    stored = store(picture.data, pictures.MEDIA_TYPE, at)
    known = [each for each in nomination.images if (each.side, each.sha256) == (side, stored.sha256)]
    if known:
        return known[0]
    policy.can_add_picture(nomination, side)
    made = NominationImage(
        side=side,
        position=1 + max((each.position for each in nomination.images if each.side is side), default=-1),
        sha256=stored.sha256,
        width=picture.width,
        height=picture.height,
    )
    nomination.images.append(made)
    db.session.flush()
    db.session.expire(nomination, ["images"])
    return made


def describe(picture: NominationImage, nomination: Nomination, alt: str, *, at: datetime) -> None:
    policy.can_write(nomination, at)
    picture.alt = alt


def remove_picture(picture: NominationImage, nomination: Nomination, *, at: datetime) -> None:
    policy.can_write(nomination, at)
    nomination.images.remove(picture)


def move_picture(picture: NominationImage, nomination: Nomination, *, earlier: bool, at: datetime) -> None:
    """Change places with the one before or after it on the same side; the first and the last stay where they are."""
    policy.can_write(nomination, at)
    same = [each for each in nomination.images if each.side is picture.side]
    place = same.index(picture)
    other = place - 1 if earlier else place + 1
    if not 0 <= other < len(same):
        return
    same[place], same[other] = same[other], same[place]
    for position, each in enumerate(same):
        each.position = position
    db.session.flush()
    db.session.expire(nomination, ["images"])
