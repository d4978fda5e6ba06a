"""Reading the conversation on a case. Staff read all of it; the applicant only what went between us."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.accounts.models import Membership, User
from app.applications.models import Application, Status
from app.audit.models import AuditEvent
from app.casework.conversation.models import (
    CaseMessage,
    CaseNote,
    HandlingKind,
    InformationHandling,
    MessageFile,
    MessageReading,
    MessageSettlement,
    ThirdPartyInformation,
)
from app.extensions import db

CLOSES = (HandlingKind.PUT, HandlingKind.NOT_NEEDED)
"""Information that was handled so waits for nothing more."""

MESSAGES = (
    select(CaseMessage)
    .where(CaseMessage.application_id == bindparam("application_id"))
    .options(
        joinedload(CaseMessage.reading),
        joinedload(CaseMessage.settlement),
        selectinload(CaseMessage.files).joinedload(MessageFile.file, innerjoin=True),
    )
    .order_by(CaseMessage.id)
)
NOTES = select(CaseNote).where(CaseNote.application_id == bindparam("application_id")).order_by(CaseNote.id)
INFORMATION = (
    select(ThirdPartyInformation)
    .where(ThirdPartyInformation.application_id == bindparam("application_id"))
    .options(joinedload(ThirdPartyInformation.handlings))
    .order_by(ThirdPartyInformation.id)
)


def messages(application_id: int) -> Sequence[CaseMessage]:
    """All that went between us and the applicant, oldest first, with files and marks: two statements."""
    return db.session.scalars(MESSAGES, {"application_id": application_id}).unique().all()


def notes(application_id: int) -> Sequence[CaseNote]:
    """Every internal note, those that were corrected too, oldest first. Never for the applicant. One statement."""
    return db.session.scalars(NOTES, {"application_id": application_id}).all()


def information(application_id: int) -> Sequence[ThirdPartyInformation]:
    """What others have told about the applicant, with what was done with it, oldest first. One statement."""
    return db.session.scalars(INFORMATION, {"application_id": application_id}).unique().all()


def message_of_case(application_id: int, public_id: str) -> CaseMessage:
    """NoResultFound for one of another case."""
    return db.session.scalars(
        select(CaseMessage)
        .where(CaseMessage.public_id == public_id, CaseMessage.application_id == application_id)
        .options(joinedload(CaseMessage.settlement))
    ).one()


def note_of_case(application_id: int, public_id: str) -> CaseNote:
    """NoResultFound for one of another case."""
    return db.session.scalars(
        select(CaseNote).where(CaseNote.public_id == public_id, CaseNote.application_id == application_id)
    ).one()


def information_of_case(application_id: int, public_id: str, *, for_change: bool = False) -> ThirdPartyInformation:
    """NoResultFound for information on another case."""
    found = select(ThirdPartyInformation).where(
        ThirdPartyInformation.public_id == public_id, ThirdPartyInformation.application_id == application_id
    )
    if for_change:
        return db.session.scalars(found.with_for_update()).one()
    return db.session.scalars(found).one()


def file_of_case(application_id: int, public_id: str) -> MessageFile:
    """NoResultFound for a file of another case."""
    return db.session.scalars(
        select(MessageFile)
        .join(MessageFile.message)
        .where(MessageFile.public_id == public_id, CaseMessage.application_id == application_id)
        .options(joinedload(MessageFile.file, innerjoin=True))
    ).one()


def own_case(reference: str, user: User) -> Application:
    """A case of an organisation that `user` speaks for, with organisation and round only; NoResultFound for anybody
    else's. One statement."""
    mine = select(Membership.organisation_id).where(Membership.user_id == user.id)
    found = _light().where(Application.reference == reference, Application.organisation_id.in_(mine))
    return db.session.scalars(found).unique().one()


def case_for_staff(reference: str) -> Application:
    """A sent case with organisation and round only: one statement. NoResultFound for a draft."""
    found = _light().where(Application.reference == reference, Application.status != Status.DRAFT)
    return db.session.scalars(found).unique().one()


def _light() -> Select[Application]:
    return select(Application).options(
        joinedload(Application.organisation, innerjoin=True),
        joinedload(Application.round, innerjoin=True),
        joinedload(Application.handler),
    )


