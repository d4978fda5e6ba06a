"""Who may send, change, withdraw, register and assign, and when. Order: who, then when, then whether it is complete."""

from datetime import datetime

from flask_babel import gettext as _

from app.access import Actor, Role
from app.accounts import queries as accounts
from app.accounts.models import User
from app.applications import queries, support
from app.applications.models import Application, Channel, Status
from app.applications.workflow import LABELS, TRANSITIONS
from app.policy import NotComplete, NotNow, NotPermitted
from app.rounds import policy as rounds

FINISHED = frozenset({Status.DRAFT, Status.WITHDRAWN, Status.RELEASED, Status.CLOSED, Status.ARCHIVED})
"""Nobody needs to work on these."""


def _speaks_for(by: Actor, application: Application) -> None:
    if Role.APPLICANT not in by.roles or not _is_member(by, application):
        raise NotPermitted(_("Bare de som hører til %(name)s, kan gjøre dette.", name=application.organisation.name))


def _is_member(by: Actor, application: Application) -> bool:
    return by.actor_id is not None and accounts.is_member(by.actor_id, application.organisation_id)


def can_send_now(by: Actor, application: Application, at: datetime) -> None:
    """A member, in time by the server's clock, within the round's limits: whether or not it is complete."""
    _speaks_for(by, application)
    if application.status is not Status.DRAFT:
        raise NotNow(_("Søknaden er allerede sendt."))
    rounds.can_receive(application.round, at)
    _has_room(application)


def can_submit(by: Actor, application: Application, at: datetime) -> None:
    """As `can_send_now`, and the draft is complete and confirmed."""
    can_send_now(by, application, at)
    _is_complete(application)


def _has_room(application: Application) -> None:
    limit = application.round.max_applications
    if limit is not None and queries.count_sent(application.round_id, application.organisation_id) >= limit:
        raise NotNow(
            _(
                "%(name)s har sendt så mange søknader som runden tillater (%(limit)s). Trekk en av dem først.",
                name=application.organisation.name,
                limit=limit,
            )
        )


def _is_complete(application: Application) -> None:
    missing = {lack.path: lack.sentence for lack in support.missing(application)}
    if support.warnings(application) and not application.warnings_seen:
        missing["warnings_seen"] = _("Kryss av for at dere har lest hva ordningen ikke støtter.")
    if not application.signatory_confirmed:
        missing["signatory_confirmed"] = _("Kryss av for at du kan søke på vegne av dere.")
    if not application.truth_confirmed:
        missing["truth_confirmed"] = _("Kryss av for at opplysningene stemmer.")
    if missing:
        raise NotComplete(_("Søknaden er ikke sendt. Noe mangler."), missing)


def can_withdraw(by: Actor, application: Application) -> None:
    """A member, or a case handler on written request, as long as the case is not decided (domain.md T5)."""
    if Role.CASE_HANDLER not in by.roles or application.status is Status.DRAFT:
        _speaks_for(by, application)
    if (application.status, Status.WITHDRAWN) in TRANSITIONS:
        return
    if application.status is Status.DRAFT:
        raise NotNow(_("Søknaden er ikke sendt, så det er ingenting å trekke."))
    if application.status is Status.WITHDRAWN:
        raise NotNow(_("Søknaden er allerede trukket."))
    raise NotNow(
        _("Søknaden er ferdig vurdert og kan ikke trekkes her. Ta kontakt med %(unit)s.", unit=_unit(application))
    )


def can_reopen(by: Actor, application: Application, at: datetime) -> None:
    """A member, while the round receives and nobody has begun on the case (domain.md T4)."""
    _speaks_for(by, application)
    if application.status is Status.DRAFT:
        raise NotNow(_("Søknaden er en kladd. Dere kan endre den nå."))
    if application.status is Status.WITHDRAWN:
        raise NotNow(_("Søknaden er trukket. Start en ny hvis dere vil søke likevel."))
    if application.status is not Status.SUBMITTED:
        raise NotNow(
            _("Vi har begynt å behandle søknaden. Ta kontakt med %(unit)s hvis noe må endres.", unit=_unit(application))
        )
    rounds.can_receive(application.round, at)


def can_register(by: Actor, application: Application, received_at: datetime, at: datetime) -> None:
    """A case handler registers what came by post or e-mail, at any time: also what is incomplete or late.

    It cannot have come in the future, the original lies with it, and whoever belongs to the applicant leaves it to
    another.
    """
    if Role.CASE_HANDLER not in by.roles:
        raise NotPermitted(_("Bare saksbehandlere kan registrere søknader."))
    if _is_member(by, application):
        raise NotPermitted(_("Du hører til søkeren. En annen saksbehandler må registrere søknaden."))
    if application.status is not Status.DRAFT or application.channel is Channel.WEB:
        raise NotNow(_("Søknaden er allerede registrert."))
    missing = {}
    if received_at > at:
        missing["received_on"] = _("Søknaden kan ikke være mottatt etter nå.")
    if not any(attachment.is_original for attachment in application.attachments):
        missing["original"] = _("Legg ved originalen.")
    if missing:
        raise NotComplete(_("Søknaden er ikke registrert. Noe mangler."), missing)


def can_assign(by: Actor, application: Application, handler: User | None) -> None:
    """A case handler gives a case that is not finished to a case handler who does not belong to the applicant."""
    if Role.CASE_HANDLER not in by.roles:
        raise NotPermitted(_("Bare saksbehandlere kan fordele saker."))
    if application.status in FINISHED:
        raise NotNow(_("Saken har status «%(status)s» og kan ikke fordeles.", status=LABELS[application.status].staff))
    if handler is None:
        return
    if Role.CASE_HANDLER not in handler.roles:
        raise NotNow(_("%(name)s er ikke saksbehandler.", name=handler.name))
    if _is_member(handler, application):
        raise NotNow(_("%(name)s hører til søkeren og kan ikke behandle saken.", name=handler.name))


def _unit(application: Application) -> str:
    return application.round.owner_unit
