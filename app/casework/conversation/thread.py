"""The conversation as one thread, oldest first: what staff see of it, and what the applicant does. Plain values."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.casework.conversation.models import CaseMessage, CaseNote, HandlingKind, ThirdPartyInformation
from app.casework.conversation.policy import closed
from app.formatting import full_day


class EntryKind(StrEnum):
    TO_PARTY = "to_party"
    FROM_PARTY = "from_party"
    NOTE = "note"
    INFORMATION = "information"


class View(StrEnum):
    """The chips above the thread; the word in the address."""

    ALL = "alle"
    MESSAGES = "meldinger"
    NOTES = "notater"
    INFORMATION = "opplysninger"


SHOWN = {
    View.ALL: frozenset(EntryKind),
    View.MESSAGES: frozenset({EntryKind.TO_PARTY, EntryKind.FROM_PARTY}),
    View.NOTES: frozenset({EntryKind.NOTE}),
    View.INFORMATION: frozenset({EntryKind.INFORMATION}),
}
VIEW_NAMES = {
    View.ALL: _l("Alt"),
    View.MESSAGES: _l("Meldinger"),
    View.NOTES: _l("Notater"),
    View.INFORMATION: _l("Opplysninger fra andre"),
}
LABELS = {
    EntryKind.TO_PARTY: _l("Melding til søkeren"),
    EntryKind.FROM_PARTY: _l("Melding fra søkeren"),
    EntryKind.NOTE: _l("Internt notat"),
    EntryKind.INFORMATION: _l("Opplysning fra andre"),
}


@dataclass(frozen=True)
class File:
    public_id: str
    name: str
    size_bytes: int


@dataclass(frozen=True)
class Earlier:
    """What a note said before it was corrected."""

    at: datetime
    text: str


@dataclass(frozen=True)
class Entry:
    """One thing in the thread. `is_unread`: this reader's side had not seen it before now. `waits`: somebody must do
    something about it. `lines` say what has become of it."""

    kind: EntryKind
    public_id: str
    at: datetime
    who: str
    text: str
    is_unread: bool = False
    waits: bool = False
    is_mine: bool = False
    answer_due_on: date | None = None
    source: str | None = None
    received_on: date | None = None
    is_put: bool = False
    files: Sequence[File] = ()
    earlier: Sequence[Earlier] = ()
    lines: Sequence[str] = field(default_factory=list)

    @property
    def label(self) -> str:
        return str(LABELS[self.kind])

    @property
    def is_message(self) -> bool:
        return self.kind in SHOWN[View.MESSAGES]


def for_staff(
    messages: Sequence[CaseMessage],
    notes: Sequence[CaseNote],
    information: Sequence[ThirdPartyInformation],
    reader: User,
) -> list[Entry]:
    """Everything, by the moment it was written. A corrected note stands where it first stood."""
    entries = [
        replace(_message(one, messages), is_unread=one.from_applicant and one.reading is None) for one in messages
    ]
    entries += [_note(one, notes, reader) for one in notes if one.corrects_id is None]
    entries += [_information(one, messages) for one in information]
    return sorted(entries, key=lambda entry: entry.at)


def for_party(messages: Sequence[CaseMessage], unit: str) -> list[Entry]:
    """Only what went between us. No employee is named."""
    entries = []
    for one in messages:
        entry = _message(one, messages)
        is_unread = not one.from_applicant and one.reading is None
        who = one.author_name if one.from_applicant else unit
        entries.append(replace(entry, who=who, is_unread=is_unread, lines=[]))
    return entries


def shown(entries: Sequence[Entry], view: View) -> list[Entry]:
    return [entry for entry in entries if entry.kind in SHOWN[view]]


def _message(one: CaseMessage, messages: Sequence[CaseMessage]) -> Entry:
    answered = any(other.id > one.id and other.from_applicant is not one.from_applicant for other in messages)
    waits = not answered and one.settlement is None and (one.from_applicant or one.answer_due_on is not None)
    return Entry(
        kind=EntryKind.FROM_PARTY if one.from_applicant else EntryKind.TO_PARTY,
        public_id=one.public_id,
        at=one.sent_at,
        who=one.author_name,
        text=one.text,
        waits=waits,
        answer_due_on=one.answer_due_on,
        files=[File(file.public_id, file.filename, file.file.size_bytes) for file in one.files],
        lines=_fate(one),
    )


def _fate(one: CaseMessage) -> list[str]:
    lines = []
    if one.reading is not None:
        values = {"who": one.reading.user_name, "day": full_day(one.reading.at)}
        lines.append(str(_("Lest av %(who)s %(day)s.", **values)))
    elif not one.from_applicant:
        lines.append(str(_("Ikke lest av søkeren.")))
    if one.settlement is not None:
        values = {"who": one.settlement.user_name, "day": full_day(one.settlement.at)}
        lines.append(str(_("%(who)s merket %(day)s at den ikke trenger svar.", **values)))
    return lines


def _note(first: CaseNote, notes: Sequence[CaseNote], reader: User) -> Entry:
    following = {note.corrects_id: note for note in notes if note.corrects_id is not None}
    newest, earlier = first, []
    while newest.id in following:
        earlier.append(Earlier(newest.written_at, newest.text))
        newest = following[newest.id]
    return Entry(
        kind=EntryKind.NOTE,
        public_id=newest.public_id,
        at=first.written_at,
        who=first.author_name,
        text=newest.text,
        is_mine=newest.author_id == reader.id,
        earlier=earlier,
        lines=[str(_("Rettet %(day)s.", day=full_day(newest.written_at)))] if earlier else [],
    )


def _information(one: ThirdPartyInformation, messages: Sequence[CaseMessage]) -> Entry:
    texts = {message.id: message.text for message in messages}
    lines = []
    for handling in one.handlings:
        said = texts.get(handling.message_id or 0) or handling.text or ""
        values = {"who": handling.by_name, "day": full_day(handling.on_day), "said": said}
        lines.append(HANDLED[handling.kind](values, handling.message_id is not None))
    return Entry(
        kind=EntryKind.INFORMATION,
        public_id=one.public_id,
        at=one.recorded_at,
        who=one.recorded_by_name,
        text=one.text,
        source=one.source,
        received_on=one.received_on,
        waits=not closed(one),
        is_put=any(handling.kind is HandlingKind.PUT for handling in one.handlings),
        lines=lines,
    )


def _put(values: dict[str, str], is_message: bool) -> str:
    if is_message:
        return str(_("Forelagt parten %(day)s i en melding fra %(who)s.", **values))
    return str(_("Forelagt parten %(day)s (%(who)s): %(said)s", **values))


def _not_needed(values: dict[str, str], _is_message: bool) -> str:
    return str(_("Trenger ikke å legges fram (%(who)s, %(day)s): %(said)s", **values))


def _comment(values: dict[str, str], is_message: bool) -> str:
    if is_message:
        return str(_("Partens uttalelse %(day)s: %(said)s", **values))
    return str(_("Partens uttalelse %(day)s, ført inn av %(who)s: %(said)s", **values))


HANDLED = {HandlingKind.PUT: _put, HandlingKind.NOT_NEEDED: _not_needed, HandlingKind.COMMENT: _comment}
