"""The statuses of a round, and what follows what (domain.md 4.3)."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.access import SYSTEM, Actor, Role
from app.audit.actions import record
from app.policy import NotNow, NotPermitted
from app.rounds.models import Round, RoundStatus


@dataclass(frozen=True)
class Label:
    """What staff reads, and the colour of its tag."""

    text: str
    colour: str


LABELS: dict[RoundStatus, Label] = {
    RoundStatus.DRAFT: Label(_l("Kladd"), "gray"),
    RoundStatus.ANNOUNCED: Label(_l("Kunngjort"), "blue-light"),
    RoundStatus.OPEN: Label(_l("Åpen"), "green"),
    RoundStatus.CLOSED: Label(_l("Til behandling"), "yellow"),
    RoundStatus.FINISHED: Label(_l("Ferdig"), "beige"),
    RoundStatus.CANCELLED: Label(_l("Avlyst"), "red"),
}

ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})

# from, to: the roles that may make the move; the empty set: only the system, by the clock
TRANSITIONS: dict[tuple[RoundStatus, RoundStatus], frozenset[Role]] = {
    (RoundStatus.DRAFT, RoundStatus.ANNOUNCED): ADMINISTRATOR,
    (RoundStatus.ANNOUNCED, RoundStatus.OPEN): frozenset(),
    (RoundStatus.OPEN, RoundStatus.CLOSED): frozenset(),
    (RoundStatus.CLOSED, RoundStatus.FINISHED): ADMINISTRATOR,
    (RoundStatus.DRAFT, RoundStatus.CANCELLED): ADMINISTRATOR,
    (RoundStatus.ANNOUNCED, RoundStatus.CANCELLED): ADMINISTRATOR,
    (RoundStatus.OPEN, RoundStatus.CANCELLED): ADMINISTRATOR,
}


def check_move(grant_round: Round, to: RoundStatus, by: Actor) -> None:
    """Raises NotNow when `to` does not follow the present status, NotPermitted when `by` may not make the move."""
    roles = TRANSITIONS.get((grant_round.status, to))
    if roles is None:
        raise NotNow(
            _(
                "Runden har status «%(status)s» og kan ikke settes til «%(to)s».",
                status=LABELS[grant_round.status].text,
                to=LABELS[to].text,
            )
        )
    if (by is not SYSTEM or roles) and not roles & by.roles:
        raise NotPermitted(_("Bare en administrator kan sette runden til «%(to)s».", to=LABELS[to].text))


def move(grant_round: Round, to: RoundStatus, *, by: Actor, at: datetime) -> None:
    """The only way a round's status changes."""
    check_move(grant_round, to, by)
    before, grant_round.status = grant_round.status, to
    record("round_moved", by=by, at=at, round=grant_round.slug, **{"from": before, "to": to})
