"""Who may begin and write a draft, and until when."""

from datetime import datetime

from flask_babel import gettext as _

from app.access import Actor, Role
from app.accounts.models import Organisation
from app.accounts.queries import is_member
from app.applications.models import Application, Channel, Status
from app.formatting import moment_exact
from app.policy import NotNow, NotPermitted
from app.rounds.models import Round, RoundStatus

TAKES_DRAFTS = (RoundStatus.ANNOUNCED, RoundStatus.OPEN)


def can_start(by: Actor, organisation: Organisation, grant_round: Round, at: datetime, channel: Channel) -> None:
    """A member begins a draft as soon as the round is announced and until it closes.

    A case handler begins what came on paper or by e-mail at any time; the formal check judges when it came.
    """
    if channel is not Channel.WEB:
        _is_handler(by)
        return
    _speaks_for(by, organisation)
    _takes_drafts(grant_round, at)


def can_write(by: Actor, application: Application, at: datetime) -> None:
    """The members write a draft until the round closes; a case handler writes what is being registered."""
    if application.channel is not Channel.WEB and Role.CASE_HANDLER in by.roles:
        _is_draft(application)
        return
    _speaks_for(by, application.organisation)
    _is_draft(application)
    _takes_drafts(application.round, at)


def _is_handler(by: Actor) -> None:
    if Role.CASE_HANDLER not in by.roles:
        raise NotPermitted(_("Bare saksbehandlere kan registrere søknader."))


def _speaks_for(by: Actor, organisation: Organisation) -> None:
    if by.actor_id is None or not is_member(by.actor_id, organisation.id):
        raise NotPermitted(_("Bare de som hører til %(name)s, kan gjøre dette.", name=organisation.name))


def _is_draft(application: Application) -> None:
    if application.status is not Status.DRAFT:
        raise NotNow(_("Søknaden er sendt og kan ikke endres her."))


def _takes_drafts(grant_round: Round, at: datetime) -> None:
    if grant_round.status not in TAKES_DRAFTS:
        raise NotNow(_("Runden tar ikke imot søknader nå."))
    if at.replace(microsecond=0) > grant_round.closes_at:
        raise NotNow(
            _(
                "Fristen gikk ut %(closes)s. Kladden kan leses, men ikke endres eller sendes.",
                closes=moment_exact(grant_round.closes_at),
            )
        )
