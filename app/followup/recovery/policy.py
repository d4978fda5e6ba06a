"""Who may warn of a claim, comment, decide, take in the money, let it go, and appeal, and when.

Order: who, then when, then whether it is complete. The one who prepared a claim never decides it: two persons.
"""

from datetime import date, datetime, timedelta

from flask_babel import gettext as _

from app.access import Role
from app.accounts.models import User
from app.accounts.queries import is_member
from app.applications.models import Application
from app.clock import local
from app.decisions.models import Decision
from app.decisions.policy import may_decide
from app.decisions.standing import Standing, standings
from app.followup.grants.models import Grant
from app.followup.recovery.models import Recovery, RecoveryStatus
from app.followup.recovery.workflow import check_move
from app.formatting import full_day, kroner
from app.policy import NotComplete, NotNow, NotPermitted
from app.review import policy as review
from app.rounds.models import TextKind

COMMENT_PERIOD = timedelta(days=14)
"""So long the party has at least to comment before it is decided (forvaltningsloven § 16 names no number)."""
PAY_PERIOD = timedelta(days=21)
"""So long the party has at least to pay: as long as to appeal."""


def reservation(decision: Decision) -> str | None:
    """The condition in the released letter that lets the money be claimed back (forvaltningsloven § 35 fifth
    paragraph); None where the letter has none."""
    if decision.letter is None or decision.released_at is None:
        return None
    said = set(decision.letter.content.get("conditions", ()))
    texts = decision.application.round.texts
    reserving = (one.text for one in texts if one.kind is TextKind.CONDITION and one.code == "recovery")
    return next((text for text in reserving if text in said), None)


def reserves_recovery(decision: Decision) -> bool:
    """Whether the decision itself reserved the power to claim money back."""
    return reservation(decision) is not None


def can_warn(user: User, grant: Grant, decision: Decision, claimable_nok: int) -> None:
    """An impartial case handler, where the decision reserved it and money has been paid that is not claimed yet."""
    if Role.CASE_HANDLER not in user.roles:
        raise NotPermitted(_("Bare saksbehandlere kan varsle om tilbakebetaling."))
    review.can_read(user, grant.application)
    if not reserves_recovery(decision):
        raise NotNow(
            _("Vedtaket sier ikke at tilskuddet kan kreves tilbake. Da kan vi ikke kreve det (forvaltningsloven § 35).")
        )
    if claimable_nok <= 0:
        raise NotNow(_("Det er ikke utbetalt noe som ikke alt er krevd tilbake."))


def is_warnable(amount_nok: int, claimable_nok: int, comment_by: date, at: datetime) -> None:
    """The amount was paid and is not claimed, and the party has time to comment."""
    missing = {}
    if not 0 < amount_nok <= claimable_nok:
        missing["amount_nok"] = str(_("Skriv et beløp fra 1 kr til %(most)s.", most=kroner(claimable_nok)))
    first = local(at + COMMENT_PERIOD).date()
    if comment_by < first:
        missing["comment_by"] = str(_("Søkeren må få minst 14 dager: tidligst %(day)s.", day=full_day(first)))
    if missing:
        raise NotComplete(_("Varselet er ikke sendt."), missing)


def can_comment(user: User, recovery: Recovery) -> None:
    """A party, until it is decided; a late comment is read too."""
    _is_party(user, recovery)
    if recovery.status is not RecoveryStatus.WARNED:
        raise NotNow(_("Kravet er avgjort. Er dere uenige, kan dere klage."))
    if recovery.commented_at is not None:
        raise NotNow(_("Dere har alt uttalt dere. Vil dere si mer, send oss en melding."))


def can_claim(user: User, recovery: Recovery, at: datetime, own: Standing | None = None) -> None:
    """Whoever may decide the case and did not prepare the claim, once the party has commented or had its time."""
    _decides(user, recovery, own, at_least=RecoveryStatus.CLAIMED)
    if recovery.commented_at is None and local(at).date() <= recovery.comment_by:
        raise NotNow(_("Søkeren kan uttale seg til og med %(day)s.", day=full_day(recovery.comment_by)))
    if recovery.grant.application.round.payer_account is None:
        raise NotNow(_("Runden mangler kontoen som pengene skal betales til. Administratoren fører den inn i runden."))


def is_claimable(pay_by: date, at: datetime) -> None:
    first = local(at + PAY_PERIOD).date()
    if pay_by < first:
        sentence = str(_("Søkeren må få minst tre uker: tidligst %(day)s.", day=full_day(first)))
        raise NotComplete(_("Kravet er ikke sendt."), {"pay_by": sentence})


def can_drop(user: User, recovery: Recovery) -> None:
    """An impartial handler or approver, before it is claimed."""
    if not user.roles & {Role.CASE_HANDLER, Role.APPROVER}:
        raise NotPermitted(_("Bare saksbehandlere og godkjennere kan frafalle et krav."))
    review.can_read(user, recovery.grant.application)
    if recovery.status is not RecoveryStatus.WARNED:
        check_move(recovery, RecoveryStatus.CLAIMED, user)


