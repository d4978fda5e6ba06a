"""What follows which for a supplement, and how the case moves with it (domain.md 4.1, T7-T9)."""

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.access import Actor
from app.applications.models import Status
from app.applications.workflow import move as move_case
from app.casework.supplements.models import Supplement, SupplementStatus
from app.policy import NotNow

WAITING, ANSWERED, EXPIRED, ENDED = SupplementStatus

LABELS: dict[SupplementStatus, str] = {
    WAITING: _l("Venter på svar"),
    ANSWERED: _l("Besvart"),
    EXPIRED: _l("Ikke besvart innen fristen"),
    ENDED: _l("Avsluttet av oss"),
}
TRANSITIONS: frozenset[tuple[SupplementStatus, SupplementStatus]] = frozenset(
    {(WAITING, ANSWERED), (WAITING, EXPIRED), (WAITING, ENDED)}
)


def close(supplement: Supplement, to: SupplementStatus, *, by: Actor, at: datetime) -> None:
    """The waiting is over, and the case goes back to the formal check. Raises NotNow for what is over already."""
    if (supplement.status, to) not in TRANSITIONS:
        raise NotNow(_("Tilleggsopplysningene er alt avsluttet: %(status)s.", status=LABELS[supplement.status]))
    supplement.status, supplement.closed_at = to, at
    supplement.closed_by_id, supplement.closed_by_name = by.actor_id, by.display_name
    move_case(supplement.application, Status.SCREENING, by=by, at=at)
