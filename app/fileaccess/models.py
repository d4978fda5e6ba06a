"""Who asked to see a file, what they were given of it, and the copies that were masked for them."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import public_id
from app.applications.models import Application, Channel
from app.extensions import Base
from app.letters.models import Letter
from app.rounds.models import Round

KEY_LENGTH = 60


class AccessRequest(Base):
    """Somebody asks to see documents. Anybody may, without saying who they are (offentleglova §§ 3 and 28); without a
    case until a case handler has found which one is meant. The link in the answer is kept as its SHA-256 only."""

    __tablename__ = "access_request"
    __table_args__ = (
        CheckConstraint("(answered_at IS NULL) = (answered_by_id IS NULL)", name="answered_by_somebody"),
        CheckConstraint("(answered_at IS NULL) = (letter_id IS NULL)", name="answered_has_letter"),
        CheckConstraint("(token_hash IS NULL) = (link_expires_at IS NULL)", name="link_expires"),
        CheckConstraint("NOT is_party OR requester_id IS NOT NULL", name="party_is_somebody"),
        Index(None, "answered_at", "due_on"),
    )
    ASKED_LENGTH = 120
    WANTED_LENGTH = 2000
    NAME_LENGTH = 80
    WEIGHING_LENGTH = 1000

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=public_id)
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"), index=True)
    round_id: Mapped[int | None] = mapped_column(ForeignKey("grant_round.id"), index=True)
    asked_about: Mapped[str | None] = mapped_column(String(ASKED_LENGTH))  # the case, in the words of whoever asks
    wanted: Mapped[str] = mapped_column(Text)
    requester_name: Mapped[str | None] = mapped_column(String(NAME_LENGTH))
    requester_email: Mapped[str | None] = mapped_column(String(254))
    requester_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    is_party: Mapped[bool] = mapped_column(default=False)
    channel: Mapped[Channel]
    received_at: Mapped[datetime]
    due_on: Mapped[date]
    registered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    answered_by_name: Mapped[str | None] = mapped_column(String(80))
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"), index=True)
    weighing: Mapped[str | None] = mapped_column(Text)  # why what may be kept back was not given all the same
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    link_expires_at: Mapped[datetime | None]

    application: Mapped[Application | None] = relationship()
    round: Mapped[Round | None] = relationship()
    letter: Mapped[Letter | None] = relationship()
    lines: Mapped[list["AccessLine"]] = relationship(back_populates="request", order_by="AccessLine.position")


class Given(StrEnum):
    """What was done with one document of a request."""

    FULL = "full"
    MASKED = "masked"
    REFUSED = "refused"


class AccessLine(Base):
    """The answer for one document. Insert-only. `sha256` is what was given: the document itself, or a copy of it.
    `title` tells no more than the requester may know; `legal_basis` is the citation as it stood in the answer."""

    __tablename__ = "access_line"
    __table_args__ = (
        UniqueConstraint("request_id", "document_key"),
        UniqueConstraint("request_id", "position"),
        CheckConstraint("(given = 'refused') = (sha256 IS NULL)", name="given_has_file"),
        CheckConstraint("(given = 'full') = (legal_basis IS NULL)", name="kept_back_has_basis"),
    )
    TITLE_LENGTH = 120

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("access_request.id"))
    position: Mapped[int]
    document_key: Mapped[str] = mapped_column(String(KEY_LENGTH))
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    given: Mapped[Given]
    grounds: Mapped[list[str]]
    legal_basis: Mapped[str | None] = mapped_column(Text)
    sha256: Mapped[str | None] = mapped_column(ForeignKey("stored_file.sha256"))
    filename: Mapped[str | None] = mapped_column(String(120))
    media_type: Mapped[str | None] = mapped_column(String(100))

    request: Mapped[AccessRequest] = relationship(back_populates="lines")


class MaskedCopy(Base):
    """A new file made of a document, without what the marks took out. Insert-only; the document is as it was.

    `marks`: [{ground, page, box | None}] for pages (box: left, top, right, bottom as shares of the page; None the whole
    page) or [{ground, field}] for what was printed anew. What was taken out stands nowhere here.
    """

    __tablename__ = "masked_copy"
    __table_args__ = (
        CheckConstraint("pages > 0", name="has_pages"),
        Index(None, "application_id", "document_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=public_id)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    document_key: Mapped[str] = mapped_column(String(KEY_LENGTH))
    source_sha256: Mapped[str | None] = mapped_column(String(64))
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"))
    media_type: Mapped[str] = mapped_column(String(100))
    pages: Mapped[int]
    marks: Mapped[list[dict[str, Any]]]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    made_by_name: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime]

    @property
    def grounds(self) -> list[str]:
        """The codes of the marks' grounds, each once."""
        return list(dict.fromkeys(str(mark["ground"]) for mark in self.marks))


class Shielding(Base):
    """A document that is marked as shielded, with its ground, until the mark is taken away: the default proposal when
    somebody asks to see it. The mark itself refuses nobody: every request is weighed by itself."""

    __tablename__ = "shielding"
    __table_args__ = (
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name="withdrawn_by_somebody"),
        Index(None, "application_id", "document_key"),
    )
    NOTE_LENGTH = 300

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    document_key: Mapped[str] = mapped_column(String(KEY_LENGTH))
    ground: Mapped[str] = mapped_column(String(30))
    note: Mapped[str | None] = mapped_column(String(NOTE_LENGTH))
    by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    by_name: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    withdrawn_by_name: Mapped[str | None] = mapped_column(String(80))
    withdrawn_at: Mapped[datetime | None]
