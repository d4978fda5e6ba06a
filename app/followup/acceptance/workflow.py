"""The statuses of an account, what follows what, by whom, and the words for each."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.access import SYSTEM, Actor, Role
from app.followup.acceptance.models import AccountStatus, PayoutAccount
from app.followup.labels import Label
from app.policy import NotNow, NotPermitted

S = AccountStatus
SETTLERS = frozenset({Role.FINANCE, Role.CASE_HANDLER})


LABELS: dict[AccountStatus, Label] = {
    S.WAITING: Label(_l("Må kontrolleres"), _l("Vi kontrollerer kontoen"), "yellow"),
    S.CURRENT: Label(_l("I bruk"), _l("Vi betaler hit"), "green"),
    S.REFUSED: Label(_l("Ikke godtatt"), _l("Kan ikke brukes"), "red"),
    S.REPLACED: Label(_l("Byttet ut"), _l("Byttet ut"), "gray"),
}

# from, to: the roles that may make the move
TRANSITIONS: dict[tuple[AccountStatus, AccountStatus], frozenset[Role]] = {
    (S.WAITING, S.CURRENT): SETTLERS,
    (S.WAITING, S.REFUSED): SETTLERS,
    (S.WAITING, S.REPLACED): frozenset({Role.APPLICANT}),  # another was given before anybody had looked
    (S.CURRENT, S.REPLACED): SETTLERS,  # another is confirmed
    (S.CURRENT, S.REFUSED): frozenset({Role.FINANCE}),  # the bank sent the money back
}


def check_move(account: PayoutAccount, to: AccountStatus, by: Actor) -> None:
    """Raises NotNow when `to` does not follow the present status, NotPermitted when `by` may not make the move."""
    roles = TRANSITIONS.get((account.status, to))
    if roles is None:
        raise NotNow(
            _(
                "Kontoen har status «%(status)s» og kan ikke settes til «%(to)s».",
                status=LABELS[account.status].staff,
                to=LABELS[to].staff,
            )
        )
    if by is not SYSTEM and not roles & by.roles:
        raise NotPermitted(_("Rollen din kan ikke sette kontoen til «%(to)s».", to=LABELS[to].staff))


def move(account: PayoutAccount, to: AccountStatus, *, by: Actor) -> None:
    """The only way an account's status changes. The act that asks for it records it."""
    check_move(account, to, by)
    account.status = to
