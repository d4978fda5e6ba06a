"""The period to appeal, made longer or begun anew: extensions, and demands for reasons (fvl §§ 24 and 29)."""

from datetime import date, datetime

from flask_babel import gettext as _

from app.accounts.models import User, public_id
from app.applications.letters import recipients
from app.audit.actions import record
from app.clock import local
from app.decisions.appeals import policy as appeal_policy
from app.decisions.appeals.models import DeadlineExtension, ReasonsDemand
from app.decisions.deadlines import deadlines
from app.decisions.letters import link_to
from app.decisions.models import Decision
from app.extensions import db
from app.formatting import full_day
from app.mail.actions import queue
from app.policy import NotComplete, NotNow


def extend(
    decision: Decision, until: date, reason: str, public_url: str, *, by: User, at: datetime
) -> DeadlineExtension:
    """A later last day, given before the present one has passed. The party is told by e-mail and sees it on the page
    of the decision. `decision` is locked by its query."""
    last_day = _last_day(decision, at)
    appeal_policy.can_extend(by, decision, last_day, until, local(at).date())
    made = DeadlineExtension(
        decision_id=decision.id, until=until, reason=reason, given_by_id=by.id, given_by_name=by.name, given_at=at
    )
    db.session.add(made)
    db.session.flush()
    decision.appeal_until = until
    reference = decision.application.reference
    record("appeal_deadline_extended", by=by, at=at, case=reference, until=until)
    subject = _("Klagefristen i sak %(reference)s er forlenget", reference=reference)
    text = _("Dere kan klage til og med %(day)s.", day=full_day(until))
    _tell(decision, f"appeal-extended:{made.id}", subject, text, public_url, at)
    return made


def register_demand(
    decision: Decision, received_on: date, demanded_by: str, *, by: User, at: datetime
) -> ReasonsDemand:
    """A party asked for the reasons within the period to appeal."""
    appeal_policy.is_handler(by, decision.application)
    last_day = _last_day(decision, at)
    assert decision.released_at is not None
    if not local(decision.released_at).date() <= received_on <= local(at).date():
        sentence = _("Dagen må være fra vedtaket ble sendt, og til i dag.")
        raise NotComplete(_("Kravet er ikke registrert."), {"received_on": sentence})
    if received_on > last_day:
        raise NotNow(_("Begrunnelse må kreves før klagefristen er ute. Den gikk ut %(day)s.", day=full_day(last_day)))
    made = ReasonsDemand(
        public_id=public_id(),
        decision_id=decision.id,
        received_on=received_on,
        demanded_by=demanded_by,
        registered_by_id=by.id,
        registered_by_name=by.name,
        registered_at=at,
    )
    db.session.add(made)
    record("reasons_demanded", by=by, at=at, case=decision.application.reference)
    return made


def answer_demand(
    demand: ReasonsDemand, answer: str, public_url: str, *, were_left_out: bool, by: User, at: datetime
) -> None:
    """Answer it. Only where the reasons had been left out does the period to appeal begin anew, from today."""
    decision = demand.decision
    appeal_policy.is_handler(by, decision.application)
    if demand.answered_at is not None:
        raise NotNow(_("Kravet er besvart allerede, av %(name)s.", name=demand.answered_by_name))
    demand.answer, demand.were_left_out = answer, were_left_out
    demand.answered_by_name, demand.answered_at = by.name, at
    if were_left_out:
        decision.appeal_counted_from = local(at).date()
    reference = decision.application.reference
    record("reasons_answered", by=by, at=at, case=reference, were_left_out=were_left_out)
    subject = _("Begrunnelse i sak %(reference)s", reference=reference)
    text = _("Vi har svart på spørsmålet deres om begrunnelse. Svaret står på siden med vedtaket.")
    _tell(decision, f"reasons:{demand.public_id}", subject, text, public_url, at)


def _last_day(decision: Decision, at: datetime) -> date:
    period = deadlines(decision, at).appeal
    if period is None:
        raise NotNow(_("Fordelingen i denne runden kan ikke påklages."))
    return period.last_day


def _tell(decision: Decision, key: str, subject: str, text: str, public_url: str, at: datetime) -> None:
    """An e-mail to the case's addresses: what happened and where to read, never what the decision says."""
    application = decision.application
    link, unit = link_to(application.reference, public_url).page, application.round.owner_unit
    body = _("Hei!\n\n%(text)s\n\n%(link)s\n\nVennlig hilsen\n%(unit)s\n", text=text, link=link, unit=unit)
    for address in recipients(application):
        queue(f"{key}:{address}"[:120], address, subject, body, at, application.reference)
