"""The statuses of a prize year, and what follows what (domain.md 4.2, J1-J9)."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.access import SYSTEM, Actor, Role
from app.accounts.roles import ROLES
from app.audit.actions import record
from app.policy import NotNow, NotPermitted
from app.prize.models import Prize, PrizeStatus


@dataclass(frozen=True)
class Label:
    """What the secretariat and the jury read, and the colour of its tag."""

    text: str
    colour: str


P = PrizeStatus

LABELS: dict[PrizeStatus, Label] = {
    P.PLANNED: Label(_l("Planlagt"), "gray"),
    P.APPOINTED: Label(_l("Juryen er oppnevnt"), "blue-light"),
    P.DECLARING: Label(_l("Juryen svarer på habilitet"), "blue-light"),
    P.SCORING: Label(_l("Juryen gir poeng"), "green"),
    P.LOCKED: Label(_l("Poengene er låst"), "yellow"),
    P.MEETING: Label(_l("Jurymøte"), "yellow"),
    P.RANKED: Label(_l("Rangeringen er satt"), "yellow"),
    P.STATEMENT_READY: Label(_l("Protokollen skal bekreftes"), "yellow"),
    P.SIGNED: Label(_l("Protokollen er bekreftet"), "yellow"),
    P.EMBARGO: Label(_l("Forseglet til overrekkelsen"), "red"),
    P.HANDED_OVER: Label(_l("Overrakt"), "green"),
    P.PUBLISHED: Label(_l("Publisert"), "green"),
    P.ARCHIVED: Label(_l("Arkivert"), "beige"),
    P.CANCELLED: Label(_l("Avlyst"), "red"),
}

SECRETARY = frozenset({Role.PRIZE_SECRETARY})
JURY = frozenset({Role.PRIZE_SECRETARY, Role.JUROR})

# from, to: the roles that may make the move. Actions ask for more: only the chair of the roles «juror», for one.
TRANSITIONS: dict[tuple[PrizeStatus, PrizeStatus], frozenset[Role]] = {
    (P.PLANNED, P.APPOINTED): SECRETARY,
    (P.APPOINTED, P.DECLARING): SECRETARY,
    (P.DECLARING, P.SCORING): JURY,
    (P.SCORING, P.LOCKED): SECRETARY,
    (P.LOCKED, P.SCORING): SECRETARY,  # a deputy steps in where the quorum is lost
    (P.LOCKED, P.MEETING): JURY,
    (P.MEETING, P.SCORING): SECRETARY,
    (P.MEETING, P.RANKED): JURY,
    (P.RANKED, P.STATEMENT_READY): SECRETARY,
    (P.STATEMENT_READY, P.SIGNED): JURY,  # the last member's confirmation makes it
    (P.SIGNED, P.EMBARGO): SECRETARY,
    (P.EMBARGO, P.HANDED_OVER): SECRETARY,
    (P.HANDED_OVER, P.PUBLISHED): SECRETARY,
    (P.PUBLISHED, P.ARCHIVED): SECRETARY,
    # the verdict is withdrawn: the jury meets again
    **{(before, P.MEETING): SECRETARY for before in (P.RANKED, P.STATEMENT_READY, P.SIGNED, P.EMBARGO)},
    **{
        (before, P.CANCELLED): SECRETARY | {Role.ADMINISTRATOR}
        for before in (P.PLANNED, P.APPOINTED, P.DECLARING, P.SCORING, P.LOCKED, P.MEETING)
    },
}
TIMED: frozenset[tuple[PrizeStatus, PrizeStatus]] = frozenset({(P.SCORING, P.LOCKED)})
"""The clock makes these moves too."""


def check_move(prize: Prize, to: PrizeStatus, by: Actor) -> None:
    """Raises NotNow when `to` does not follow the present status, NotPermitted when `by` may not make the move."""
    step = (prize.status, to)
    roles = TRANSITIONS.get(step)
    if roles is None:
        before = LABELS[prize.status].text
        raise NotNow(
            _("Prisen har status «%(status)s» og kan ikke settes til «%(to)s».", status=before, to=LABELS[to].text)
        )
    if by is SYSTEM and step in TIMED:
        return
    if not roles & by.roles:
        who = str(_(" eller ")).join(str(ROLES[role].name).lower() for role in sorted(roles))
        raise NotPermitted(_("Bare %(who)s kan sette prisen til «%(to)s».", who=who, to=LABELS[to].text))


def move(prize: Prize, to: PrizeStatus, *, by: Actor, at: datetime) -> None:
    """The only way a year's status changes."""
    check_move(prize, to, by)
    before, prize.status = prize.status, to
    record("prize_moved", by=by, at=at, case=prize.reference, **{"from": before, "to": to})
