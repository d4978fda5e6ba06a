"""Who may propose and approve that a decision is made anew or corrected, and when. Order: who, when, then whether it is
complete."""

from collections.abc import Mapping
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.access import Actor, Role
from app.accounts.models import User
from app.applications.models import Application
from app.decisions import policy
from app.decisions.models import Decision
from app.decisions.outcomes import Proposal, problems
from app.decisions.reversals import queries
from app.decisions.reversals.grounds import NEEDS_NOTICE
from app.decisions.reversals.models import ChangeStatus, Correction, Reversal
from app.decisions.standing import Standing, prepared_by
from app.formatting import full_day
from app.policy import NotComplete, NotNow, NotPermitted
from app.review import policy as review

OVER: dict[ChangeStatus, str] = {
    ChangeStatus.APPROVED: _l("Forslaget er godkjent allerede."),
    ChangeStatus.RETURNED: _l("Forslaget er sendt tilbake, og må lages på nytt."),
    ChangeStatus.WITHDRAWN: _l("Forslaget er trukket."),
}
"""Why a proposal that no longer waits cannot be handled."""


def can_prepare(user: User, decision: Decision, *, after_appeal: bool = False) -> None:
    """An impartial case handler; after an appeal nobody who prepared the first decision. Only the newest version, and
    only once it is released: until then it is no decision to the party, and is sent back instead."""
    handles(user, decision.application)
    appealed = after_appeal or queries.is_appealed(decision.application_id)
    if appealed and (user.id == decision.prepared_by_id or prepared_by(user.id, [decision.application_id])):
        raise NotPermitted(_("Du har forberedt vedtaket. Når det er klaget, må en annen forberede omgjøringen."))
    is_in_force(decision)
    if queries.waits(decision.id):
        raise NotNow(_("Et forslag om omgjøring venter allerede. Det må avgjøres eller trekkes først."))


def handles(user: User, application: Application) -> None:
    """An impartial case handler."""
    if Role.CASE_HANDLER not in user.roles:
        raise NotPermitted(_("Bare saksbehandlere kan forberede en omgjøring eller en retting."))
    review.can_read(user, application)


def is_in_force(decision: Decision) -> None:
    """Released, and not replaced by a later version."""
    if decision.released_at is None:
        raise NotNow(
            _(
                "Vedtaket er ikke frigitt, og gjelder ikke for parten ennå. Da omgjøres det ikke: en godkjenner"
                " tar det tilbake på saken."
            )
            if decision.version == 1
            else _("Det nye vedtaket er ikke frigitt ennå. Frigi det først.")
        )
    if not queries.is_newest(decision):
        raise NotNow(_("Vedtaket er allerede erstattet av et nytt. Last siden på nytt."))


def is_complete(application: Application, proposals: Mapping[int, Proposal], explanation: str) -> None:
    """Each activity as in a recommendation, and why the decision is changed."""
    missing = {
        f"a{activity.position}-{name}": sentence
        for activity in application.activities
        for name, sentence in problems(proposals[activity.id], activity.sought_nok or 0, application.round).items()
    }
    if not explanation.strip():
        missing["explanation"] = str(_("Skriv hvorfor vedtaket endres. Parten leser det i brevet."))
    if missing:
        raise NotComplete(_("Forslaget er ikke sendt. Noe mangler."), missing)


def can_follow_up(user: User, reversal: Reversal) -> None:
    """Register a notice or a comment, or take the proposal back: an impartial case handler, while it waits."""
    handles(user, reversal.reversed.application)
    waits(reversal)


def waits(proposal: Reversal | Correction) -> None:
    """Still to be approved."""
    if proposal.status is not ChangeStatus.PROPOSED:
        raise NotNow(str(OVER[proposal.status]))


def can_approve(user: Actor, reversal: Reversal, standing: Standing, today: date) -> None:
    """Who may decide the case, and did not prepare this change of it; once the party has had their say."""
    may_answer(user, reversal, standing)
    is_in_force(reversal.reversed)
    if not needs_notice(reversal):
        return
    if reversal.comment_by is None:
        raise NotNow(_("Endringen er til skade for parten. Send forhåndsvarsel, og før opp datoen her først."))
    if today <= reversal.comment_by:
        raise NotNow(_("Parten kan uttale seg til og med %(day)s.", day=full_day(reversal.comment_by)))


def may_answer(user: Actor, reversal: Reversal, standing: Standing) -> None:
    """Approve or return: four eyes."""
    if user.actor_id == reversal.prepared_by_id:
        raise NotPermitted(_("Du har forberedt omgjøringen. En annen må godkjenne den."))
    policy.may_decide(user, reversal.reversed.application, standing)
    waits(reversal)


def needs_notice(reversal: Reversal) -> bool:
    """Whether the party is to be warned and heard first (forvaltningsloven § 16). In an appeal they have been heard."""
    return reversal.is_detriment and reversal.ground in NEEDS_NOTICE and reversal.appeal_id is None


def can_correct(user: User, decision: Decision) -> None:
    """An impartial case handler, for the decision that is in force."""
    handles(user, decision.application)
    is_in_force(decision)
    if queries.correction_waits(decision.id):
        raise NotNow(_("Et forslag om retting venter allerede. Det må bekreftes eller sendes tilbake først."))


def can_confirm(user: User, correction: Correction) -> None:
    """Another case handler or approver, impartial too."""
    if not user.roles & {Role.CASE_HANDLER, Role.APPROVER}:
        raise NotPermitted(_("Bare saksbehandlere og godkjennere kan bekrefte en retting."))
    if user.id == correction.proposed_by_id:
        raise NotPermitted(_("Du har foreslått rettingen. En annen må bekrefte den."))
    review.can_read(user, correction.decision.application)
    waits(correction)
