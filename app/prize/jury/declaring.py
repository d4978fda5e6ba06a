"""Confidentiality, and the answers on impartiality: given by the member, or written for them where the project is
their own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flask_babel import gettext as _

from app.access import Actor
from app.audit.actions import record
from app.extensions import db
from app.judging.models import Impartiality, ImpartialityAnswer
from app.policy import NotComplete
from app.prize.jury import policy, queries, settling
from app.prize.jury.grounds import Ground, reason
from app.prize.jury.models import JuryMember
from app.prize.jury.standing import Standing
from app.prize.models import Prize
from app.prize.nominations.models import Nomination

DISQUALIFIED, DOUBT = ImpartialityAnswer.DISQUALIFIED, ImpartialityAnswer.DOUBT


@dataclass(frozen=True)
class Answer:
    """What a member says of one nomination."""

    nomination: Nomination
    answer: ImpartialityAnswer
    reason: str = ""


def sign(prize: Prize, member: JuryMember, *, by: Actor, at: datetime) -> None:
    """The promise of confidentiality, once."""
    policy.can_sign(prize, member)
    member.confidentiality_signed_at = at
    record("confidentiality_signed", by=by, at=at, case=prize.reference, member=member.public_id)


def declare(
    prize: Prize, member: JuryMember, stands: Standing, answers: Sequence[Answer], *, by: Actor, at: datetime
) -> int:
    """Keep the answers that are new or changed, all or none; how many they were. A recusal counts at once, also for
    scores that are given. Raises NotComplete with {reference: sentence}."""
    policy.can_declare(prize, member)
    changed = [_completed(one, member, stands) for one in answers if _is_new(member, stands, one)]
    rows = {one.nomination.id: stands.declaration(member, one.nomination) for one in changed}
    _check(member, stands, changed, rows)
    for one in changed:
        _keep(member, rows[one.nomination.id], one, at)
        record(
            "juror_declared", by=by, at=at, case=one.nomination.reference, member=member.public_id, answer=one.answer
        )
    if changed:
        db.session.flush()
        settling.settle_decided(prize, by=by, at=at)
    return len(changed)


def _is_new(member: JuryMember, stands: Standing, given: Answer) -> bool:
    row = stands.declaration(member, given.nomination)
    return row is None or (row.settled_as or row.answer) is not given.answer


def _completed(given: Answer, member: JuryMember, stands: Standing) -> Answer:
    """Who is recused by default need not say why."""
    found = stands.ground(member, given.nomination)
    if found and given.answer is DISQUALIFIED and not given.reason.strip():
        return replace(given, reason=reason(found))
    return given


def _check(
    member: JuryMember, stands: Standing, changed: Sequence[Answer], rows: Mapping[int, Impartiality | None]
) -> None:
    votes = queries.votes([row for row in rows.values() if row]) if any(rows.values()) else {}
    missing = {}
    for one in changed:
        row = rows[one.nomination.id]
        given = len(votes.get(row.id, ())) if row else 0
        is_own = stands.ground(member, one.nomination) is not None and not (row and row.settled_as)
        refusal = policy.can_answer(row, one.answer, one.reason, given, is_own=is_own)
        if refusal:
            missing[one.nomination.reference] = refusal
    if missing:
        raise NotComplete(_("Svarene er ikke lagret. Noe mangler."), missing)


def _keep(member: JuryMember, row: Impartiality | None, given: Answer, at: datetime) -> None:
    """Who disputes a recusal lets the reason of it stand before the own words."""
    own = given.reason.strip() or None
    if row is None:
        row = Impartiality(subject_id=given.nomination.subject_id, user_id=member.user_id, user_name=member.user.name)
        db.session.add(row)
    elif row.answer is DISQUALIFIED and given.answer is DOUBT and row.reason and own:
        own = f"{row.reason} {own}"
    row.answer, row.reason, row.declared_at = given.answer, own, at
    row.settled_as = row.settled_by_id = row.settled_reason = row.settled_at = None


def write_grounds(prize: Prize, stands: Standing, nominations: Sequence[Nomination], *, by: Actor, at: datetime) -> int:
    """Recuse members from their own projects, with the reason written down; how many. What somebody has answered with
    doubt, or the jury has settled, stays."""
    written = 0
    for nomination in nominations:
        for member in stands.members:
            found, row = stands.ground(member, nomination), stands.declaration(member, nomination)
            if found and (row is None or (row.is_impartial and row.settled_as is None)):
                _recuse(member, nomination, row, found, by, at)
                written += 1
    return written


def _recuse(
    member: JuryMember, nomination: Nomination, row: Impartiality | None, found: Ground, by: Actor, at: datetime
) -> None:
    _keep(member, row, Answer(nomination, DISQUALIFIED, reason(found)), at)
    record("juror_recused", by=by, at=at, case=nomination.reference, member=member.public_id, ground=found)