def is_unread() -> ColumnElement[bool]:
    """Nobody on the other side has read the message."""
    return ~exists().where(MessageReading.message_id == CaseMessage.id)


def unread(application_ids: Collection[int], *, from_applicant: bool = False) -> Mapping[int, int]:
    """Application id → how many messages the applicant has not read (with `from_applicant`: we have not). One
    statement; what has none is left out."""
    rows = db.session.execute(
        select(CaseMessage.application_id, func.count(CaseMessage.id))
        .where(
            CaseMessage.application_id.in_(application_ids),
            CaseMessage.from_applicant == from_applicant,
            is_unread(),
        )
        .group_by(CaseMessage.application_id)
    )
    return {application_id: count for application_id, count in rows}


def is_closed() -> ColumnElement[bool]:
    """The information was put to the party, or need not be."""
    return exists().where(
        InformationHandling.information_id == ThirdPartyInformation.id, InformationHandling.kind.in_(CLOSES)
    )


def not_put(application_ids: Collection[int]) -> Mapping[int, int]:
    """Application id → how much information from others has not been put to the applicant. One statement; what has
    none is left out."""
    rows = db.session.execute(
        select(ThirdPartyInformation.application_id, func.count(ThirdPartyInformation.id))
        .where(ThirdPartyInformation.application_id.in_(application_ids), ~is_closed())
        .group_by(ThirdPartyInformation.application_id)
    )
    return {application_id: count for application_id, count in rows}


def unanswered(*, from_applicant: bool) -> ColumnElement[bool]:
    """A message that the other side has not written after, and that nobody has marked as settled."""
    later = aliased(CaseMessage)
    answered = exists().where(
        later.application_id == CaseMessage.application_id,
        later.id > CaseMessage.id,
        later.from_applicant.is_(not from_applicant),
    )
    settled = exists().where(MessageSettlement.message_id == CaseMessage.id)
    return CaseMessage.from_applicant.is_(from_applicant) & ~answered & ~settled


def commented(application_id: int) -> set[int]:
    """The information on a case that the applicant has said their word on."""
    return set(
        db.session.scalars(
            select(InformationHandling.information_id)
            .join(ThirdPartyInformation, ThirdPartyInformation.id == InformationHandling.information_id)
            .where(
                ThirdPartyInformation.application_id == application_id,
                InformationHandling.kind == HandlingKind.COMMENT,
            )
        )
    )


def put_by(application_id: int, message_ids: Collection[str]) -> Sequence[ThirdPartyInformation]:
    """The information that these messages (public ids) of the case put to the applicant."""
    if not message_ids:
        return []
    return db.session.scalars(
        select(ThirdPartyInformation)
        .join(CaseMessage, CaseMessage.information_id == ThirdPartyInformation.id)
        .where(
            CaseMessage.application_id == application_id,
            CaseMessage.public_id.in_(message_ids),
            CaseMessage.from_applicant.is_(False),
        )
        .options(joinedload(ThirdPartyInformation.application, innerjoin=True))
    ).all()


@dataclass(frozen=True)
class Told:
    """What a case's own history says of its conversation: how much information from others is not put to the applicant,
    whether the applicant waits for an answer, and how many notes and messages there are."""

    not_put: int
    is_unanswered: bool
    notes: int
    messages: int


def told_by(events: Iterable[AuditEvent]) -> Told:
    """The same from events that are loaded already (the newest first), without a statement."""
    recorded: set[str] = set()
    closed: set[str] = set()
    notes = messages = 0
    settled: set[str] = set()
    waits: bool | None = None
    for event in events:
        match event.kind:
            case "information_recorded":
                recorded.add(event.fields["information"])
            case "information_put" | "information_exempted":
                closed.add(event.fields["information"])
            case "note_written":
                notes += 1
            case "message_settled":
                settled.add(event.fields["message"])
            case "message_sent":
                messages += 1
                waits = False if waits is None else waits
            case "message_received":
                messages += 1
                if waits is None and event.fields["message"] not in settled:
                    waits = True
    return Told(len(recorded - closed), bool(waits), notes, messages)
