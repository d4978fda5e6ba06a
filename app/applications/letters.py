"""The receipt: what an applicant gets when an application has come in, as plain values."""

from datetime import date, timedelta

from flask_babel import gettext as _

from app.applications.models import Application, ApplicationVersion, Channel
from app.clock import local
from app.formatting import full_day
from app.letters.content import ReceiptContent, Recipient
from app.rounds.letters import sender
from app.rounds.models import Round


def receipt(application: Application, version: ApplicationVersion, link: str) -> ReceiptContent:
    """What came in, when, and what happens now. `link` is the case's page."""
    assert application.received_at is not None
    return ReceiptContent(
        sender=sender(application.round),
        recipient=recipient(application),
        reference=application.reference,
        on=local(version.submitted_at).date(),
        round_name=application.round.name,
        received_at=application.received_at,
        came_as=_came_as(application.channel),
        version=version.number,
        next_steps=next_steps(application.round),
        answer_due=application.round.answer_due_on,
        application=version.content,
        link=link,
    )


def recipients(application: Application) -> list[str]:
    """The addresses that are told: the contact and the second contact, where there are any."""
    return [address for address in (application.contact_email, application.second_contact_email) if address]


def recipient(application: Application) -> Recipient:
    """Whom a letter about the application is to, with the postal address as far as there is one."""
    organisation = application.organisation
    place = " ".join(part for part in (organisation.postal_code, organisation.city) if part)
    address = tuple(line for line in (organisation.address, place) if line)
    return Recipient(organisation.name, organisation.orgnr, address)


def _came_as(channel: Channel) -> str:
    return str({Channel.WEB: _("på nett"), Channel.POST: _("med post"), Channel.EMAIL: _("på e-post")}[channel])


def next_steps(of_round: Round) -> tuple[str, ...]:
    """What happens now, each with its weeks: screening the week after the deadline, then reviewing, then the answer."""
    first = local(of_round.closes_at).date() + timedelta(days=1)
    due = of_round.answer_due_on
    reviewing = min(first + timedelta(weeks=1), due)
    until = max(reviewing, due - timedelta(weeks=1))
    return (
        _("Vi sjekker at alt er med (uke %(week)s).", week=_week(first)),
        _("Vi vurderer søknaden sammen med de andre (%(weeks)s).", weeks=_weeks(reviewing, until)),
        _("Dere får vedtak senest %(day)s.", day=full_day(due)),
    )


def _week(day: date) -> int:
    return day.isocalendar().week


def _weeks(first: date, last: date) -> str:
    if _week(first) == _week(last):
        return str(_("uke %(week)s", week=_week(first)))
    return str(_("uke %(first)s–%(last)s", first=_week(first), last=_week(last)))
