"""Reading requests for access, what was given, masked copies and shieldings."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import joinedload, selectinload

from app.applications.models import Application, Status
from app.extensions import db
from app.fileaccess.models import AccessLine, AccessRequest, MaskedCopy, Shielding
from app.letters.models import Letter, LetterKind
from app.rounds.models import Round, RoundStatus

MOST = 500
ANSWERED_SHOWN = 50


def _requests() -> Select[AccessRequest]:
    case = joinedload(AccessRequest.application)
    return select(AccessRequest).options(
        case.joinedload(Application.organisation, innerjoin=True),
        case.joinedload(Application.round, innerjoin=True),
        joinedload(AccessRequest.round),
        joinedload(AccessRequest.letter),
    )


def waiting_requests() -> Sequence[AccessRequest]:
    """Not answered, the soonest due first; at most 500. One statement."""
    return db.session.scalars(
        _requests()
        .where(AccessRequest.answered_at.is_(None))
        .order_by(AccessRequest.due_on, AccessRequest.id)
        .limit(MOST)
    ).all()


def answered_requests() -> Sequence[AccessRequest]:
    """The newest answers. Two statements."""
    return db.session.scalars(
        _requests()
        .where(AccessRequest.answered_at.is_not(None))
        .options(selectinload(AccessRequest.lines))
        .order_by(AccessRequest.answered_at.desc(), AccessRequest.id.desc())
        .limit(ANSWERED_SHOWN)
    ).all()


def requests_of(application_id: int) -> Sequence[AccessRequest]:
    """All of a case, the newest first, with their answers. Two statements."""
    return db.session.scalars(
        select(AccessRequest)
        .where(AccessRequest.application_id == application_id)
        .options(selectinload(AccessRequest.lines), joinedload(AccessRequest.letter))
        .order_by(AccessRequest.received_at.desc(), AccessRequest.id.desc())
    ).all()


def request(public_id: str, *, for_change: bool = False) -> AccessRequest:
    """NoResultFound for an unknown one. `for_change` holds it until the transaction ends."""
    found = _requests().where(AccessRequest.public_id == public_id).options(selectinload(AccessRequest.lines))
    if for_change:
        found = found.with_for_update(of=AccessRequest).execution_options(populate_existing=True)
    return db.session.scalars(found).one()


def request_of_case(application_id: int, public_id: str, *, for_change: bool = False) -> AccessRequest:
    """NoResultFound for one of another case."""
    found = request(public_id, for_change=for_change)
    if found.application_id != application_id:
        raise NoResultFound
    return found


def request_of_party(application_id: int, public_id: str) -> AccessRequest:
    """An answered request of the party itself; NoResultFound for anybody else's."""
    found = request_of_case(application_id, public_id)
    if not found.is_party or found.answered_at is None:
        raise NoResultFound
    return found


def request_of_link(token_hash: str) -> AccessRequest | None:
    """The answered request whose link this is the hash of."""
    return db.session.scalars(
        _requests().where(AccessRequest.token_hash == token_hash).options(selectinload(AccessRequest.lines))
    ).one_or_none()


def line(of_request: AccessRequest, position: int) -> AccessLine:
    """One document of an answer that was given; NoResultFound for what was refused, and for what is not there."""
    for each in of_request.lines:
        if each.position == position and each.sha256 is not None:
            return each
    raise NoResultFound


def locked_case(reference: str) -> Application:
    """A sent case with organisation and round, held until the transaction ends: answers are numbered one at a time.
    NoResultFound for a draft, as for what does not exist."""
    return db.session.scalars(
        select(Application)
        .where(Application.reference == reference, Application.status != Status.DRAFT)
        .options(joinedload(Application.organisation, innerjoin=True), joinedload(Application.round, innerjoin=True))
        .with_for_update(of=Application)
    ).one()


def find_case(words: str | None) -> Application | None:
    """The sent case that these words are the number of; None for a draft, as for what does not exist."""
    reference = "".join((words or "").split()).upper()
    return db.session.scalars(
        select(Application)
        .where(func.upper(Application.reference) == reference, Application.status != Status.DRAFT)
        .options(joinedload(Application.organisation, innerjoin=True), joinedload(Application.round, innerjoin=True))
    ).one_or_none()


def public_rounds() -> Sequence[Round]:
    """The rounds that the public knows of, the newest first."""
    hidden = (RoundStatus.DRAFT, RoundStatus.CANCELLED)
    return db.session.scalars(
        select(Round).where(Round.status.not_in(hidden)).order_by(Round.closes_at.desc(), Round.id.desc())
    ).all()


def last_answer(case_reference: str) -> int:
    """The number of the case's newest answer on access; 0 for none."""
    number = db.session.scalar(
        select(func.max(Letter.version)).where(
            Letter.kind == LetterKind.ACCESS_ANSWER, Letter.case_reference == case_reference
        )
    )
    return number or 0


def copies(application_id: int) -> dict[str, list[MaskedCopy]]:
    """The masked copies of a case by document, the newest first. One statement."""
    found: dict[str, list[MaskedCopy]] = {}
    for copy in db.session.scalars(
        select(MaskedCopy).where(MaskedCopy.application_id == application_id).order_by(MaskedCopy.id.desc())
    ):
        found.setdefault(copy.document_key, []).append(copy)
    return found


def copy_of_case(application_id: int, public_id: str) -> MaskedCopy:
    """NoResultFound for a copy of another case."""
    return db.session.scalars(
        select(MaskedCopy).where(MaskedCopy.public_id == public_id, MaskedCopy.application_id == application_id)
    ).one()


def shieldings(application_id: int) -> dict[str, Shielding]:
    """The marks that stand, by document. One statement."""
    found = db.session.scalars(
        select(Shielding)
        .where(Shielding.application_id == application_id, Shielding.withdrawn_at.is_(None))
        .order_by(Shielding.id)
    )
    return {mark.document_key: mark for mark in found}
