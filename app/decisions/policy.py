"""Who may recommend, decide, send back, release, and when. Order: who, then when, then whether it is complete."""

from collections.abc import Mapping

from flask_babel import gettext as _

from app.access import Actor, Role
from app.accounts.models import User
from app.accounts.queries import is_member
from app.applications.models import Application, Status
from app.applications.workflow import LABELS
from app.decisions import queries
from app.decisions.letters import may_appeal
from app.decisions.models import Decision, Outcome, Recommendation, RecommendationStatus
from app.decisions.outcomes import Proposal, problems
from app.decisions.standing import Standing
from app.formatting import number
from app.policy import NotComplete, NotNow, NotPermitted
from app.review import policy as review
from app.review.standing import Answer
from app.review.standing import Standing as ReviewStanding

WRITABLE = frozenset({Status.SCREENING, Status.ELIGIBLE, Status.REVIEW})
SENDABLE = frozenset({Status.SCREENING, Status.REVIEW})


def can_open(user: User, application: Application) -> None:
    """An impartial case handler, at any time."""
    if Role.CASE_HANDLER not in user.roles:
        raise NotPermitted(_("Bare saksbehandlere kan innstille."))
    review.can_read(user, application)


def can_write(user: User, application: Application, own: ReviewStanding | None = None) -> None:
    """An impartial case handler, until the case is sent to the approver. `own`: how the person stands to the case,
    where it is loaded already."""
    if Role.CASE_HANDLER not in user.roles:
        raise NotPermitted(_("Bare saksbehandlere kan innstille."))
    review.can_read(user, application, own)
    if application.status not in WRITABLE:
        raise NotNow(
            _("Saken har status «%(status)s» og kan ikke innstilles nå.", status=LABELS[application.status].staff)
        )


def can_take_back(user: User, application: Application) -> None:
    """An impartial case handler, until somebody has decided: nothing is said to the applicant yet."""
    can_open(user, application)
    if application.status is not Status.RECOMMENDED:
        raise NotNow(
            _(
                "Saken har status «%(status)s». Innstillingen kan ikke tas tilbake.",
                status=LABELS[application.status].staff,
            )
        )


def can_send(user: User, application: Application, proposals: Mapping[int, Proposal]) -> None:
    """In review when what is considered is assessed; in formal control only to dismiss everything on a ground that the
    round names (domain.md T10, T13). `proposals` by activity."""
    can_write(user, application)
    if application.status not in SENDABLE:
        raise NotNow(_("Saken må være til vurdering før den kan innstilles."))
    if application.status is Status.SCREENING:
        _may_be_dismissed(application, proposals)
    else:
        _is_assessed(user, application, proposals)
    _is_complete(application, proposals)


def _may_be_dismissed(application: Application, proposals: Mapping[int, Proposal]) -> None:
    if any(proposals[activity.id].outcome is not Outcome.DISMISSED for activity in application.activities):
        raise NotNow(_("Formell kontroll er ikke ferdig. Nå kan hele saken bare avvises."))
    if not set(application.round.dismissal_grounds) & queries.red_checks(application.id):
        raise NotNow(_("Saken har ingen av feilene som fører til avvisning i denne runden. Vurder den i stedet."))


def _is_assessed(user: User, application: Application, proposals: Mapping[int, Proposal]) -> None:
    """By the one who recommends too: nobody else's assessments are seen before one's own is sent, not even whether
    there are any."""
    assessed = queries.assessed_by(user.id, application.id)
    for activity in application.activities:
        if proposals[activity.id].outcome is not Outcome.DISMISSED and activity.id not in assessed:
            raise NotNow(_("Send vurderingen din av aktivitet %(number)s først.", number=activity.position))


def _is_complete(application: Application, proposals: Mapping[int, Proposal]) -> None:
    missing = {
        f"a{activity.position}-{name}": sentence
        for activity in application.activities
        for name, sentence in problems(proposals[activity.id], activity.sought_nok or 0, application.round).items()
    }
    if missing:
        raise NotComplete(_("Innstillingen er ikke sendt. Noe mangler."), missing)


def can_decide(
    user: Actor, application: Application, recommendation: Recommendation | None, standing: Standing
) -> None:
    """Somebody who may decide the case at all, while a recommendation waits."""
    may_decide(user, application, standing)
    if application.status is not Status.RECOMMENDED:
        raise NotNow(_("Saken har nå status «%(status)s».", status=LABELS[application.status].staff))
    if recommendation is None or recommendation.status is not RecommendationStatus.SENT:
        raise NotNow(_("Innstillingen er ikke lenger sendt til godkjenning."))


