"""Who may tell an applicant about time, and who may write down and finish tasks."""

from collections.abc import Mapping
from datetime import date

from flask_babel import gettext as _

from app.access import Actor, Role
from app.casework.timekeeping.queries import DueReply
from app.formatting import full_day
from app.policy import NotComplete, NotNow, NotPermitted
from app.review.standing import Answer, Standing

WORKERS = frozenset({Role.CASE_HANDLER, Role.APPROVER})


def can_send_replies(by: Actor) -> None:
    """Case handlers."""
    if Role.CASE_HANDLER not in by.roles:
        raise NotPermitted(_("Bare saksbehandlere sender foreløpige svar."))


def can_reply(reply: DueReply | None, own: Standing | None, expected_on: date) -> None:
    """Somebody outside the applicant, while it is due, with a later day than the one that was said."""
    if reply is None or own is None:
        raise NotNow(_("Søkeren har fått beskjed allerede, eller saken er avgjort."))
    if own.is_member or own.answer is Answer.DISQUALIFIED:
        raise NotPermitted(_("Du er inhabil i saken. En annen må sende svaret."))
    if reply.kind.value == "delay" and expected_on <= reply.promised_on:
        raise NotNow(_("Søkeren har alt fått vite at svaret kommer %(day)s.", day=full_day(reply.promised_on)))


def is_complete(expected_on: date | None, reasons: str, today: date) -> None:
    """A day after today, and why it takes time."""
    missing = {}
    if expected_on is None or expected_on <= today:
        missing["expected_on"] = _("Velg en dag etter i dag.")
    if not reasons.strip():
        missing["reasons"] = _("Skriv hvorfor det tar tid. Søkeren leser det.")
    if missing:
        raise NotComplete(_("Ingenting er sendt. Noe mangler."), missing)


def can_write_task(by: Actor, values: Mapping[str, object], person_roles: frozenset[Role]) -> None:
    """Handlers and approvers, for one of themselves."""
    if not WORKERS & by.roles:
        raise NotPermitted(_("Bare saksbehandlere og godkjennere har oppgaver."))
    missing = {}
    if not values["title"]:
        missing["title"] = _("Skriv hva som skal gjøres.")
    if values["due_on"] is None:
        missing["due_on"] = _("Velg en dato.")
    if not WORKERS & person_roles:
        missing["person"] = _("Velg en saksbehandler eller godkjenner.")
    if missing:
        raise NotComplete(_("Oppgaven er ikke lagret."), missing)


def can_finish_task(by: Actor) -> None:
    """Any of them: a colleague may be away."""
    if not WORKERS & by.roles:
        raise NotPermitted(_("Bare saksbehandlere og godkjennere har oppgaver."))
