"""Who may see, make and take up an allocation. It follows from every score it is made of, so that who may not see one
of them may not see the allocation either.

A score is seen by the rule of judging.blindness. Sharing the pot is the step at which all are proposed together, so
that who reads or approves, and does not assess, sees them all. Who assesses sees those they have sent their own of; and
all, once an approver has closed the assessing of the round: from then on nobody assesses what has been assessed.

Who is disqualified in one of the cases takes no part in sharing the pot that all of them compete for (fvl § 6).
"""

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, false, func, or_, select, true

from app.access import Role
from app.accounts.models import User
from app.accounts.queries import staff_with
from app.accounts.roles import CASE_READERS
from app.applications.models import Application, CaseRow, Status
from app.decisions.allocation.models import AllocationRun, RunKind
from app.extensions import db
from app.judging.blindness import totals_visible
from app.policy import NotNow, NotPermitted
from app.review.sight import PROPOSED, SETTLED
from app.review.ties import ties
from app.rounds.models import Round, RoundStatus

SHARED = (Status.REVIEW, *PROPOSED)
"""Where scores are given, and what is decided is not yet settled."""


@dataclass(frozen=True)
class Sight:
    """What of a round one person sees. `seen`: the rows (CaseRow) whose scores they may see. `is_whole`: all of them.
    `is_tied`: they are disqualified in one of the cases, or in doubt."""

    seen: ColumnElement[bool]
    is_whole: bool
    is_tied: bool


def sight(user: User, grant_round: Round) -> Sight:
    """Two statements. Told by statuses and by the person's own assessments, never by whether others have assessed."""
    cases = select(Application.id).where(Application.round_id == grant_round.id)
    tied = sorted({application for application, _person in ties([user.id], cases)})
    seen = _seen(user, grant_round) & CaseRow.application_id.not_in(tied)
    hidden = db.session.scalar(
        select(func.count()).where(CaseRow.round_id == grant_round.id, CaseRow.status.in_(SHARED), ~seen)
    )
    return Sight(seen, not hidden and not tied, bool(tied))


def _seen(user: User, grant_round: Round) -> ColumnElement[bool]:
    assesses = Role.CASE_HANDLER in user.roles
    return totals_visible(
        CaseRow.subject_id,
        user,
        proposed=CaseRow.status.in_(PROPOSED) if assesses else true(),
        settled=or_(CaseRow.status.in_(SETTLED), true() if grant_round.assessing_closed_at else false()),
    )


def can_make(user: User) -> None:
    if not user.roles & {Role.CASE_HANDLER, Role.APPROVER}:
        raise NotPermitted(_("Bare saksbehandlere og godkjennere kan regne ut en fordeling."))


def can_make_real(user: User, known: Sight) -> None:
    """By the round's own rules, of all its scores. Others may compute with what they see."""
    can_make(user)
    sees_all(user, known)


def can_open(user: User, run: AllocationRun, known: Sight) -> None:
    """Who sees every score that it is made of. `known`: what they see of the round whose cases were shared."""
    if not user.roles & CASE_READERS:
        raise NotPermitted(_("Rollen din leser ikke fordelinger."))
    if run.made_by_id == user.id and not run.is_whole:
        return
    sees_all(user, known)


def sees_all(user: User, known: Sight) -> None:
    """Refuses who is tied to a case of the round, and who may not see one of its scores."""
    if known.is_tied:
        raise NotPermitted(
            _(
                "Du er inhabil eller har meldt tvil i en av sakene. Alle sakene deler samme pott, så andre må ta "
                "fordelingen. %(others)s",
                others=_who_could(user),
            )
        )
    if not known.is_whole:
        raise NotNow(
            _(
                "Fordelingen følger av poengene i alle sakene, også dem du ikke har vurdert selv. Du ser den når en "
                "godkjenner har avsluttet vurderingen i runden."
            )
        )


def _who_could(user: User) -> str:
    names = sorted(one.name for one in staff_with(Role.CASE_HANDLER) if one.id != user.id)
    if not names:
        return str(_("Ingen annen er saksbehandler. Be administratoren om å gi noen rollen."))
    return str(_("Disse er saksbehandlere: %(names)s.", names=", ".join(names)))


def can_adopt(user: User, run: AllocationRun, known: Sight) -> None:
    """A case handler, a real allocation, while the round is being handled. The cases are asked one by one."""
    if Role.CASE_HANDLER not in user.roles:
        raise NotPermitted(_("Bare saksbehandlere kan skrive beløpene inn i innstillingene."))
    can_open(user, run, known)
    if run.kind is not RunKind.REAL:
        raise NotNow(_("Dette er en «hva hvis». Regn ut en fordeling etter rundens egne regler for å bruke den."))
    if run.round.status is not RoundStatus.CLOSED:
        raise NotNow(_("Runden behandles ikke nå."))
