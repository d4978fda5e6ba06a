"""Until the prize is handed over, nobody outside the jury and its secretariat may learn who wins, nor infer it
(offentleglova § 26 second paragraph; domain.md 3.4 step 9).

The winner stands only in tables of its own until then (docs/decisions/0009), and whoever reads them for anybody else
asks here first: `check_over` and `check_public` for a year that is loaded, `public` in a SELECT.
"""

from sqlalchemy import ColumnElement
from sqlalchemy.exc import NoResultFound

from app.prize.models import Prize, PrizeStatus

PUBLIC = frozenset({PrizeStatus.PUBLISHED, PrizeStatus.ARCHIVED})
OVER = frozenset({PrizeStatus.HANDED_OVER, *PUBLIC})


def is_over(prize: Prize) -> bool:
    """Handed over: the nominators and the winner may be told."""
    return prize.status in OVER


def is_public(prize: Prize) -> bool:
    """Published: anybody may read who won."""
    return prize.status in PUBLIC


def check_over(prize: Prize) -> None:
    """Raises NoResultFound (404) while the embargo lasts: the same answer as for what never was."""
    if not is_over(prize):
        raise NoResultFound


def check_public(prize: Prize) -> None:
    """Raises NoResultFound (404) before the winner is published."""
    if not is_public(prize):
        raise NoResultFound


def over() -> ColumnElement[bool]:
    """The condition of a SELECT that answers somebody in the case after the handover."""
    return Prize.status.in_(OVER)


def public() -> ColumnElement[bool]:
    """The condition of every SELECT that answers the public."""
    return Prize.status.in_(PUBLIC)
