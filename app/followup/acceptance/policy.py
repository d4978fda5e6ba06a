"""Who may answer a grant, and until when. Order: who, then when, then whether it is complete."""

from collections.abc import Collection, Mapping
from datetime import date

from flask_babel import gettext as _

from app.access import Actor, Role
from app.accounts.models import ApplicantType, Organisation, User
from app.accounts.queries import is_member
from app.applications.models import Application
from app.decisions.models import Decision, DecisionLine
from app.decisions.replies import Reply
from app.followup.acceptance.models import AcceptanceAnswer, AccountStatus, PayoutAccount, PermitProof
from app.followup.acceptance.workflow import SETTLERS
from app.followup.grants.models import Grant
from app.formatting import full_day
from app.policy import NotComplete, NotNow, NotPermitted
from app.review.policy import can_read


def _belongs(user: User, organisation: Organisation) -> None:
    if not is_member(user.id, organisation.id):
        raise NotPermitted(_("Bare de som hører til %(name)s, kan svare.", name=organisation.name))


def can_answer(user: User, decision: Decision, last_day: date, today: date) -> None:
    """A party, until the end of the last day: the decision's own, or that of the reminder (deadlines.py)."""
    _belongs(user, decision.application.organisation)
    if today > last_day:
        raise NotNow(
            _(
                "Fristen for å svare var %(day)s. Ta kontakt med %(unit)s.",
                day=full_day(last_day),
                unit=decision.application.round.owner_unit,
            )
        )


def is_read(decision: Decision, version: str | None) -> None:
    """The answer is to the version that was on the page, not to one that came meanwhile."""
    if version is not None and version != str(decision.version):
        raise NotNow(_("Vedtaket er endret siden dere åpnet siden. Les det nye først, og svar på nytt."))


def is_answerable(
    decision: Decision, chosen: Mapping[int, AcceptanceAnswer], stands: Mapping[int, Reply], *, agrees: bool
) -> None:
    """Each grant is answered once, and what was answered to an earlier version stands (decisions.replies); accepting
    one means agreeing to the conditions. `chosen` and `stands` by decision line."""
    if not chosen:
        raise NotComplete(_("Svaret er ikke sendt."), {"answer": _("Velg om dere godtar eller takker nei.")})
    grants = {line.id for line in decision.lines if line.outcome.is_grant}
    if not set(chosen) <= grants:
        raise NotNow(_("Det er bare tilskudd dere kan svare på."))
    if any(not stands[line_id].asked_nok for line_id in chosen):
        raise NotNow(_("Dere har svart allerede. Ta kontakt hvis noe må endres."))
    if AcceptanceAnswer.ACCEPTED in chosen.values() and not agrees:
        raise NotComplete(_("Svaret er ikke sendt."), {"agrees": _("Kryss av for hvert vilkår.")})


def may_act_for(user: User, grant: Grant) -> None:
    """A member of the organisation, while the grant stands."""
    _belongs(user, grant.application.organisation)
    if grant.cancelled_at is not None:
        raise NotNow(_("Aktiviteten er avlyst."))


# --- the account -----------------------------------------------------------------------------------------------------


def can_enter_account(user: User, organisation: Organisation) -> None:
    """A member; a municipal unit gets its money by internal transfer, and has none."""
    _belongs(user, organisation)
    if organisation.applicant_type is ApplicantType.MUNICIPAL:
        raise NotNow(_("En kommunal enhet får pengene ved intern overføring, og trenger ikke kontonummer."))


def can_settle_account(user: User, account: PayoutAccount, own: Collection[int] | None = None) -> None:
    """Finance or a case handler outside the organisation, and never the one who entered it. `own`: the organisations
    the person belongs to, where they are loaded already."""
    if not user.roles & SETTLERS:
        raise NotPermitted(_("Bare økonomi og saksbehandlere kan kontrollere kontoer."))
    if account.entered_by_id == user.id:
        raise NotPermitted(_("Du oppga kontoen selv. En annen må kontrollere den."))
    organisation_id = account.organisation_id
    if is_member(user.id, organisation_id) if own is None else organisation_id in own:
        raise NotPermitted(_("Du hører til %(name)s. En annen må kontrollere kontoen.", name=account.organisation.name))
    if account.status is not AccountStatus.WAITING:
        raise NotNow(_("Kontoen er kontrollert allerede."))


# --- permits ---------------------------------------------------------------------------------------------------------


def is_handler(user: Actor, application: Application) -> None:
    """An impartial case handler."""
    if Role.CASE_HANDLER not in user.roles:
        raise NotPermitted(_("Bare saksbehandlere kan gjøre dette."))
    can_read(user, application)


def can_demand(user: Actor, application: Application, line: DecisionLine) -> None:
    """A case handler, of an activity that was granted something."""
    is_handler(user, application)
    if not line.outcome.is_grant:
        raise NotNow(_("Aktiviteten har ikke fått tilskudd."))


def can_settle_permit(user: Actor, proof: PermitProof, is_accepted: bool, comment: str | None) -> None:
    """A case handler, once; a refusal says what is wrong."""
    is_handler(user, proof.grant.application)
    if proof.is_accepted is not None:
        raise NotNow(_("Tillatelsen er vurdert allerede."))
    if not is_accepted and not comment:
        sentence = str(_("Skriv hva som er galt, så søkeren kan sende en ny."))
        raise NotComplete(sentence, {"comment": sentence})


def sees_numbers(user: Actor) -> bool:
    """Only those who pay see whole account numbers."""
    return Role.FINANCE in user.roles