def may_decide(user: Actor, application: Application, standing: Standing) -> None:
    """An approver who neither prepared the case nor belongs to the applicant, does not report to somebody disqualified
    in it, and has said they are impartial: two persons, not two roles (domain.md T15; fvl § 6 third paragraph). For a
    decision that is made anew too."""
    if Role.APPROVER not in user.roles:
        raise NotPermitted(_("Bare godkjennere kan vedta.") + _who_could(standing))
    _is_untied(application, standing)
    if standing.is_preparer:
        raise NotPermitted(_("Du har vært med og forberedt saken. En annen må vedta den.") + _who_could(standing))
    _is_no_subordinate(standing)
    if standing.answer is Answer.NOT_ASKED:
        raise NotNow(_("Du har ikke svart på om du er habil i saken."))


def _is_untied(application: Application, standing: Standing) -> None:
    """Neither of the applicant, nor disqualified or in doubt by their own word."""
    if standing.is_member:
        refusal = _("Du hører til %(name)s og er inhabil i saken.", name=application.organisation.name)
        raise NotPermitted(refusal + _who_could(standing))
    if standing.answer is Answer.DISQUALIFIED:
        raise NotPermitted(_("Du har svart at du er inhabil i saken.") + _who_could(standing))
    if standing.answer is Answer.DOUBT:
        raise NotPermitted(_("Du har meldt tvil om habilitet. Den må avgjøres først.") + _who_could(standing))


def _is_no_subordinate(standing: Standing) -> None:
    """Who reports directly to somebody disqualified may prepare the case, but not decide it (fvl § 6 third
    paragraph)."""
    if standing.reports_to_disqualified is not None:
        refusal = _(
            "Lederen din, %(leader)s, er inhabil i saken. Du kan forberede den, men ikke vedta den.",
            leader=standing.reports_to_disqualified,
        )
        raise NotPermitted(refusal + _who_could(standing))


def _who_could(standing: Standing) -> str:
    """The rest of a refusal: who could decide instead, where it is known."""
    if standing.others is None:
        return ""
    if not standing.others:
        return " " + str(_("Ingen andre godkjennere kan vedta den. Be administratoren om å gi noen rollen."))
    return " " + str(_("Disse kan vedta den: %(names)s.", names=", ".join(standing.others)))


def is_put_to_party(waiting: int) -> None:
    """What others have told about the party is put to the party before the case is decided, or somebody has said why it
    need not be (fvl § 17). `waiting`: how much of it is not."""
    if waiting:
        raise NotNow(
            _("Opplysninger fra andre er ikke lagt fram for søkeren. Legg dem fram, eller si hvorfor det ikke trengs.")
        )


def has_room(amount_nok: int, available_nok: int) -> None:
    """The pot is never overspent. The database refuses it too."""
    if amount_nok > available_nok:
        raise NotNow(
            _(
                "Potten rekker ikke: saken er på %(amount)s kroner, og %(left)s kroner er igjen.",
                amount=number(amount_nok),
                left=number(available_nok),
            )
        )


def can_release(user: Actor) -> None:
    """Deciding and releasing are two steps, and both are the approver's."""
    if Role.APPROVER not in user.roles:
        raise NotPermitted(_("Bare godkjennere kan frigi vedtak."))


def can_release_decision(user: User, decision: Decision, standing: Standing) -> None:
    """Two persons, enforced on the decision and again on release (peers.md 7.7; domain.md T15-T16): what goes out was
    decided by another than those who prepared it, and none of those sends it. So who decided it always may.

    Another approver may send it too, also one who has not been asked or reports to a disqualified leader: what the
    letter says is settled, by somebody impartial, and sending it is no decision (fvl § 6). Who belongs to the
    applicant, or has said they are disqualified or in doubt, leaves it to others.
    """
    can_release(user)
    application = decision.application
    _is_untied(application, Standing(standing.is_member, answer=standing.answer))
    if standing.is_preparer or decision.prepared_by_id == user.id:
        raise NotPermitted(
            _(
                "Du har vært med og forberedt sak %(reference)s. %(name)s, som vedtok den, "
                "eller en annen godkjenner må frigi den.",
                reference=application.reference,
                name=decision.decided_by_name,
            )
        )
    if decision.decided_by_id == decision.prepared_by_id:
        raise NotNow(_("Sak %(reference)s er forberedt og vedtatt av samme person.", reference=application.reference))


def can_appeal(user: User, decision: Decision) -> None:
    """A party to a released decision that is an individual decision. Lateness refuses nothing: it is marked."""
    if not is_member(user.id, decision.application.organisation_id):
        raise NotPermitted(_("Bare de som hører til %(name)s, kan klage.", name=decision.application.organisation.name))
    if decision.released_at is None:
        raise NotNow(_("Vedtaket er ikke sendt ennå."))
    if not may_appeal(decision.application):
        raise NotNow(_("Fordelingen i denne runden kan ikke påklages. Ta kontakt med %(unit)s.", unit=_unit(decision)))


def _unit(decision: Decision) -> str:
    return decision.application.round.owner_unit