def can_take_in(user: User, recovery: Recovery) -> None:
    """Finance, while it is claimed."""
    if Role.FINANCE not in user.roles:
        raise NotPermitted(_("Bare økonomi fører innbetalinger."))
    check_move(recovery, RecoveryStatus.PAID, user)


def is_paid_back(recovery: Recovery, amount_nok: int, on: date, at: datetime) -> None:
    missing = {}
    if not 0 < amount_nok <= recovery.outstanding_nok:
        left = kroner(recovery.outstanding_nok)
        missing["amount_nok"] = str(_("Skriv et beløp fra 1 kr til %(left)s, som er det som gjenstår.", left=left))
    decided_at = recovery.decided_at or at
    if not local(decided_at).date() <= on <= local(at).date():
        missing["returned_on"] = str(_("Dagen må være fra kravet ble sendt, og til i dag."))
    if missing:
        raise NotComplete(_("Innbetalingen er ikke ført."), missing)


def can_write_off(user: User, recovery: Recovery, own: Standing | None = None) -> None:
    """An approver who did not prepare the claim."""
    _decides(user, recovery, own, at_least=RecoveryStatus.WRITTEN_OFF)


def can_let_go(user: User, grant: Grant, claimable_nok: int) -> None:
    """An approver who may decide the case says that money is not to be claimed at all."""
    _may_decide(user, grant.application, None)
    if claimable_nok <= 0:
        raise NotNow(_("Det er ikke utbetalt noe som ikke alt er krevd tilbake."))


def can_appeal(user: User, recovery: Recovery) -> None:
    """A party, once. Lateness refuses nothing: it is shown to whoever answers."""
    _is_party(user, recovery)
    if recovery.decided_at is None:
        raise NotNow(_("Kravet er ikke avgjort ennå. Dere kan uttale dere om varselet."))
    if recovery.appealed_at is not None:
        raise NotNow(_("Dere har alt klaget på dette kravet."))


def can_answer_appeal(user: User, recovery: Recovery, own: Standing | None = None) -> None:
    """An approver who neither prepared nor decided the claim."""
    if recovery.appealed_at is None:
        raise NotNow(_("Ingen har klaget på kravet."))
    if recovery.appeal_answer is not None:
        raise NotNow(_("Klagen er besvart."))
    if user.id == recovery.decided_by_id:
        raise NotPermitted(_("Du har vedtatt kravet. En annen må svare på klagen."))
    _may_decide(user, recovery.grant.application, own)
    _is_another(user, recovery)


def can_reduce(user: User, recovery: Recovery, own: Standing | None = None) -> None:
    """To the party's favour a claim may always be changed (domain.md T31): by whoever may decide the case and did not
    prepare it, as long as something of it stands."""
    _may_decide(user, recovery.grant.application, own)
    _is_another(user, recovery)
    if recovery.decided_at is None:
        raise NotNow(_("Kravet er ikke vedtatt ennå. Frafall varselet i stedet."))
    if not recovery.stands_nok:
        raise NotNow(_("Kravet er frafalt."))


def is_reduction(recovery: Recovery, to_nok: int) -> None:
    """Less than stands, and 0 is to give it up."""
    if not 0 <= to_nok < recovery.stands_nok:
        most = kroner(recovery.stands_nok - 1)
        sentence = str(_("Skriv det kravet skal være, fra 0 kr til %(most)s.", most=most))
        raise NotComplete(_("Kravet er ikke endret."), {"to_nok": sentence})


def may_see(user: User, recovery: Recovery) -> None:
    """Staff who may read the case, and finance, who takes in the money."""
    application = recovery.grant.application
    if Role.FINANCE in user.roles and not is_member(user.id, application.organisation_id):
        return
    review.can_read(user, application)


def _may_decide(user: User, application: Application, own: Standing | None) -> None:
    """`own`: how the person stands to the case, where it is read already."""
    may_decide(user, application, own or standings(user, [application.id])[application.id])


def _decides(user: User, recovery: Recovery, own: Standing | None, *, at_least: RecoveryStatus) -> None:
    _may_decide(user, recovery.grant.application, own)
    _is_another(user, recovery)
    check_move(recovery, at_least, user)


def _is_another(user: User, recovery: Recovery) -> None:
    if user.id == recovery.prepared_by_id:
        raise NotPermitted(_("Du har forberedt kravet. En annen må avgjøre det."))


def _is_party(user: User, recovery: Recovery) -> None:
    organisation = recovery.grant.application.organisation
    if not is_member(user.id, organisation.id):
        raise NotPermitted(_("Bare de som hører til %(name)s, kan svare.", name=organisation.name))
