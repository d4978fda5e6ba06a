"""Reading rounds."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from app.extensions import db
from app.judging.models import Criterion, Rubric
from app.rounds.models import Round, RoundStatus

RECEIVING = (RoundStatus.ANNOUNCED, RoundStatus.OPEN)


def whole_round() -> tuple[ExecutableOption, ...]:
    """Loader options: a round with all that hangs on it, in a fixed number of statements."""
    return (
        joinedload(Round.scheme),
        selectinload(Round.categories),
        selectinload(Round.tiers),
        selectinload(Round.options),
        selectinload(Round.texts),
        joinedload(Round.rubric).selectinload(Rubric.criteria).selectinload(Criterion.anchors),
    )


def full_round(round_id: int) -> Round:
    """With categories, tiers, options, texts and rubric. Raises NoResultFound."""
    return db.session.scalars(_whole().where(Round.id == round_id)).one()


def round_by_slug(slug: str) -> Round:
    """Whole, as `full_round`. Raises NoResultFound."""
    return db.session.scalars(_whole().where(Round.slug == slug)).one()


def _whole() -> Select[Round]:
    return select(Round).options(*whole_round())


def public_round() -> Round | None:
    """The open round that closes first, else the next announced."""
    return _first(RoundStatus.OPEN, Round.closes_at) or _first(RoundStatus.ANNOUNCED, Round.opens_at)


def front_round() -> Round | None:
    """`public_round`; else the round that closed last. Without the lists that only an application chooses from."""
    shown = (
        joinedload(Round.scheme),
        selectinload(Round.tiers),
        selectinload(Round.texts),
        joinedload(Round.rubric).selectinload(Rubric.criteria).selectinload(Criterion.anchors),
    )
    return (
        _first(RoundStatus.OPEN, Round.closes_at, shown)
        or _first(RoundStatus.ANNOUNCED, Round.opens_at, shown)
        or _first(RoundStatus.CLOSED, Round.closes_at.desc(), shown)
    )


def _first(status: RoundStatus, order: Any, shown: Sequence[ExecutableOption] | None = None) -> Round | None:
    loaded = select(Round).options(*(shown or whole_round()))
    return db.session.scalars(loaded.where(Round.status == status).order_by(order).limit(1)).first()


def open_rounds(at: datetime) -> Sequence[Round]:
    """Those that receive applications at this moment, the first to close first."""
    second = at.replace(microsecond=0)
    return db.session.scalars(
        select(Round)
        .where(Round.status.in_(RECEIVING), Round.opens_at <= at, Round.closes_at >= second)
        .order_by(Round.closes_at, Round.id)
    ).all()


NEWEST_FIRST = select(Round).options(joinedload(Round.scheme)).order_by(Round.closes_at.desc(), Round.id.desc())


def staff_rounds() -> Sequence[Round]:
    """All rounds, the newest first."""
    return db.session.scalars(NEWEST_FIRST).all()


def working_round(slug: str | None, among: Sequence[Round] | None = None, *, waiting_in: int | None = None) -> Round:
    """The round that staff works on: the chosen one; else the one in which something waits for whoever looks
    (`waiting_in`, its primary key); else the one that closed last and is not finished; else the open one; else the
    newest. Raises NoResultFound when there is none. `among`: all rounds where they are loaded."""
    rounds = staff_rounds() if among is None else among
    if slug:
        chosen = [found for found in rounds if found.slug == slug]
    elif waiting_in is not None:
        chosen = [found for found in rounds if found.id == waiting_in]
    else:
        chosen = [
            found
            for status in (RoundStatus.CLOSED, RoundStatus.OPEN, RoundStatus.ANNOUNCED)
            for found in rounds
            if found.status is status
        ] or list(rounds)
    if not chosen:
        raise NoResultFound
    return chosen[0]


def prefix_is_taken(prefix: str, but_for: int | None) -> bool:
    """Whether another round's case numbers begin so. `but_for` is the primary key of the round that asks."""
    owner = db.session.scalar(select(Round.id).where(Round.reference_prefix == prefix))
    return owner is not None and owner != but_for
