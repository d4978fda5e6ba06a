"""How the applicant's answers stand after a decision is made anew. Whole kroner.

The rule: an answer to the same amount on the same conditions stands. Who accepted less keeps that, and is asked about
the increase only. Who declined is asked again when more is offered. A smaller amount than the accepted one, or a new
condition, is asked about anew. Who accepted and gave some back keeps the rest: the same or less asks nothing, more asks
about all that they lack.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from app.applications.models import CaseRow
from app.decisions.answers import Answer, answers
from app.decisions.models import Decision, DecisionLine
from app.extensions import db
from app.rounds.models import Round


@dataclass(frozen=True)
class Reply:
    """How one activity stands. `asked_nok`: what the party has still to answer; `accepted_nok`: what they accepted, in
    this version or before. `declined`: what they did not want, the whole or an increase. `kept_nok`: where some of the
    accepted was given back, what they keep; the pot has the rest."""

    granted_nok: int = 0
    asked_nok: int = 0
    accepted_nok: int = 0
    accepted: Answer | None = None
    declined: Answer | None = None
    kept_nok: int | None = None

    @property
    def committed_nok(self) -> int:
        """What the pot must hold: what is granted, less what was declined or given back."""
        if self.kept_nok is not None and not self.asked_nok:
            return self.kept_nok
        return self.accepted_nok if self.declined else self.granted_nok

    @property
    def is_increase(self) -> bool:
        """Whether something smaller is accepted already, and only the rest is asked about."""
        return self.asked_nok > 0 and self.accepted_nok > 0


@dataclass(frozen=True)
class Offer:
    """What one version gives to an activity, on which condition of its own, and what was answered to it."""

    amount_nok: int
    condition: str | None = None
    answer: Answer | None = None


def reply(offers: Iterable[Offer]) -> Reply:
    """The offers of one activity, from the first version to the newest, as they stand now."""
    stands, before = Reply(), Offer(0)
    for one in offers:
        stands = _answered(_offered(stands, before, one), one.answer)
        before = one
    return stands


def _offered(stands: Reply, before: Offer, now: Offer) -> Reply:
    given = now.amount_nok
    if not given or now.condition != before.condition:
        return Reply(given, asked_nok=given)
    if stands.kept_nok is not None and given != before.amount_nok:
        return _after_giving_back(stands, stands.kept_nok, before, given)
    if given == before.amount_nok:
        return stands
    if stands.accepted_nok == given:
        return Reply(given, accepted_nok=given, accepted=stands.accepted)
    if 0 < stands.accepted_nok < given:
        return Reply(given, given - stands.accepted_nok, stands.accepted_nok, stands.accepted)
    if stands.declined and not stands.accepted_nok and given < before.amount_nok:
        return replace(stands, granted_nok=given)
    return Reply(given, asked_nok=given)


def _after_giving_back(stands: Reply, kept_nok: int, before: Offer, given: int) -> Reply:
    """Less than they keep is asked about anew, as for anybody."""
    if given < kept_nok:
        return Reply(given, asked_nok=given)
    if given < before.amount_nok:
        return replace(stands, granted_nok=given)
    return Reply(given, given - kept_nok, kept_nok, stands.accepted, kept_nok=kept_nok)


def _answered(stands: Reply, answer: Answer | None) -> Reply:
    if answer is None or not stands.asked_nok:
        return stands
    if answer.accepted:
        kept = stands.granted_nok if answer.kept_nok is None else answer.kept_nok
        return Reply(stands.granted_nok, accepted_nok=kept, accepted=answer, kept_nok=answer.kept_nok)
    return replace(stands, asked_nok=0, declined=answer)


def offer(line: DecisionLine, answer: Answer | None) -> Offer:
    return Offer(line.amount_nok, line.special_condition, answer)


def replies(decision: Decision) -> dict[int, Reply]:
    """By line of this version: one statement for the answers, one more for the versions before it if there are any."""
    lines = list(decision.lines)
    if decision.version > 1:
        lines = list(_lines([decision.application_id], up_to=decision.version))
    by_activity = _by_activity(lines)
    return {line.id: by_activity[line.activity_id] for line in decision.lines}


def replies_of_cases(application_ids: Sequence[int]) -> dict[int, dict[int, Reply]]:
    """By case and activity, with every version, released or not: two statements."""
    lines = _lines(application_ids)
    by_activity = _by_activity(lines)
    cases: dict[int, dict[int, Reply]] = {}
    for line in lines:
        cases.setdefault(line.decision.application_id, {})[line.activity_id] = by_activity[line.activity_id]
    return cases


def replies_with(application_id: int, proposed: Mapping[int, Offer]) -> dict[int, Reply]:
    """By activity, as it would stand if these were the next version."""
    return _by_activity(_lines([application_id]), proposed)


def _lines(application_ids: Sequence[int], *, up_to: int | None = None) -> Sequence[DecisionLine]:
    """Oldest version first."""
    found = (
        select(DecisionLine)
        .join(DecisionLine.decision)
        .where(Decision.application_id.in_(application_ids))
        .options(contains_eager(DecisionLine.decision))
        .order_by(Decision.version, DecisionLine.activity_id)
    )
    return db.session.scalars(found if up_to is None else found.where(Decision.version <= up_to)).all()


def _by_activity(lines: Sequence[DecisionLine], proposed: Mapping[int, Offer] | None = None) -> dict[int, Reply]:
    given = answers([line.id for line in lines])
    offers: dict[int, list[Offer]] = {}
    for line in lines:
        offers.setdefault(line.activity_id, []).append(offer(line, given.get(line.id)))
    for activity_id, one in (proposed or {}).items():
        offers[activity_id].append(one)
    return {activity_id: reply(found) for activity_id, found in offers.items()}


def settle(application_id: int, grant_round: Round) -> int:
    """Have the pot and the work list hold what the newest version gives, less what was declined. The caller has locked
    `grant_round`. Returns the kroner that the pot moved by."""
    stands = replies_of_cases([application_id])[application_id]
    rows = db.session.scalars(
        select(CaseRow).where(CaseRow.application_id == application_id).execution_options(populate_existing=True)
    )
    moved = 0
    for row in rows:
        committed = stands[row.activity_id].committed_nok
        moved += committed - (row.decided_nok or 0)
        row.decided_nok = committed
    grant_round.committed_nok += moved
    return moved
