"""Who may put something in the programme, and when. Order: who, then when, then whether it is complete."""

from datetime import datetime

from flask_babel import gettext as _

from app.access import Actor, Role
from app.accounts.models import User
from app.accounts.queries import is_member
from app.campaign.models import Week
from app.clock import local
from app.formatting import full_day
from app.policy import NotNow, NotPermitted
from app.programme.models import EventOrigin, EventStatus, ProgrammeEvent

DESK = frozenset({Role.CASE_HANDLER, Role.APPROVER})


def can_register(week: Week, at: datetime) -> None:
    """Anyone, while the week takes events."""
    today = local(at).date()
    if today < week.registration_opens_on:
        raise NotNow(_("Dere kan melde på arrangementer fra %(day)s.", day=full_day(week.registration_opens_on)))
    if today > week.registration_closes_on:
        raise NotNow(
            _(
                "Fristen for å melde på var %(day)s. Skriv til %(email)s hvis det haster.",
                day=full_day(week.registration_closes_on),
                email=week.contact_email,
            )
        )


def can_change_own(event: ProgrammeEvent) -> None:
    """The organiser, until it is refused, withdrawn or cancelled."""
    if event.status not in {EventStatus.PROPOSED, EventStatus.APPROVED}:
        raise NotNow(_("Arrangementet kan ikke endres lenger. Ta kontakt med %(unit)s.", unit=event.week.owner_unit))


def can_send_picture(user: User, event: ProgrammeEvent) -> None:
    """A party, of what is funded and not cancelled."""
    organisation = event.grant.application.organisation if event.grant else None
    if organisation is None or not is_member(user.id, organisation.id):
        raise NotPermitted(_("Bare de som har fått tilskuddet, kan sende bildet."))
    if event.status is not EventStatus.APPROVED:
        raise NotNow(_("Aktiviteten er avlyst."))


def _at_the_desk(by: Actor) -> None:
    if not DESK & by.roles:
        raise NotPermitted(_("Bare saksbehandlere og godkjennere kan endre programmet."))


def can_settle(event: ProgrammeEvent, *, by: Actor) -> None:
    """What waits for an answer, by somebody at the desk."""
    _at_the_desk(by)
    if event.status is not EventStatus.PROPOSED:
        raise NotNow(_("Arrangementet er behandlet."))


def can_settle_change(event: ProgrammeEvent, *, by: Actor) -> None:
    _at_the_desk(by)
    if event.proposal is None:
        raise NotNow(_("Ingen endring venter på svar."))


def can_write(event: ProgrammeEvent | None, *, by: Actor) -> None:
    """The desk writes what is registered or the municipality's own. A funded activity changes by a change notice."""
    _at_the_desk(by)
    if event is not None and event.origin is EventOrigin.FUNDED:
        raise NotNow(_("Aktiviteten har fått tilskudd. Den endres ved at søkeren melder endring."))


def can_highlight(event: ProgrammeEvent, *, by: Actor) -> None:
    _at_the_desk(by)


def can_cancel(event: ProgrammeEvent, *, by: Actor) -> None:
    can_write(event, by=by)
    if event.status is not EventStatus.APPROVED:
        raise NotNow(_("Bare det som står i programmet, kan avlyses."))
