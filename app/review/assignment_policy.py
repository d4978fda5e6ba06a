"""Who may give activities to assessors, to whom, and when. Order: who, then when, then whether it is complete."""

from dataclasses import dataclass

from flask_babel import gettext as _

from app.access import Actor, Role
from app.accounts.models import User
from app.applications.models import Application
from app.applications.workflow import LABELS
from app.policy import NotComplete, NotNow, NotPermitted, denial
from app.review.assigning import Hindrance
from app.review.assignment_queries import ASSIGNABLE
from app.review.models import Assignment
from app.review.standing import Answer, Standing, standing


def can_distribute(user: Actor) -> None:
    """Case handlers and approvers (domain.md T30)."""
    if not user.roles & {Role.CASE_HANDLER, Role.APPROVER}:
        raise NotPermitted(_("Bare saksbehandlere og godkjennere kan tildele vurderinger."))


def _is_outside(user: Actor, application: Application, own: Standing | None) -> None:
    own = own or standing(user, application)
    if own.is_member or own.answer in {Answer.DISQUALIFIED, Answer.DOUBT}:
        raise NotPermitted(_("Du er inhabil i denne saken, eller i tvil. En annen må si hvem som skal vurdere den."))


def can_see(user: Actor, application: Application, own: Standing | None = None) -> None:
    """Who assesses a case is not told to who is tied to it."""
    can_distribute(user)
    _is_outside(user, application, own)


def can_choose(user: Actor, application: Application, own: Standing | None = None) -> None:
    """Somebody who is not tied to the case, while it is assessed or about to be."""
    can_see(user, application, own)
    if application.status not in ASSIGNABLE:
        raise NotNow(
            _("Saken har status «%(status)s» og kan ikke tildeles nå.", status=LABELS[application.status].staff)
        )


def can_be_given(person: User, application: Application, hindrance: Hindrance | None) -> None:
    """A case handler without a tie. Who reports to a disqualified leader may be chosen by hand: assessing is
    preparing (fvl § 6 third paragraph)."""
    if Role.CASE_HANDLER not in person.roles:
        raise NotNow(_("%(name)s er ikke saksbehandler.", name=person.name))
    if hindrance is Hindrance.MEMBER:
        raise NotNow(
            _(
                "%(name)s hører til %(organisation)s og kan ikke vurdere saken.",
                name=person.name,
                organisation=application.organisation.name,
            )
        )
    if hindrance is Hindrance.DISQUALIFIED:
        raise NotNow(_("%(name)s er inhabil i saken.", name=person.name))
    if hindrance is Hindrance.DOUBT:
        raise NotNow(_("%(name)s har meldt tvil om habilitet. Den må avgjøres først.", name=person.name))


def can_withdraw(user: Actor, application: Application, assignment: Assignment, reason: str) -> None:
    """What is open, with a reason. Also of somebody who has assessed already: what they sent stays and counts, and a
    refusal would tell that they had."""
    can_choose(user, application)
    if assignment.withdrawn_at is not None:
        raise NotNow(_("%(name)s har ikke lenger denne vurderingen.", name=assignment.user_name))
    if not reason.strip():
        raise NotComplete(_("Tildelingen står fortsatt."), {"reason": _("Skriv kort hvorfor.")})


@dataclass(frozen=True)
class Candidate:
    """Somebody who could be given an activity. `blocked`: why not; `note`: what to know when they are chosen."""

    name: str
    public_id: str
    blocked: str | None
    note: str | None


def candidate(person: User, application: Application, hindrance: Hindrance | None) -> Candidate:
    """One line of the choice by hand."""
    note = None
    if hindrance is Hindrance.LEADER:
        note = _("Lederen er inhabil: kan forberede saken, men ikke vedta den.")
    return Candidate(person.name, person.public_id, denial(can_be_given, person, application, hindrance), note)


def why_not(hindrance: Hindrance, name: str) -> str:
    """Why somebody is not proposed, in a few words."""
    words = {
        Hindrance.MEMBER: _("%(name)s hører til søkeren", name=name),
        Hindrance.DISQUALIFIED: _("%(name)s er inhabil", name=name),
        Hindrance.DOUBT: _("%(name)s har meldt tvil om habilitet", name=name),
        Hindrance.LEADER: _("lederen til %(name)s er inhabil", name=name),
    }
    return str(words[hindrance])
