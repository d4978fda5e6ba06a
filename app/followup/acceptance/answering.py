"""The whole answer to a decision, given at once: each grant, the conditions, the account, the permits, and an appeal of
the rest. Everything is looked at before anything is refused, so that one reading tells all that is missing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from flask_babel import gettext as _

from app.accounts.models import ApplicantType, User
from app.decisions.appeals.receiving import Enclosure
from app.decisions.appeals.receiving import appeal as receive_appeal
from app.decisions.models import Appeal, Decision, DecisionLine
from app.files.receiving import examine
from app.followup.acceptance import accounts, actions, permits, policy
from app.followup.acceptance.accounts import Typed, live_account
from app.followup.acceptance.models import AcceptanceAnswer, PayoutAccount, PermitDemand
from app.followup.acceptance.permits import Sent, demands
from app.followup.grants.models import Grant
from app.followup.grants.queries import of_case
from app.letters.content import DecisionContent
from app.policy import NotComplete


@dataclass(frozen=True)
class Condition:
    """One condition to tick. `position`: of the only activity it is for, None for all."""

    key: str
    text: str
    position: int | None = None


@dataclass(frozen=True)
class Given:
    """What was typed. `chosen` by activity position; `ticked`: keys of conditions; `files` by position."""

    chosen: Mapping[int, AcceptanceAnswer] = field(default_factory=dict)
    ticked: frozenset[str] = frozenset()
    version: str | None = None
    account: Typed | None = None
    is_cost_centre_ok: bool = False
    files: Mapping[int, Sent] = field(default_factory=dict)
    appeal: str | None = None
    enclosure: Sent | None = None


@dataclass(frozen=True)
class Done:
    """What came of it: the grants accepted now, and the appeal if there was one."""

    grants: Sequence[Grant]
    appeal: Appeal | None


def conditions(decision: Decision) -> list[Condition]:
    """Those of the letter, then those of single activities."""
    assert decision.letter is not None
    letter = DecisionContent.from_dict(decision.letter.content)
    common = [Condition(str(number), text) for number, text in enumerate(letter.conditions, start=1)]
    own = [
        Condition(f"s{line.activity.position}", line.special_condition, line.activity.position)
        for line in decision.lines
        if line.special_condition and line.outcome.is_grant
    ]
    return common + own


def demanded(decision: Decision) -> dict[int, PermitDemand]:
    """Position → the permit that is to be seen before payment."""
    found = demands([line.activity_id for line in decision.lines])
    return {line.activity.position: found[line.activity_id] for line in decision.lines if line.activity_id in found}


def account_needed(decision: Decision) -> bool:
    """Whether they have to say where the money goes: not a municipal unit, and not those who have said it."""
    organisation = decision.application.organisation
    return organisation.applicant_type is not ApplicantType.MUNICIPAL and known_account(decision) is None


def known_account(decision: Decision) -> PayoutAccount | None:
    return live_account(decision.application.organisation_id)


class Gathered:
    """What is missing, from every part: {field: sentence}."""

    def __init__(self) -> None:
        self.missing: dict[str, str] = {}

    def look(self, act: Callable[[], object]) -> None:
        try:
            act()
        except NotComplete as refusal:
            self.missing |= refusal.missing


def give(decision: Decision, given: Given, *, public_url: str, by: User, at: datetime) -> Done:
    """Everything, or nothing: the caller rolls back when it is refused. `decision` is locked by its query.

    Raises NotComplete with all that is missing, by field: `answer`, `agrees`, the account's, `cost_centre_ok`,
    `permit-<position>`, `text`, `attachment`."""
    policy.is_read(decision, given.version)
    chosen = _lines(decision, given.chosen)
    accepted = [line for line in decision.lines if chosen.get(line.id) is AcceptanceAnswer.ACCEPTED]
    found, organisation, case = Gathered(), decision.application.organisation, decision.application.reference
    agrees = all(one.key in given.ticked for one in conditions(decision) if _concerns(one, accepted))
    found.look(lambda: actions.answer(decision, chosen, agrees=agrees, by=by, at=at))
    if accepted and organisation.applicant_type is ApplicantType.MUNICIPAL and not given.is_cost_centre_ok:
        found.missing["cost_centre_ok"] = str(_("Kryss av for at koststedet er riktig, eller ta kontakt."))
    if accepted and account_needed(decision):
        typed = given.account or Typed("", None)
        found.look(lambda: accounts.enter(organisation, typed, case, by=by, at=at))
    mine = {line.activity_id for line in accepted}
    grants = [grant for grant in of_case(decision.application_id) if grant.activity_id in mine] if mine else []
    for position, sent in given.files.items():
        found.look(partial(_keep_permit, grants, position, sent, by, at))
    enclosure = _enclosure(given, found)
    if found.missing:
        raise NotComplete(_("Svaret er ikke sendt."), found.missing)
    if not given.appeal:
        return Done(grants, None)
    return Done(grants, receive_appeal(decision, given.appeal, enclosure, public_url=public_url, by=by, at=at))


def _lines(decision: Decision, chosen: Mapping[int, AcceptanceAnswer]) -> dict[int, AcceptanceAnswer]:
    by_position = {line.activity.position: line.id for line in decision.lines}
    return {by_position[position]: said for position, said in chosen.items() if position in by_position}


def _concerns(condition: Condition, accepted: Sequence[DecisionLine]) -> bool:
    if condition.position is None:
        return bool(accepted)
    return condition.position in {line.activity.position for line in accepted}


def _keep_permit(grants: Sequence[Grant], position: int, sent: Sent, by: User, at: datetime) -> None:
    grant = next((one for one in grants if one.activity.position == position), None)
    try:
        if grant is None:
            examine(sent.filename, sent.data)
        else:
            permits.send(grant, sent, by=by, at=at)
    except NotComplete as refusal:
        raise NotComplete(refusal.reason, {f"permit-{position}": refusal.reason}) from None


def _enclosure(given: Given, found: Gathered) -> Enclosure | None:
    if given.enclosure is None:
        return None
    if not given.appeal:
        found.missing["text"] = str(_("Skriv hva dere klager på, og hvorfor."))
    try:
        name, kind = examine(given.enclosure.filename, given.enclosure.data)
    except NotComplete as refusal:
        found.missing["attachment"] = refusal.reason
        return None
    return Enclosure(name, kind.media_type, given.enclosure.data)
