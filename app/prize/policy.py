"""Who may make, change, announce and cancel a year, and when."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.access import Actor, Role
from app.policy import NotComplete, NotNow, NotPermitted
from app.prize import promises
from app.prize.models import Prize, PrizeStatus
from app.prize.workflow import check_move

RESPONSIBLE = frozenset({Role.PRIZE_SECRETARY, Role.ADMINISTRATOR})


def _is_responsible(by: Actor) -> None:
    if not RESPONSIBLE & by.roles:
        raise NotPermitted(_("Bare jurysekretæren eller en administrator kan endre Ombruksprisen."))


def can_create(by: Actor) -> None:
    _is_responsible(by)


def can_change(prize: Prize, changes: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """`changes` are those that differ. Raises NotComplete with a sentence for each that breaks a promise or a rule."""
    _is_responsible(by)
    if prize.status in {PrizeStatus.ARCHIVED, PrizeStatus.CANCELLED}:
        raise NotNow(_("Året er avsluttet og kan ikke endres."))
    wrong = promises.broken(prize, changes, at)
    if wrong:
        raise NotComplete(_("Ingenting er endret. Noe av dette står fast."), wrong)
    before = promises.contradictions(prize, {})
    wrong = {
        name: sentence
        for name, sentence in promises.contradictions(prize, changes).items()
        if name in changes or name not in before
    }
    if wrong:
        raise NotComplete(_("Ingenting er endret. Noe av dette går ikke i hop."), wrong)


def can_announce(prize: Prize, *, by: Actor, at: datetime) -> None:
    """Once, complete, while there is still time to nominate. How far the jury is makes no difference."""
    _is_responsible(by)
    if prize.announced_at is not None:
        raise NotNow(_("%(prize)s er allerede kunngjort.", prize=prize.name))
    if prize.status is PrizeStatus.CANCELLED:
        raise NotNow(_("%(prize)s er avlyst.", prize=prize.name))
    lacking = promises.lacks(prize)
    if at > prize.closes_at:
        lacking["closes_at"] = _("Fristen for å nominere er allerede ute.")
    if lacking:
        raise NotComplete(
            ngettext(
                "Prisen kan ikke kunngjøres ennå. %(num)s ting mangler.",
                "Prisen kan ikke kunngjøres ennå. %(num)s ting mangler.",
                len(lacking),
            ),
            lacking,
        )


def can_cancel(prize: Prize, *, by: Actor) -> None:
    """Until the jury has ranked: after that somebody has won."""
    check_move(prize, PrizeStatus.CANCELLED, by)
