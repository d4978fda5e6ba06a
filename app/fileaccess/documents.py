"""The documents of a case, each from the room that made it, in one list. Who sees which is decided by two things said
about each document: its direction, and whether it is the party's to see without asking.

A room's documents are offered by a source: a function of the case and of the person who looks (None: the party).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import NoResultFound

from app.access import Actor
from app.applications.models import Application
from app.fileaccess.painting import PAINTABLE
from app.fileaccess.texts import Written
from app.files import kinds, storage
from app.files.queries import read
from app.letters.models import Letter

PDF = kinds.PDF_KIND.media_type


class Direction(StrEnum):
    """The class of a document. What is internal was made for our own preparation (offentleglova § 14,
    forvaltningsloven § 18 a); the facts in it are not exempt from the party."""

    IN = "in"
    OUT = "out"
    INTERNAL = "internal"


DIRECTIONS = {Direction.IN: _l("Inn"), Direction.OUT: _l("Ut"), Direction.INTERNAL: _l("Internt")}


class Kind(StrEnum):
    APPLICATION = "application"
    ATTACHMENT = "attachment"
    LETTER = "letter"
    SUPPLEMENT = "supplement"
    MESSAGE = "message"
    APPEAL = "appeal"
    INFORMATION = "information"
    NOTE = "note"
    ASSESSMENT = "assessment"
    RECOMMENDATION = "recommendation"
    DECISION = "decision"


KINDS = {
    Kind.APPLICATION: _l("Søknad"),
    Kind.ATTACHMENT: _l("Vedlegg"),
    Kind.LETTER: _l("Brev"),
    Kind.SUPPLEMENT: _l("Svar på mangelbrev"),
    Kind.MESSAGE: _l("Melding"),
    Kind.APPEAL: _l("Klage"),
    Kind.INFORMATION: _l("Opplysning fra andre"),
    Kind.NOTE: _l("Notat"),
    Kind.ASSESSMENT: _l("Vurdering"),
    Kind.RECOMMENDATION: _l("Innstilling"),
    Kind.DECISION: _l("Vedtak"),
}


@dataclass(frozen=True)
class Document:
    """One document. `key` names it in addresses, «attachment.Xy12»; `title` is as staff and the party read it, and
    `outward` tells others no more than they may know (never a file's name). `sha256`: the file as it was sent or
    issued; `written`: the words it can be printed from. At least one of the two is there. `holds_others`: other
    documents are embedded in the file, so that nobody but the party is given the file itself."""

    key: str
    kind: Kind
    title: str
    outward: str
    at: datetime
    direction: Direction
    for_party: bool
    filename: str
    media_type: str = PDF
    sha256: str | None = None
    written: Written | None = None
    letter: Letter | None = None
    holds_others: bool = False

    @property
    def may_be_masked(self) -> bool:
        """Field by field, or page by page. A text document that somebody sent (DOCX, ODT) can be neither."""
        return self.written is not None or self.media_type in PAINTABLE

    @property
    def is_missing(self) -> bool:
        """The file is gone from our store, and there is nothing to print it from."""
        return self.written is None and (self.sha256 is None or not storage.path_of(self.sha256).is_file())

    def open(self) -> bytes:
        """The document itself. Printed where it is kept as words only."""
        if self.sha256 is not None:
            return read(self.sha256)
        assert self.written is not None
        return self.written.pdf({})


KEYS = {
    "version": _l("søknaden"),
    "attachment": _l("et vedlegg"),
    "letter": _l("et brev"),
    "message": _l("en melding"),
    "messagefile": _l("et vedlegg til en melding"),
    "supplement": _l("et svar på mangelbrev"),
    "supplementfile": _l("et vedlegg til et svar på mangelbrev"),
    "appeal": _l("en klage"),
    "enclosure": _l("et vedlegg til en klage"),
    "comment": _l("en merknad til en klage"),
    "answer": _l("klageinstansens avgjørelse"),
    "answerfile": _l("klageinstansens avgjørelse"),
    "statement": _l("et forslag til svar på klage"),
    "information": _l("en opplysning fra andre"),
    "note": _l("et notat"),
    "assessment": _l("en vurdering"),
    "recommendation": _l("en innstilling"),
    "decision": _l("et vedtak"),
    "reversal": _l("et forslag til omgjøring"),
}


def key_words(key: str) -> str:
    """What the history calls a document: «et vedlegg»."""
    return str(KEYS.get(str(key).partition(".")[0], key))


Source = Callable[[Application, Actor | None], Sequence[Document]]
SOURCES: list[Source] = []


def source(offers: Source) -> Source:
    """Register the documents of one room."""
    SOURCES.append(offers)
    return offers


def case_documents(application: Application, viewer: Actor) -> list[Document]:
    """All documents of a case that `viewer`, who may read the case, may know of; the oldest first."""
    return _in_order([document for offers in SOURCES for document in offers(application, viewer)])


def own_documents(application: Application) -> list[Document]:
    """The documents that are the party's to see without asking: nothing internal, nothing that is not released."""
    found = [document for offers in SOURCES for document in offers(application, None)]
    return _in_order([each for each in found if each.for_party and each.direction is not Direction.INTERNAL])


def by_key(documents: Sequence[Document], key: str) -> Document:
    """Raises NoResultFound (404)."""
    for document in documents:
        if document.key == key:
            return document
    raise NoResultFound


def _in_order(documents: list[Document]) -> list[Document]:
    """By time; what has the same time stays in the order its room gave."""
    return sorted(documents, key=lambda document: document.at)
