"""Money of an accepted grant that the party does not keep: back to the pot, and out of the work list and the
organisation's history.

Whole kroner. Payments lie in a room above, which lends what has gone out (`known_by`).
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from app.access import Actor
from app.accounts.models import GrantHistory
from app.audit.actions import record
from app.decisions.answers import Answer
from app.decisions.queries import locked_round
from app.decisions.replies import settle
from app.extensions import db
from app.followup.grants.models import GiveBack, GiveBackCause, Grant
from app.followup.grants.telling import tell
from app.formatting import kroner
from app.policy import NotNow
from app.rounds.actions import consume_reserve

Lookup = Callable[[Sequence[int]], dict[int, int]]
_lookups: list[Lookup] = []


def known_by(lookup: Lookup) -> Lookup:
    """Register who knows what has left for the bank, by grant: it can only come back by being paid back."""
    _lookups.append(lookup)
    return lookup


def gone_out(grant: Grant) -> int:
    return sum(lookup([grant.id]).get(grant.id, 0) for lookup in _lookups)


def kept_of(answer: Answer, given_back: GiveBack | None) -> Answer:
    """The answer with what is kept of it; who accepted more after giving back keeps all of that."""
    if given_back is None or not answer.accepted or answer.at > given_back.at:
        return answer
    return replace(answer, kept_nok=given_back.kept_nok)


def give_back(grant: Grant, kept_nok: int, cause: GiveBackCause, *, by: Actor, at: datetime) -> int:
    """Only `kept_nok` of the grant is kept; the pot has the rest. Returns the kroner that went back. `grant` is locked
    by its query. What is not paid yet is not owed any more; what was paid and came back was owed all the same."""
    moved = -_keep(grant, kept_nok, cause, by, at)
    if cause is not GiveBackCause.RECOVERED:
        grant.accepted_nok = kept_nok
    fields = {"activity": grant.activity.position, "amount_nok": moved, "cause": cause}
    record("grant_given_back", by=by, at=at, case=grant.application.reference, **fields)
    tell(grant, at)
    return moved


def keep_again(grant: Grant, kept_nok: int, *, by: Actor, at: datetime) -> int:
    """Some of what came back should not have: the party keeps `kept_nok` after all. Returns the kroner that left the
    pot; what it lacks is taken from the reserve, as after an appeal. Raises NotNow where neither has enough."""
    grant_round = locked_round(grant.round_id)
    available = grant_round.available_nok
    moved = _keep(grant, kept_nok, GiveBackCause.RECOVERED, by, at)
    lacking = moved - available
    if lacking > grant_round.reserve_nok:
        values = {"amount": kroner(moved), "left": kroner(max(0, available) + grant_round.reserve_nok)}
        raise NotNow(_("Potten rekker ikke: %(amount)s skal ut igjen, og %(left)s er igjen.", **values))
    if lacking > 0:
        consume_reserve(grant_round, lacking, by=by, at=at)
    fields = {"activity": grant.activity.position, "amount_nok": moved}
    record("grant_kept_again", by=by, at=at, case=grant.application.reference, **fields)
    tell(grant, at)
    return moved


def _keep(grant: Grant, kept_nok: int, cause: GiveBackCause, by: Actor, at: datetime) -> int:
    """Of the grant, the party keeps so much. Returns the kroner that the pot holds more than before."""
    grant_round = locked_round(grant.round_id)
    name, kept = by.display_name, _row(grant)  # the name first: reading it may flush
    kept.kept_nok, kept.cause, kept.by_name, kept.at = kept_nok, cause, name, at
    db.session.flush()
    with db.session.no_autoflush:
        moved = settle(grant.application_id, grant_round)
        _keep_history(grant, moved)
    return moved


def _row(grant: Grant) -> GiveBack:
    found = db.session.scalars(select(GiveBack).where(GiveBack.activity_id == grant.activity_id)).one_or_none()
    if found is None:
        found = GiveBack(activity_id=grant.activity_id)
        db.session.add(found)
    return found


def _keep_history(grant: Grant, moved: int) -> None:
    """`moved`: what the pot holds more for it than before."""
    history = db.session.scalars(
        select(GrantHistory).where(
            GrantHistory.organisation_id == grant.application.organisation_id,
            GrantHistory.case_reference == grant.application.reference,
        )
    ).one_or_none()
    if history is not None:
        history.granted_nok = max(0, history.granted_nok + moved)
