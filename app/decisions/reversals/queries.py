"""Reading reversals, corrections and the versions of a decision."""

from collections.abc import Sequence

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload

from app.applications.models import Application
from app.decisions.models import Appeal, Decision, DecisionLine
from app.decisions.reversals.models import ChangeStatus, Correction, Reversal, ReversalLine
from app.extensions import db
from app.letters.models import Letter

AT_ONCE = 200


def versions(application_id: int) -> Sequence[Decision]:
    """Every version of the decision, the newest first, with its lines and letter."""
    return db.session.scalars(
        select(Decision)
        .where(Decision.application_id == application_id)
        .options(
            joinedload(Decision.letter).selectinload(Letter.notices),
            selectinload(Decision.lines).joinedload(DecisionLine.activity, innerjoin=True),
        )
        .order_by(Decision.version.desc())
    ).all()


def earlier(decision: Decision) -> Sequence[Decision]:
    """The released versions before this one, the newest first, with their letters; no statement for a first version."""
    if decision.version == 1:
        return []
    return db.session.scalars(
        select(Decision)
        .where(
            Decision.application_id == decision.application_id,
            Decision.version < decision.version,
            Decision.released_at.is_not(None),
        )
        .options(joinedload(Decision.letter, innerjoin=True))
        .order_by(Decision.version.desc())
    ).all()


def reversals(application_id: int) -> Sequence[Reversal]:
    """Of a case, the newest first, with lines."""
    return db.session.scalars(
        _reversals().where(Decision.application_id == application_id).order_by(Reversal.id.desc())
    ).all()


def reversal(reference: str, public_id: str) -> Reversal:
    """NoResultFound for one of another case."""
    found = _reversals().where(Reversal.public_id == public_id, Application.reference == reference)
    return db.session.scalars(found).one()


def waiting_reversals(round_id: int) -> Sequence[Reversal]:
    """What waits for approval in a round, the oldest first, at most AT_ONCE: one statement where nothing waits."""
    return db.session.scalars(
        _reversals()
        .where(Application.round_id == round_id, Reversal.status == ChangeStatus.PROPOSED)
        .order_by(Reversal.prepared_at, Reversal.id)
        .limit(AT_ONCE)
    ).all()


def _reversals() -> Select[Reversal]:
    return (
        select(Reversal)
        .join(Reversal.reversed)
        .join(Decision.application)
        .options(
            selectinload(Reversal.lines).joinedload(ReversalLine.activity, innerjoin=True),
            contains_eager(Reversal.reversed).options(
                selectinload(Decision.lines),
                contains_eager(Decision.application).joinedload(Application.organisation, innerjoin=True),
            ),
        )
    )


def locked_reversal(reversal_id: int) -> Reversal:
    """As it stands now, held until the transaction ends."""
    return db.session.scalars(
        select(Reversal)
        .where(Reversal.id == reversal_id)
        .with_for_update(of=Reversal)
        .execution_options(populate_existing=True)
    ).one()


def is_newest(decision: Decision) -> bool:
    """Whether no later version was made."""
    later = aliased(Decision)
    found = exists().where(later.application_id == decision.application_id, later.version > decision.version)
    return not db.session.scalar(select(found))


def reversals_that_made(decision_ids: Sequence[int]) -> dict[int, Reversal]:
    """By the version that was made, with the version before it and its letter."""
    if not decision_ids:
        return {}
    found = db.session.scalars(
        select(Reversal)
        .where(Reversal.decision_id.in_(decision_ids))
        .options(
            joinedload(Reversal.reversed, innerjoin=True).options(
                joinedload(Decision.letter), selectinload(Decision.lines)
            )
        )
    )
    return {made.decision_id: made for made in found if made.decision_id is not None}


def is_appealed(application_id: int) -> bool:
    """Whether the case has had an appeal."""
    appealed = exists().where(Appeal.decision_id == Decision.id, Decision.application_id == application_id)
    return bool(db.session.scalar(select(appealed)))


def waits(decision_id: int) -> bool:
    """Whether a proposal to make this version anew waits."""
    proposed = exists().where(Reversal.reversed_id == decision_id, Reversal.status == ChangeStatus.PROPOSED)
    return bool(db.session.scalar(select(proposed)))


def correction_waits(decision_id: int) -> bool:
    """Whether a correction of this version waits."""
    proposed = exists().where(Correction.decision_id == decision_id, Correction.status == ChangeStatus.PROPOSED)
    return bool(db.session.scalar(select(proposed)))


def corrections(application_id: int) -> Sequence[Correction]:
    """Of a case, the newest first."""
    return db.session.scalars(_corrections().where(Decision.application_id == application_id)).all()


def correction(reference: str, public_id: str) -> Correction:
    """NoResultFound for one of another case."""
    found = _corrections().where(Correction.public_id == public_id, Application.reference == reference)
    return db.session.scalars(found).one()


def waiting_corrections(round_id: int) -> Sequence[Correction]:
    """What waits to be confirmed in a round."""
    found = _corrections().where(Application.round_id == round_id, Correction.status == ChangeStatus.PROPOSED)
    return db.session.scalars(found.limit(AT_ONCE)).all()


def letters_of_corrections(decision_ids: Sequence[int]) -> Sequence[Correction]:
    """Those that the party is told of, oldest first."""
    return db.session.scalars(
        select(Correction)
        .where(Correction.decision_id.in_(decision_ids), Correction.status == ChangeStatus.APPROVED)
        .options(joinedload(Correction.letter, innerjoin=True))
        .order_by(Correction.number)
    ).all()


def locked_correction(correction_id: int) -> Correction:
    return db.session.scalars(
        select(Correction)
        .where(Correction.id == correction_id)
        .with_for_update(of=Correction)
        .execution_options(populate_existing=True)
    ).one()


def _corrections() -> Select[Correction]:
    return (
        select(Correction)
        .join(Correction.decision)
        .join(Decision.application)
        .options(
            joinedload(Correction.letter),
            contains_eager(Correction.decision)
            .contains_eager(Decision.application)
            .joinedload(Application.organisation, innerjoin=True),
        )
        .order_by(Correction.id.desc())
    )
