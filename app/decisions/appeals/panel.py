"""What the page of a case's appeals shows: for each its state, its history, and the one act that comes next."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.audit.events import Audience
from app.audit.queries import sentence, timeline
from app.decisions.appeals import policy as appeal_policy
from app.decisions.appeals import queries as appeal_queries
from app.decisions.appeals.models import AppealHandling, AppealStatus, StatementKind
from app.decisions.appeals.standing import Involved, involved
from app.decisions.appeals.workflow import DONE, LABELS, Label
from app.decisions.models import Decision
from app.policy import denial

S = AppealStatus
READ_BY_STAFF = (Audience.CASE, Audience.STAFF)
Entry = tuple[datetime, str, str]
Denial = Callable[[User, AppealHandling, Involved, Decision], str | None]


@dataclass(frozen=True)
class Act:
    """Something to do: a link to a page, or a button (`is_post`). `blocked` says why not now."""

    text: str
    endpoint: str
    is_post: bool = False
    blocked: str | None = None


@dataclass(frozen=True)
class Card:
    """One appeal. `first` is the act that comes next; `others` are what else may be done."""

    handling: AppealHandling
    label: Label
    due_on: date | None
    first: Act | None
    others: Sequence[Act]
    history: Sequence[Entry]
    is_open: bool


@dataclass(frozen=True)
class Offer:
    """An act as it stands in the table below."""

    text: str
    endpoint: str
    is_post: bool
    check: Denial


def _check_take(user: User, handling: AppealHandling, facts: Involved, _newest: Decision) -> str | None:
    return denial(appeal_policy.can_take, user, handling, facts)


def _check_late(user: User, handling: AppealHandling, facts: Involved, _newest: Decision) -> str | None:
    return denial(appeal_policy.can_work, user, handling, facts, S.LATE)


def _check_work(user: User, handling: AppealHandling, facts: Involved, _newest: Decision) -> str | None:
    return denial(appeal_policy.can_work, user, handling, facts, handling.status)


def _check_reverse(user: User, handling: AppealHandling, facts: Involved, newest: Decision) -> str | None:
    return denial(appeal_policy.can_reverse, user, handling, facts, newest)


def _check_approve(user: User, handling: AppealHandling, facts: Involved, _newest: Decision) -> str | None:
    return denial(appeal_policy.can_approve, user, handling, handling.newest_statement, facts)


def _check_answer(user: User, handling: AppealHandling, _facts: Involved, _newest: Decision) -> str | None:
    return denial(appeal_policy.can_answer, user, handling)


def _check_close(user: User, handling: AppealHandling, facts: Involved, newest: Decision) -> str | None:
    return denial(appeal_policy.can_close, user, handling, facts, newest)


def _check_handler(user: User, handling: AppealHandling, _facts: Involved, _newest: Decision) -> str | None:
    return denial(appeal_policy.is_handler, user, handling.appeal.decision.application)


TAKE = Offer(_l("Ta klagen til behandling"), "decisions.take_appeal", True, _check_take)
ASSESS = Offer(_l("Vurder om den skal behandles"), "decisions.assess_late_appeal", False, _check_late)
REVERSE = Offer(_l("Endre vedtaket"), "decisions.reverse_appeal", False, _check_reverse)
UPHOLD = Offer(_l("Stå på vedtaket og send over"), "decisions.uphold_appeal", False, _check_work)
APPROVE = Offer(_l("Se over og godkjenn"), "decisions.approve_appeal", False, _check_approve)
ANSWER = Offer(_l("Registrer svaret fra klageinstansen"), "decisions.answer_appeal", False, _check_answer)
CLOSE = Offer(_l("Avslutt klagen"), "decisions.close_appeal", True, _check_close)
GO_ON = Offer(_l("Send resten til klageinstansen"), "decisions.uphold_appeal", False, _check_work)
TAKE_UP = Offer(_l("Ta opp den avviste klagen"), "decisions.take_up_dismissed", True, _check_work)
NEW_DECISION = Offer(_l("Lag nytt vedtak"), "decisions.reverse_appeal", False, _check_reverse)
TELL = Offer(_l("Klageinstansen har fått beskjed"), "decisions.tell_appeal_body", True, _check_handler)

OFFERS: dict[AppealStatus, tuple[Offer, ...]] = {
    S.RECEIVED: (TAKE,),
    S.LATE: (ASSESS,),
    S.DISMISSAL_PREPARED: (APPROVE,),
    S.UNDER_REVIEW: (REVERSE, UPHOLD),
    S.UPHELD: (APPROVE,),
    S.REVERSED_PARTLY: (GO_ON, CLOSE),
    S.FORWARDED: (ANSWER,),
    S.DECIDED: (NEW_DECISION, CLOSE),
}
"""By status: what comes next, and what else."""


def _offers(handling: AppealHandling, newest: Decision) -> Sequence[Offer]:
    if handling.status is S.LATE and handling.handler_id is None:
        return (TAKE,)
    if handling.status is S.WITHDRAWN:
        return (TELL,) if handling.forwarded_at is not None and handling.body_told_at is None else ()
    if handling.about_id is not None and handling.status in {S.UNDER_REVIEW, S.DECIDED}:
        return (TAKE_UP, UPHOLD) if handling.status is S.UNDER_REVIEW else (TAKE_UP,)
    if handling.status is S.UNDER_REVIEW and newest.id != handling.appeal.decision_id:
        return (CLOSE, UPHOLD)
    return OFFERS.get(handling.status, ())


def cards(handlings: Sequence[AppealHandling], newest: Decision, user: User) -> list[Card]:
    """The newest first. One statement for the history, and six for each decision that has an appeal to act on; two more
    where an act is refused and others are named."""
    history = _history(newest.application.reference) if handlings else {}
    known: dict[tuple[int, int | None], Involved] = {}
    found = []
    for one in handlings:
        offers, key = _offers(one, newest), (one.appeal.decision_id, one.about_id)
        if offers and key not in known:
            known[key] = involved(one, user)
        acts = [
            Act(str(offer.text), offer.endpoint, offer.is_post, offer.check(user, one, known[key], newest))
            for offer in offers
        ]
        found.append(_card(one, acts, history.get(one.appeal.number, [])))
    return found


def _card(handling: AppealHandling, acts: Sequence[Act], history: Sequence[Entry]) -> Card:
    return Card(
        handling=handling,
        label=LABELS[handling.status],
        due_on=appeal_queries.due_on(handling),
        first=acts[0] if acts else None,
        others=acts[1:],
        history=history,
        is_open=handling.status not in DONE,
    )


def _history(reference: str) -> Mapping[int, list[Entry]]:
    """The events of each appeal by its number, the newest first."""
    found: dict[int, list[Entry]] = {}
    for event in timeline(reference, READ_BY_STAFF):
        if "number" in event.fields and "appeal" in event.kind:
            words = str(_("Registrerte klagen")) if event.kind == "appeal_registered" else sentence(event)
            found.setdefault(event.fields["number"], []).append((event.at, event.actor_name, words))
    return found


def statement_title(kind: StatementKind) -> str:
    """What is proposed, in words."""
    if kind is StatementKind.DISMISSAL:
        return str(_("Forslag om å avvise klagen"))
    return str(_("Vurderingen til klageinstansen"))
