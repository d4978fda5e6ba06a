"""What was said on a case: messages, answers to supplements, appeals, what others have told, and our own notes."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.access import Actor
from app.applications.models import Application
from app.casework.conversation import queries as conversation_queries
from app.casework.conversation.models import CaseMessage, CaseNote, HandlingKind, ThirdPartyInformation
from app.casework.supplements import queries as supplement_queries
from app.casework.supplements.models import Supplement
from app.clock import at_oslo
from app.decisions.appeals.models import AppealAnswer, AppealComment, AppealHandling, AppealStatement
from app.decisions.models import Appeal, Decision
from app.extensions import db
from app.fileaccess.documents import Direction, Document, Kind, source
from app.fileaccess.texts import Part, PlainText, Row
from app.files import names
from app.files.models import StoredFile
from app.formatting import full_day


def _plain(
    application: Application,
    key: str,
    kind: Kind,
    title: str,
    at: datetime,
    parts: Sequence[Part],
    *,
    direction: Direction,
    for_party: bool,
    outward: str | None = None,
) -> Document:
    """A document that is kept as words."""
    return Document(
        key=key,
        kind=kind,
        title=title,
        outward=outward or title,
        at=at,
        direction=direction,
        for_party=for_party,
        filename=names.clean(f"{application.reference}-{key.replace('.', '-')}.pdf"),
        written=PlainText(outward or title, application.reference, application.round.owner_unit, at, tuple(parts)),
    )


def _file(
    key: str, kind: Kind, filename: str, file: StoredFile, at: datetime, direction: Direction, outward: str
) -> Document:
    """A file that came with something else."""
    return Document(
        key=key,
        kind=kind,
        title=filename,
        outward=outward,
        at=at,
        direction=direction,
        for_party=True,
        filename=filename,
        media_type=file.media_type,
        sha256=file.sha256,
    )


@source
def messages(application: Application, _viewer: Actor | None) -> Sequence[Document]:
    """Each message, and each file that came with it."""
    return [
        document
        for number, message in enumerate(conversation_queries.messages(application.id), start=1)
        for document in _message(application, message, number)
    ]


def _message(application: Application, message: CaseMessage, number: int) -> list[Document]:
    direction = Direction.IN if message.from_applicant else Direction.OUT
    sender = _("Melding %(number)s fra søkeren", number=number) if message.from_applicant else None
    title = str(sender or _("Melding %(number)s til søkeren", number=number))
    made = _plain(
        application,
        f"message.{message.public_id}",
        Kind.MESSAGE,
        title,
        message.sent_at,
        [Part("", (Row(str(_("Fra")), message.author_name), Row("", message.text)))],
        direction=direction,
        for_party=not message.is_internal,
    )
    files = [
        _file(
            f"messagefile.{each.public_id}",
            Kind.ATTACHMENT,
            each.filename,
            each.file,
            message.sent_at,
            direction,
            str(_("Vedlegg %(file)s til melding %(number)s", file=place, number=number)),
        )
        for place, each in enumerate(message.files, start=1)
    ]
    return [made, *files]


@source
def supplements(application: Application, _viewer: Actor | None) -> Sequence[Document]:
    """The answers to what was missing, once they are sent, with their files. The request itself is a letter."""
    return [
        document
        for supplement in supplement_queries.of_case(application.id)
        if supplement.is_answered and supplement.closed_at is not None
        for document in _supplement(application, supplement, supplement.closed_at)
    ]


def _supplement(application: Application, supplement: Supplement, at: datetime) -> list[Document]:
    parts = [
        Part(
            "",
            tuple(
                Row(item.asked, str(_("Dette har vi ikke.")) if item.has_not else item.answer or "–")
                for item in supplement.items
            ),
        )
    ]
    title = str(_("Svar på mangelbrev %(number)s", number=supplement.number))
    made = _plain(
        application,
        f"supplement.{supplement.number}",
        Kind.SUPPLEMENT,
        title,
        at,
        parts,
        direction=Direction.IN,
        for_party=True,
    )
    sent = [file for item in supplement.items for file in item.files]
    files = [
        _file(
            f"supplementfile.{file.public_id}",
            Kind.ATTACHMENT,
            file.filename,
            file.file,
            at,
            Direction.IN,
            str(_("Vedlegg %(file)s til svar på mangelbrev %(number)s", file=place, number=supplement.number)),
        )
        for place, file in enumerate(sent, start=1)
    ]
    return [made, *files]


@source
def appeals(application: Application, viewer: Actor | None) -> Sequence[Document]:
    """Appeals with their files, comments, the appeal body's answers, and (for staff) what was proposed about them."""
    found = db.session.execute(
        select(Appeal, StoredFile)
        .join(Decision, Appeal.decision_id == Decision.id)
        .outerjoin(StoredFile, StoredFile.sha256 == Appeal.file_sha256)
        .where(Decision.application_id == application.id)
        .order_by(Appeal.number)
    ).all()
    made = [document for appeal, file in found for document in _appeal(application, appeal, file)]
    numbers = {appeal.id: appeal.number for appeal, _file_ in found}
    return [*made, *_around_appeals(application, numbers, viewer)] if numbers else made


