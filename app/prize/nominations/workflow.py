"""The statuses of a nomination, and what follows what (domain.md 4.2). Outcomes are set by the handover alone."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.access import SYSTEM, Actor, Role
from app.audit.actions import record
from app.policy import NotNow, NotPermitted
from app.prize.nominations.models import Nomination, NominationStatus


@dataclass(frozen=True)
class Label:
    """The word for the secretariat and the jury, the word for the nominator, and the colour of the tag."""

    text: str
    nominator: str
    colour: str


N = NominationStatus

LABELS: dict[NominationStatus, Label] = {
    N.DRAFT: Label(_l("Kladd"), _l("Ikke sendt"), "gray"),
    N.SUBMITTED: Label(_l("Mottatt"), _l("Mottatt"), "blue-light"),
    N.SCREENING: Label(_l("Til kontroll"), _l("Mottatt"), "blue-light"),
    N.NEEDS_INFO: Label(_l("Venter på opplysninger"), _l("Vi har spurt om noe"), "yellow"),
    N.QUALIFIED: Label(_l("Til juryen"), _l("Til juryen"), "green"),
    N.NOT_QUALIFIED: Label(_l("Oppfyller ikke kravene"), _l("Oppfyller ikke kravene"), "beige"),
    N.MERGED: Label(_l("Slått sammen"), _l("Slått sammen med en annen nominasjon av samme prosjekt"), "beige"),
    N.WITHDRAWN: Label(_l("Trukket"), _l("Trukket"), "beige"),
    N.WINNER: Label(_l("Vinner"), _l("Vinner"), "green"),
    N.HONOURABLE: Label(_l("Hederlig omtale"), _l("Hederlig omtale"), "green"),
    N.NOT_AWARDED: Label(_l("Vant ikke"), _l("Vant ikke denne gangen"), "beige"),
    N.INFORMED: Label(_l("Nominatoren har fått svar"), _l("Avsluttet"), "beige"),
    N.ARCHIVED: Label(_l("Arkivert"), _l("Avsluttet"), "beige"),
}

SECRETARY = frozenset({Role.PRIZE_SECRETARY})


TRANSITIONS: dict[tuple[NominationStatus, NominationStatus], frozenset[Role]] = {
    (N.DRAFT, N.SUBMITTED): SECRETARY,
    (N.SUBMITTED, N.SCREENING): SECRETARY,
    (N.SCREENING, N.NEEDS_INFO): SECRETARY,
    (N.NEEDS_INFO, N.SCREENING): SECRETARY,
    (N.SCREENING, N.QUALIFIED): SECRETARY,
    (N.SCREENING, N.NOT_QUALIFIED): SECRETARY,
    (N.QUALIFIED, N.SCREENING): SECRETARY,
    (N.NOT_QUALIFIED, N.SCREENING): SECRETARY,
    (N.SUBMITTED, N.MERGED): SECRETARY,
    (N.SCREENING, N.MERGED): SECRETARY,
    (N.NEEDS_INFO, N.MERGED): SECRETARY,
    (N.MERGED, N.SCREENING): SECRETARY,
    (N.QUALIFIED, N.WINNER): SECRETARY,
    (N.QUALIFIED, N.HONOURABLE): SECRETARY,
    (N.QUALIFIED, N.NOT_AWARDED): SECRETARY,
    **{(before, N.WITHDRAWN): SECRETARY for before in (N.SUBMITTED, N.SCREENING, N.NEEDS_INFO, N.QUALIFIED)},
    **{
        (before, N.INFORMED): SECRETARY for before in (N.WINNER, N.HONOURABLE, N.NOT_AWARDED, N.NOT_QUALIFIED, N.MERGED)
    },
    **{(before, N.ARCHIVED): SECRETARY for before in (N.INFORMED, N.WITHDRAWN)},
}
BY_LINK: frozenset[tuple[NominationStatus, NominationStatus]] = frozenset(
    {
        (N.DRAFT, N.SUBMITTED),
        (N.NEEDS_INFO, N.SCREENING),
        *((before, N.WITHDRAWN) for before in (N.SUBMITTED, N.SCREENING, N.NEEDS_INFO, N.QUALIFIED)),
    }
)
"""What the nominator does with the link in the e-mail; the event says «Systemet»."""

BY_LETTER: frozenset[tuple[NominationStatus, NominationStatus]] = frozenset(
    step for step in TRANSITIONS if step[1] is N.INFORMED
)
"""The letter that says how it went is made after the page that started it."""


def check_move(nomination: Nomination, to: NominationStatus, by: Actor) -> None:
    """Raises NotNow when `to` does not follow the present status, NotPermitted when `by` may not make the move."""
    step = (nomination.status, to)
    roles = TRANSITIONS.get(step)
    if roles is None:
        before = LABELS[nomination.status].text
        raise NotNow(
            _(
                "Nominasjonen har status «%(status)s» og kan ikke settes til «%(to)s».",
                status=before,
                to=LABELS[to].text,
            )
        )
    if not (roles & by.roles or (by is SYSTEM and step in BY_LINK | BY_LETTER)):
        raise NotPermitted(_("Bare jurysekretæren kan gjøre dette."))


def move(nomination: Nomination, to: NominationStatus, *, by: Actor, at: datetime) -> None:
    """The only way a nomination's status changes."""
    check_move(nomination, to, by)
    before, nomination.status = nomination.status, to
    if to is N.WINNER:
        nomination.opened_at = at  # the award itself opens it (offentleglova § 26 second paragraph)
    record("nomination_moved", by=by, at=at, case=nomination.reference, **{"from": before, "to": to})
