"""What follows which for a claim, by whom, and the words for each (domain.md 4.1, T26-T27)."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.access import Actor, Role
from app.followup.labels import Label
from app.followup.recovery.models import Recovery, RecoveryCause, RecoveryStatus
from app.policy import NotNow, NotPermitted

S = RecoveryStatus


LABELS: dict[RecoveryStatus, Label] = {
    S.WARNED: Label(_l("Varslet"), _l("Vi vurderer å kreve penger tilbake"), "yellow"),
    S.CLAIMED: Label(_l("Krevd tilbake"), _l("Skal betales tilbake"), "red"),
    S.PAID: Label(_l("Betalt tilbake"), _l("Betalt tilbake"), "green"),
    S.WRITTEN_OFF: Label(_l("Ettergitt"), _l("Dere slipper å betale"), "gray"),
    S.DROPPED: Label(_l("Frafalt"), _l("Vi krever ikke pengene"), "gray"),
}
CAUSES: dict[RecoveryCause, str] = {
    RecoveryCause.UNUSED: _l("Penger som ikke ble brukt"),
    RecoveryCause.NOT_HELD: _l("Aktiviteten ble ikke holdt"),
    RecoveryCause.NO_REPORT: _l("Rapporten er ikke kommet"),
    RecoveryCause.OTHER_USE: _l("Pengene er brukt til noe annet"),
}
ENDED = frozenset({S.PAID, S.WRITTEN_OFF, S.DROPPED})

HANDLER, APPROVER = Role.CASE_HANDLER, Role.APPROVER
# from, to: the roles that may make the move
TRANSITIONS: dict[tuple[RecoveryStatus, RecoveryStatus], frozenset[Role]] = {
    (S.WARNED, S.CLAIMED): frozenset({APPROVER}),
    (S.WARNED, S.DROPPED): frozenset({HANDLER, APPROVER}),
    (S.CLAIMED, S.PAID): frozenset({Role.FINANCE, APPROVER}),  # an approver sets it down to what has come in
    (S.CLAIMED, S.WRITTEN_OFF): frozenset({APPROVER}),
    # it was wrong, or is no longer so; what came in goes out again (refunding.py)
    **{(before, S.DROPPED): frozenset({APPROVER}) for before in (S.CLAIMED, S.PAID, S.WRITTEN_OFF)},
}


def check_move(recovery: Recovery, to: RecoveryStatus, by: Actor) -> None:
    """Raises NotNow when `to` does not follow the present status, NotPermitted when `by` may not make the move."""
    roles = TRANSITIONS.get((recovery.status, to))
    if roles is None:
        raise NotNow(
            _(
                "Kravet har status «%(status)s» og kan ikke settes til «%(to)s».",
                status=LABELS[recovery.status].staff,
                to=LABELS[to].staff,
            )
        )
    if not roles & by.roles:
        raise NotPermitted(_("Rollen din kan ikke sette kravet til «%(to)s».", to=LABELS[to].staff))


def move(recovery: Recovery, to: RecoveryStatus, *, by: Actor) -> None:
    """The only way the status of a claim changes."""
    check_move(recovery, to, by)
    recovery.status = to
