"""How often somebody may try, counted per address and per client in the database, the same for every worker."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, delete, select

from app.accounts.models import AttemptKind, SignInAttempt
from app.extensions import db
from app.formatting import clock_time
from app.policy import NotNow

WINDOW = timedelta(minutes=15)
KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Limit:
    per_email: int
    per_client: int


LIMITS = {
    AttemptKind.PASSWORD: Limit(per_email=5, per_client=30),
    AttemptKind.LINK_REQUEST: Limit(per_email=3, per_client=20),
    AttemptKind.ACCESS_REQUEST: Limit(per_email=5, per_client=20),
    AttemptKind.SUBSCRIPTION: Limit(per_email=3, per_client=20),
}
"""Within the window. Of passwords only the wrong ones count; of links and requests every one that was asked for."""


def check(kind: AttemptKind, email: str, client: str, at: datetime) -> None:
    """Raises NotNow, saying when to try again, when this address or this client has used its attempts."""
    limit = LIMITS[kind]
    times = [
        _free_at(kind, SignInAttempt.email == email, limit.per_email, at),
        _free_at(kind, SignInAttempt.client == client, limit.per_client, at),
    ]
    if blocked := [time for time in times if time is not None]:
        whole_minute = (max(blocked) + timedelta(seconds=59, microseconds=999_999)).replace(second=0, microsecond=0)
        raise NotNow(_("Det er prøvd for mange ganger. Prøv igjen klokka %(time)s.", time=clock_time(whole_minute)))


def _free_at(kind: AttemptKind, whose: ColumnElement[bool], allowed: int, at: datetime) -> datetime | None:
    """When the oldest of the attempts that fill the limit leaves the window; None when there is room."""
    filling = select(SignInAttempt.at).where(whose, SignInAttempt.kind == kind, SignInAttempt.at > at - WINDOW)
    if kind is AttemptKind.PASSWORD:
        filling = filling.where(SignInAttempt.succeeded.is_(False))
    oldest = db.session.scalar(filling.order_by(SignInAttempt.at.desc()).offset(allowed - 1).limit(1))
    return oldest + WINDOW if oldest else None


def count(kind: AttemptKind, email: str, client: str, at: datetime, *, succeeded: bool) -> None:
    db.session.add(SignInAttempt(kind=kind, email=email, client=client, succeeded=succeeded, at=at))


def forget_old(at: datetime) -> None:
    """Attempts are kept for a day, no longer than they are of use."""
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.at < at - KEPT))
