"""THE status table of a case: which status follows which, by whom, and the words for each (domain.md 4.1)."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.access import SYSTEM, Actor, Role
from app.applications.models import Application, Status
from app.applications.worklist import refresh_status
from app.audit.actions import record
from app.policy import NotNow, NotPermitted


@dataclass(frozen=True)
class Label:
    """Staff and applicants read different words for the same status."""

    staff: str
    applicant: str


LABELS: dict[Status, Label] = {
    Status.DRAFT: Label(_l("Kladd"), _l("Kladd")),
    Status.SUBMITTED: Label(_l("Innsendt"), _l("Mottatt")),
    Status.WITHDRAWN: Label(_l("Trukket"), _l("Trukket")),
    Status.SCREENING: Label(_l("Formell kontroll"), _l("Under behandling")),
    Status.SUPPLEMENT: Label(_l("Venter på søker"), _l("Vi trenger noe mer fra dere")),
    Status.ELIGIBLE: Label(_l("Klar til vurdering"), _l("Under behandling")),
    Status.REVIEW: Label(_l("Til vurdering"), _l("Under behandling")),
    Status.RECOMMENDED: Label(_l("Innstilt"), _l("Under behandling")),
    Status.DECIDED: Label(_l("Vedtatt"), _l("Under behandling")),
    Status.RELEASED: Label(_l("Brev sendt"), _l("Svar er klart")),
    Status.CLOSED: Label(_l("Avsluttet"), _l("Avsluttet")),
    Status.ARCHIVED: Label(_l("Arkivert"), _l("Avsluttet")),
}

APPLICANT, HANDLER, APPROVER = Role.APPLICANT, Role.CASE_HANDLER, Role.APPROVER

# from, to: the roles that may make the move; the system may where TIMED says so.
TRANSITIONS: dict[tuple[Status, Status], frozenset[Role]] = {
    (Status.DRAFT, Status.SUBMITTED): frozenset({APPLICANT, HANDLER}),  # a handler registers paper and e-mail
    (Status.SUBMITTED, Status.DRAFT): frozenset({APPLICANT}),
    (Status.SUBMITTED, Status.WITHDRAWN): frozenset({APPLICANT, HANDLER}),
    (Status.SCREENING, Status.WITHDRAWN): frozenset({APPLICANT, HANDLER}),
    (Status.ELIGIBLE, Status.WITHDRAWN): frozenset({APPLICANT, HANDLER}),
    (Status.REVIEW, Status.WITHDRAWN): frozenset({APPLICANT, HANDLER}),
    (Status.SUBMITTED, Status.SCREENING): frozenset({HANDLER}),
    (Status.SCREENING, Status.SUPPLEMENT): frozenset({HANDLER}),
    (Status.SUPPLEMENT, Status.SCREENING): frozenset({APPLICANT, HANDLER}),  # a handler when told by phone or post
    (Status.SUPPLEMENT, Status.WITHDRAWN): frozenset({APPLICANT, HANDLER}),
    (Status.SCREENING, Status.ELIGIBLE): frozenset({HANDLER}),
    (Status.SCREENING, Status.RECOMMENDED): frozenset({HANDLER}),  # dismissal, not considered on its merits
    (Status.ELIGIBLE, Status.REVIEW): frozenset({HANDLER}),
    (Status.REVIEW, Status.RECOMMENDED): frozenset({HANDLER}),
    (Status.ELIGIBLE, Status.SCREENING): frozenset({HANDLER}),  # approved too early: taken back
    (Status.REVIEW, Status.SCREENING): frozenset({HANDLER}),
    (Status.RECOMMENDED, Status.REVIEW): frozenset({APPROVER, HANDLER}),  # sent back, or taken back
    (Status.RECOMMENDED, Status.SCREENING): frozenset({APPROVER, HANDLER}),  # the same for a dismissal
    (Status.RECOMMENDED, Status.DECIDED): frozenset({APPROVER}),
    (Status.DECIDED, Status.RECOMMENDED): frozenset({APPROVER}),  # taken back, before anybody is told
    (Status.DECIDED, Status.RELEASED): frozenset(),
    (Status.RELEASED, Status.CLOSED): frozenset(),  # nothing is open any more (followup/closing.py)
    (Status.CLOSED, Status.RELEASED): frozenset(),  # something came after all (followup/grants/reopening.py)
}
TIMED: frozenset[tuple[Status, Status]] = frozenset(
    {
        (Status.SUBMITTED, Status.SCREENING),
        (Status.SUPPLEMENT, Status.SCREENING),
        (Status.DECIDED, Status.RELEASED),
        (Status.RELEASED, Status.CLOSED),
        (Status.CLOSED, Status.RELEASED),
    }
)
"""Moves the system makes by itself: screening starts when the round closes, a case goes on when the time to answer is
out, release at the chosen time, a case ends when nothing in it is open, and goes on when something is again."""


def check_move(application: Application, to: Status, by: Actor) -> None:
    """Raises NotNow when `to` does not follow the present status, NotPermitted when `by` may not make the move."""
    step = (application.status, to)
    if step not in TRANSITIONS:
        raise NotNow(
            _(
                "Saken har status «%(status)s» og kan ikke settes til «%(to)s».",
                status=LABELS[application.status].staff,
                to=LABELS[to].staff,
            )
        )
    if by is SYSTEM and step in TIMED:
        return
    if not TRANSITIONS[step] & by.roles:
        raise NotPermitted(_("Rollen din kan ikke sette saken til «%(to)s».", to=LABELS[to].staff))


def move(application: Application, to: Status, *, by: Actor, at: datetime) -> None:
    """The only way a status changes: checked, recorded in the chain, and kept true in the work list."""
    check_move(application, to, by)
    before, application.status = application.status, to
    refresh_status(application)
    record("application_moved", by=by, at=at, case=application.reference, **{"from": before, "to": to})
