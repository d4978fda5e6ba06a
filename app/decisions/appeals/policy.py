"""Who may do what with an appeal, and when. Order: who, then when, then whether it is complete."""

from collections.abc import Collection
from datetime import date, datetime

from flask_babel import gettext as _

from app.access import Role
from app.accounts.models import User
from app.accounts.queries import is_member
from app.applications.models import Application, Channel
from app.clock import local
from app.decisions.appeals.models import AppealHandling, AppealResult, AppealStatement, AppealStatus
from app.decisions.appeals.standing import Involved, could
from app.decisions.appeals.workflow import LABELS, TRANSITIONS
from app.decisions.letters import may_appeal
from app.decisions.models import Decision
from app.formatting import full_day
from app.law.appeals import last_day_to_take_up, last_day_to_warn
from app.policy import NotComplete, NotNow, NotPermitted
from app.review import policy as review

S = AppealStatus


def is_handler(user: User, application: Application) -> None:
    """An impartial case handler: enough to register what came and to note what was done."""
    if Role.CASE_HANDLER not in user.roles:
        raise NotPermitted(_("Bare saksbehandlere kan gjøre dette."))
    review.can_read(user, application)


def can_register(user: User, decision: Decision) -> None:
    """Any impartial case handler writes down what came by post or e-mail; who prepared the decision too."""
    is_handler(user, decision.application)
    if decision.released_at is None:
        raise NotNow(_("Vedtaket er ikke sendt ennå."))
    if not may_appeal(decision.application):
        raise NotNow(_("Fordelingen i denne runden kan ikke påklages."))


def coming_holds(
    decision: Decision, channel: Channel, received_at: datetime, posted_on: date | None, at: datetime
) -> None:
    """It came after the decision and before now; only paper is posted, and not after it came."""
    missing = {}
    assert decision.released_at is not None
    if not decision.released_at.replace(second=0, microsecond=0) <= received_at <= at:
        missing["received_on"] = _("Tidspunktet må være etter at vedtaket ble sendt, og ikke i framtiden.")
    if posted_on is not None and channel is not Channel.POST:
        missing["posted_on"] = _("Bare brev på papir har en dag de ble postlagt.")
    elif posted_on is not None and posted_on > local(received_at).date():
        missing["posted_on"] = _("Brevet kan ikke være postlagt etter at det kom.")
    if missing:
        raise NotComplete(_("Klagen er ikke registrert. Noe stemmer ikke."), missing)


def _may_act(user: User, handling: AppealHandling, facts: Involved, role: Role, but_for: Collection[int] = ()) -> None:
    """Not who took part in the decision, nor who reports to somebody disqualified: the refusal says who could."""
    others = _others(role, facts, {*but_for, user.id})
    if user.id in facts.took_part:
        raise NotPermitted(_("Du var med på vedtaket det er klaget på. %(others)s", others=others))
    if facts.reports_to_shut_out(user.id):
        raise NotPermitted(
            _("Lederen din er inhabil i saken, og da kan ikke du forberede klagen. %(others)s", others=others)
        )
    review.can_read(user, handling.appeal.decision.application, facts.own)


def _others(role: Role, facts: Involved, but_for: Collection[int]) -> str:
    names = could(role, facts, but_for)
    if not names:
        return str(_("Ingen andre kan ta den nå. Be administratoren om å gi noen rollen."))
    return str(_("Disse kan: %(names)s.", names=", ".join(names)))


def can_handle(user: User, handling: AppealHandling, facts: Involved) -> None:
    """An impartial case handler who took no part in what is appealed."""
    if Role.CASE_HANDLER not in user.roles:
        raise NotPermitted(_("Bare saksbehandlere behandler klager."))
    _may_act(user, handling, facts, Role.CASE_HANDLER)


def can_take(user: User, handling: AppealHandling, facts: Involved) -> None:
    """While nobody else has it."""
    can_handle(user, handling, facts)
    if handling.handler_id is not None:
        raise NotNow(_("%(name)s har tatt klagen.", name=handling.handler_name))
    if handling.status not in {S.RECEIVED, S.LATE}:
        raise _not_now(handling)


def can_work(user: User, handling: AppealHandling, facts: Involved, *statuses: AppealStatus) -> None:
    """The one who has taken it, while it has one of these statuses."""
    can_handle(user, handling, facts)
    if handling.status not in statuses:
        raise _not_now(handling)
    if handling.handler_id is None:
        raise NotNow(_("Ingen har tatt klagen ennå. Ta den først."))
    if handling.handler_id != user.id:
        raise NotPermitted(_("%(name)s behandler klagen.", name=handling.handler_name))


def can_give_up(user: User, handling: AppealHandling) -> None:
    """Whoever has it, or an approver; while nothing waits for approval."""
    if user.id != handling.handler_id and Role.APPROVER not in user.roles:
        raise NotPermitted(_("Bare den som behandler klagen, eller en godkjenner, kan gi den videre."))
    if handling.handler_id is None or handling.status not in {S.LATE, S.UNDER_REVIEW, S.DECIDED, S.REVERSED_PARTLY}:
        raise _not_now(handling)


def is_about_dismissal(handling: AppealHandling) -> None:
    if handling.about_id is None:
        raise NotNow(_("Klagen gjelder ikke en avvisning."))


def can_take_up(user: User, handling: AppealHandling, facts: Involved, today: date) -> None:
    """A late appeal, within a year from the decision (fvl § 31)."""
    can_work(user, handling, facts, S.LATE)
    last = last_day_to_take_up(local(handling.appeal.decision.decided_at).date())
    if today > last:
        raise NotNow(
            _("Det er gått mer enn ett år siden vedtaket. Klagen kunne tas opp til og med %(day)s.", day=full_day(last))
        )


