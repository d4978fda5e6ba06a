"""What follows which for a change notice, by whom, and the words for each (domain.md 4.1, child change notice)."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.access import Actor, Role
from app.followup.changes.models import ChangeNotice, ChangeStatus, ChangeWeight
from app.followup.labels import Label
from app.policy import NotNow, NotPermitted

S = ChangeStatus


LABELS: dict[ChangeStatus, Label] = {
    S.OPEN: Label(_l("Venter på svar"), _l("Vi ser på endringen"), "yellow"),
    S.APPROVED: Label(_l("Godkjent"), _l("Godkjent"), "green"),
    S.REFUSED: Label(_l("Ikke godkjent"), _l("Ikke godkjent"), "red"),
    S.NOTED: Label(_l("Tatt til orientering"), _l("Vi har notert det"), "gray"),
    S.WITHDRAWN: Label(_l("Trukket"), _l("Dere trakk endringen"), "gray"),
}
WEIGHTS: dict[ChangeWeight, str] = {
    ChangeWeight.SMALL: _l("Liten: saksbehandler avgjør"),
    ChangeWeight.LARGE: _l("Stor: godkjenner avgjør"),
}
DECIDERS: dict[ChangeWeight, Role] = {ChangeWeight.SMALL: Role.CASE_HANDLER, ChangeWeight.LARGE: Role.APPROVER}
ANSWERS = (S.APPROVED, S.REFUSED, S.NOTED)

HANDLER, APPROVER = Role.CASE_HANDLER, Role.APPROVER
# from, to: the roles that may make the move; who of the staff decides which is in DECIDERS
TRANSITIONS: dict[tuple[ChangeStatus, ChangeStatus], frozenset[Role]] = {
    (S.OPEN, S.APPROVED): frozenset({HANDLER, APPROVER}),
    (S.OPEN, S.REFUSED): frozenset({HANDLER, APPROVER}),
    (S.OPEN, S.NOTED): frozenset({HANDLER, APPROVER}),
    (S.OPEN, S.WITHDRAWN): frozenset({Role.APPLICANT}),
}


def check_move(notice: ChangeNotice, to: ChangeStatus, by: Actor) -> None:
    """Raises NotNow when `to` does not follow the present status, NotPermitted when `by` may not make the move."""
    roles = TRANSITIONS.get((notice.status, to))
    if roles is None:
        raise NotNow(_("Endringen er alt avsluttet: %(status)s.", status=LABELS[notice.status].staff))
    if not roles & by.roles:
        raise NotPermitted(_("Rollen din kan ikke sette endringen til «%(to)s».", to=LABELS[to].staff))


def move(notice: ChangeNotice, to: ChangeStatus, *, by: Actor) -> None:
    """The only way the status of a change notice changes."""
    check_move(notice, to, by)
    notice.status = to
