"""What was written, shown or said of a year's week."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.access import Actor
from app.audit.actions import record
from app.campaign.models import PressItem, PressKind
from app.extensions import db

KINDS: dict[PressKind, str] = {
    PressKind.PAPER: _l("Avis på papir"),
    PressKind.WEB: _l("Nettavis eller nettside"),
    PressKind.RADIO: _l("Radio"),
    PressKind.TELEVISION: _l("TV"),
    PressKind.TRADE: _l("Fagblad"),
}


def items_of(year: int) -> Sequence[PressItem]:
    """The newest first; those without a day last."""
    return db.session.scalars(
        select(PressItem)
        .where(PressItem.year == year)
        .order_by(PressItem.published_on.is_(None), PressItem.published_on.desc(), PressItem.id.desc())
    ).all()


def item_of(year: int, public_id: str) -> PressItem:
    """Raises NoResultFound."""
    return db.session.scalars(select(PressItem).where(PressItem.year == year, PressItem.public_id == public_id)).one()


def note(year: int, values: Mapping[str, Any], *, by: Actor, at: datetime) -> PressItem:
    item = PressItem(year=year, added_by_name=by.display_name, added_at=at, **values)
    db.session.add(item)
    record("press_noted", by=by, at=at, year=year)
    return item


def remove(item: PressItem, *, by: Actor, at: datetime) -> None:
    db.session.delete(item)
    record("press_removed", by=by, at=at, year=item.year)