def can_reverse(user: User, handling: AppealHandling, facts: Involved, newest: Decision) -> None:
    """A reviewed appeal, or one that the appeal body has changed or set aside; of the decision that holds now."""
    can_work(user, handling, facts, S.UNDER_REVIEW, S.DECIDED)
    if handling.about_id is not None:
        raise NotNow(_("Klagen gjelder avvisningen av en annen klage. Ta opp den i stedet."))
    is_still_the_decision(handling, newest)


def is_still_the_decision(handling: AppealHandling, newest: Decision) -> None:
    if newest.id != handling.appeal.decision_id and handling.status is S.UNDER_REVIEW:
        raise NotNow(
            _(
                "Vedtaket det er klaget på, er gjort om allerede (vedtak nummer %(version)s). Avslutt klagen, "
                "eller send den til klageinstansen.",
                version=newest.version,
            )
        )


def can_close(user: User, handling: AppealHandling, facts: Involved, newest: Decision) -> None:
    """What is left when the decision was made anew meanwhile, or when the party is content with a part."""
    can_work(user, handling, facts, S.UNDER_REVIEW, S.REVERSED_PARTLY, S.DECIDED)
    if handling.status is not S.REVERSED_PARTLY and newest.id == handling.appeal.decision_id:
        raise NotNow(_("Klagen er ikke avgjort. Gjør om vedtaket, eller send klagen til klageinstansen."))


def can_approve(user: User, handling: AppealHandling, statement: AppealStatement | None, facts: Involved) -> None:
    """Another person than who wrote the proposal, and one who took no part in the decision either."""
    if Role.APPROVER not in user.roles:
        raise NotPermitted(_("Bare godkjennere kan godkjenne dette."))
    prepared_by = statement.prepared_by_id if statement else 0
    if prepared_by == user.id:
        others = _others(Role.APPROVER, facts, {user.id})
        raise NotPermitted(_("Du har skrevet vurderingen selv. %(others)s", others=others))
    _may_act(user, handling, facts, Role.APPROVER, {prepared_by})
    if statement is None or handling.status not in {S.DISMISSAL_PREPARED, S.UPHELD}:
        raise _not_now(handling)


def can_answer(user: User, handling: AppealHandling) -> None:
    """Any impartial case handler registers what the appeal body decided, once."""
    is_handler(user, handling.appeal.decision.application)
    if handling.answer is not None:
        raise NotNow(
            _("Svaret fra klageinstansen er registrert allerede, av %(name)s.", name=handling.answer.registered_by_name)
        )
    if handling.status is not S.FORWARDED:
        raise _not_now(handling)


def answer_holds(handling: AppealHandling, result: AppealResult, decided_on: date, today: date, *, worse: bool) -> None:
    """The day is between the forwarding and today, and only a change can be worse."""
    missing = {}
    assert handling.forwarded_at is not None
    if not local(handling.forwarded_at).date() <= decided_on <= today:
        missing["decided_on"] = _("Dagen må være fra klagen ble sendt over, og til i dag.")
    if worse and result is not AppealResult.CHANGED:
        missing["is_worse"] = _("Bare et endret vedtak kan være til skade for klageren.")
    if missing:
        raise NotComplete(_("Svaret er ikke registrert. Noe stemmer ikke."), missing)


def worsening_warning(handling: AppealHandling, warned_on: date | None) -> str | None:
    """What to look into when the appeal body has changed the decision to the party's harm (fvl § 34): nothing is
    refused, since it is the body's decision."""
    last = last_day_to_warn(local(handling.appeal.received_at).date())
    if warned_on is None:
        return str(
            _(
                "Klageren skulle ha fått melding om en slik endring senest %(day)s. Ingen melding er ført.",
                day=full_day(last),
            )
        )
    if warned_on > last:
        return str(
            _(
                "Klageren fikk meldingen %(sent)s, men den skulle vært sendt senest %(day)s. Ta det opp med "
                "klageinstansen.",
                sent=full_day(warned_on),
                day=full_day(last),
            )
        )
    return None


def can_withdraw(user: User, handling: AppealHandling) -> None:
    """The party, or a handler on its word in writing, at any time before it is decided."""
    application = handling.appeal.decision.application
    if not is_member(user.id, application.organisation_id):
        is_handler(user, application)
    if (handling.status, S.WITHDRAWN) not in TRANSITIONS:
        raise NotNow(_("Klagen er avgjort og kan ikke trekkes.") if _is_decided(handling) else _already(handling))


def _is_decided(handling: AppealHandling) -> bool:
    return handling.status is not S.WITHDRAWN


def _already(handling: AppealHandling) -> str:
    return str(_("Klagen er trukket allerede."))


def can_comment(user: User, handling: AppealHandling) -> None:
    """The party, on what was forwarded, until the day in the letter; later too, while it is not decided."""
    if not is_member(user.id, handling.appeal.decision.application.organisation_id):
        raise NotPermitted(_("Bare parten kan komme med merknader."))
    if handling.status is not S.FORWARDED:
        raise NotNow(_("Klagen er ikke til behandling hos klageinstansen."))


def can_extend(user: User, decision: Decision, last_day: date, until: date, today: date) -> None:
    """Only before the period has run out, and only to a later day (fvl § 29)."""
    is_handler(user, decision.application)
    if today > last_day:
        raise NotNow(_("Fristen gikk ut %(day)s og kan ikke forlenges.", day=full_day(last_day)))
    if until <= last_day:
        raise NotComplete(
            _("Fristen er ikke forlenget."),
            {"until": _("Velg en dag etter %(day)s, som er fristen nå.", day=full_day(last_day))},
        )


def _not_now(handling: AppealHandling) -> NotNow:
    return NotNow(_("Klagen har nå status «%(status)s».", status=LABELS[handling.status].staff))