def _appeal(application: Application, appeal: Appeal, file: StoredFile | None) -> list[Document]:
    title = str(_("Klage %(number)s", number=appeal.number))
    made = _plain(
        application,
        f"appeal.{appeal.public_id}",
        Kind.APPEAL,
        title,
        appeal.received_at,
        [Part("", (Row(str(_("Sendt av")), appeal.sent_by_name), Row("", appeal.text)))],
        direction=Direction.IN,
        for_party=True,
    )
    if file is None:
        return [made]
    name, outward = appeal.filename or "vedlegg", str(_("Vedlegg til klage %(number)s", number=appeal.number))
    enclosure = f"enclosure.{appeal.public_id}"
    return [made, _file(enclosure, Kind.ATTACHMENT, name, file, appeal.received_at, Direction.IN, outward)]


def _around_appeals(application: Application, numbers: dict[int, int], viewer: Actor | None) -> list[Document]:
    handlings = (
        db.session.scalars(
            select(AppealHandling)
            .where(AppealHandling.appeal_id.in_(numbers))
            .options(
                joinedload(AppealHandling.comments),
                joinedload(AppealHandling.answer),
                joinedload(AppealHandling.statements),
            )
            .order_by(AppealHandling.appeal_id)
        )
        .unique()
        .all()
    )
    made: list[Document] = []
    for handling in handlings:
        number = numbers[handling.appeal_id]
        made += [_comment(application, each, number, place) for place, each in enumerate(handling.comments, start=1)]
        if handling.answer is not None:
            made += _answer(application, handling.answer, number)
        if viewer is not None:
            made += [_statement(application, each, number) for each in handling.statements]
    return made


def _comment(application: Application, comment: AppealComment, number: int, place: int) -> Document:
    return _plain(
        application,
        f"comment.{number}-{place}",
        Kind.APPEAL,
        str(_("Merknad %(place)s til klage %(number)s", place=place, number=number)),
        comment.sent_at,
        [Part("", (Row(str(_("Sendt av")), comment.sent_by_name), Row("", comment.text)))],
        direction=Direction.IN,
        for_party=True,
    )


def _answer(application: Application, answer: AppealAnswer, number: int) -> list[Document]:
    rows = (
        Row(str(_("Avgjort")), full_day(answer.decided_on)),
        Row(str(_("Resultat")), answer.outcome),
        Row("", answer.reasons),
    )
    title = str(_("Klageinstansens avgjørelse av klage %(number)s", number=number))
    made = _plain(
        application,
        f"answer.{number}",
        Kind.APPEAL,
        title,
        answer.registered_at,
        [Part("", rows)],
        direction=Direction.IN,
        for_party=True,
    )
    file = db.session.get(StoredFile, answer.file_sha256) if answer.file_sha256 else None
    if file is None:
        return [made]
    name = answer.filename or "avgjørelse"
    return [made, _file(f"answerfile.{number}", Kind.APPEAL, name, file, answer.registered_at, Direction.IN, title)]


def _statement(application: Application, statement: AppealStatement, number: int) -> Document:
    return _plain(
        application,
        f"statement.{number}-{statement.number}",
        Kind.RECOMMENDATION,
        str(_("Forslag %(place)s til svar på klage %(number)s", place=statement.number, number=number)),
        statement.prepared_at,
        [Part("", (Row("", statement.grounds), Row("", statement.assessment)))],
        direction=Direction.INTERNAL,
        for_party=False,
    )


@source
def told_by_others(application: Application, _viewer: Actor | None) -> Sequence[Document]:
    """The party sees without asking what has been put to it; the rest of it on request (forvaltningsloven §§ 17-19)."""
    return [_told(application, each) for each in conversation_queries.information(application.id)]


def _told(application: Application, found: ThirdPartyInformation) -> Document:
    is_put = any(handling.kind is HandlingKind.PUT for handling in found.handlings)
    return _plain(
        application,
        f"information.{found.public_id}",
        Kind.INFORMATION,
        str(_("Opplysning fra %(source)s", source=found.source)),
        at_oslo(found.received_on),
        [Part("", (Row(str(_("Kilde")), found.source), Row("", found.text)))],
        direction=Direction.INTERNAL if found.is_internal else Direction.IN,
        for_party=is_put,
        outward=str(_("Opplysning fra andre om søkeren")),
    )


@source
def notes(application: Application, viewer: Actor | None) -> Sequence[Document]:
    """What we wrote to one another."""
    if viewer is None:
        return []
    found = conversation_queries.notes(application.id)
    return [_note(application, each, number) for number, each in enumerate(found, start=1)]


def _note(application: Application, note: CaseNote, number: int) -> Document:
    return _plain(
        application,
        f"note.{note.public_id}",
        Kind.NOTE,
        str(_("Notat %(number)s, %(name)s", number=number, name=note.author_name)),
        note.written_at,
        [Part("", (Row("", note.text),))],
        direction=Direction.INTERNAL if note.is_internal else Direction.OUT,
        for_party=False,
        outward=str(_("Notat %(number)s", number=number)),
    )
