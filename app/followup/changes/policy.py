"""Who may tell of a change, withdraw it and decide it, and when. Order: who, then when, then whether it is complete."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from app.access import Role
from app.accounts.models import User
from app.accounts.queries import is_member
from app.applications.models import Status
from app.clock import local
from app.decisions.policy import may_decide
from app.decisions.standing import standings
from app.followup.changes.differences import Wanted
from app.followup.changes.models import ChangeNotice, ChangeStatus, ChangeWeight
from app.followup.changes.workflow import DECIDERS, check_move
from app.followup.grants.models import Grant
from app.formatting import full_day
from app.policy import NotComplete, NotNow, NotPermitted
from app.review import policy as review


def can_notice(user: User, grant: Grant, waiting: ChangeNotice | None, at: datetime) -> None:
    """A party, until the end of the last day, one notice at a time. Afterwards the report says how it went."""
    _is_party(user, grant)
    if grant.cancelled_at is not None:
        raise NotNow(_("Aktiviteten er avlyst."))
    if grant.application.status is not Status.RELEASED:
        raise NotNow(_("Saken er avsluttet. Ta kontakt med %(unit)s.", unit=grant.application.round.owner_unit))
    if waiting is not None:
        raise NotNow(_("Dere har meldt en endring som venter på svar. Trekk den først hvis den ikke stemmer lenger."))
    if local(at).date() > grant.ends_on:
        raise NotNow(
            _("Siste dag var %(day)s. Skriv i rapporten hvordan det ble i stedet.", day=full_day(grant.ends_on))
        )


def can_withdraw(user: User, notice: ChangeNotice) -> None:
    """A party, until it is answered."""
    _is_party(user, notice.grant)
    check_move(notice, ChangeStatus.WITHDRAWN, user)


def _is_party(user: User, grant: Grant) -> None:
    organisation = grant.application.organisation
    if not is_member(user.id, organisation.id):
        raise NotPermitted(_("Bare de som hører til %(name)s, kan melde endringer.", name=organisation.name))


def is_change(changed: Mapping[str, Any], wanted: Wanted) -> None:
    """Something has to be another than before."""
    if not (changed or wanted.amount_nok is not None or wanted.changes_purpose or wanted.cancels):
        raise NotComplete(
            _("Ingenting er sendt, for ingenting er endret."),
            {"explanation": str(_("Endre det som er annerledes ovenfor. Har dere et spørsmål, send oss en melding."))},
        )


def can_decide(user: User, notice: ChangeNotice) -> None:
    """Small: an impartial case handler. Large: whoever may decide the case at all, an approver who did not prepare it.
    Never who sent it."""
    application = notice.grant.application
    if DECIDERS[notice.weight] not in user.roles:
        raise NotPermitted(
            _("Endringen gjelder beløp eller formål. En godkjenner må avgjøre den.")
            if notice.weight is ChangeWeight.LARGE
            else _("En saksbehandler avgjør denne endringen.")
        )
    review.can_read(user, application)
    if notice.sent_by_id == user.id:
        raise NotPermitted(_("Du har sendt endringen selv. En annen må avgjøre den."))
    if notice.weight is ChangeWeight.LARGE:
        may_decide(user, application, standings(user, [application.id])[application.id])
    check_move(notice, ChangeStatus.APPROVED, user)


def is_answered(notice: ChangeNotice, to: ChangeStatus, answer: str | None) -> None:
    """A refusal says why; only what changes nothing in the plan or the amount can be noted without an answer."""
    missing = {}
    if to is ChangeStatus.REFUSED and not answer:
        missing["answer"] = str(_("Skriv hvorfor. Søkeren leser det i brevet."))
    if to is ChangeStatus.NOTED and (notice.after or notice.amount_nok is not None or notice.cancels):
        missing["decision"] = str(_("Endringen gjelder planen eller beløpet. Godkjenn den, eller si nei."))
    if missing:
        raise NotComplete(_("Endringen er ikke avgjort."), missing)


def may_see(user: User, notice: ChangeNotice) -> None:
    """Staff who may read the case."""
    if not user.roles & {Role.CASE_HANDLER, Role.APPROVER, Role.READER}:
        raise NotPermitted(_("Rollen din leser ikke saker."))
    review.can_read(user, notice.grant.application)
