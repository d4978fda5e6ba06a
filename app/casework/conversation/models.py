"""What is said on a case: internal notes, messages to and from the applicant, and what others have told about the
applicant. All of it is insert-only; what becomes of it is told by rows of its own.

`is_internal` is the document class: an internal document stays inside the house, also when somebody asks for access
to the file (fvl § 18 a; the facts in it do not).
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import public_id
from app.applications.models import Application
from app.extensions import Base
from app.files.models import StoredFile


class CaseNote(Base):
    """What staff write to one another. A correction is a new note (`corrects_id`): the old text is kept beside it."""

    __tablename__ = "case_note"
    __table_args__ = (
        CheckConstraint("length(text) > 0", name="text_not_empty"),
        Index(None, "application_id"),
    )
    TEXT_LENGTH = 4000

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=public_id)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    is_internal: Mapped[bool] = mapped_column(default=True)
    text: Mapped[str] = mapped_column(Text)
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("case_note.id"), unique=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    author_name: Mapped[str] = mapped_column(String(80))
    written_at: Mapped[datetime]


class ThirdPartyInformation(Base):
    """What somebody else has told about the applicant. It is put to the applicant before the case is decided (fvl § 17
    second paragraph), unless there is a reason not to."""

    __tablename__ = "third_party_information"
    __table_args__ = (
        CheckConstraint("length(text) > 0", name="text_not_empty"),
        Index(None, "application_id"),
    )
    SOURCE_LENGTH = 120
    TEXT_LENGTH = 4000

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=public_id)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    is_internal: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str] = mapped_column(String(SOURCE_LENGTH))
    text: Mapped[str] = mapped_column(Text)
    received_on: Mapped[date]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    recorded_by_name: Mapped[str] = mapped_column(String(80))
    recorded_at: Mapped[datetime]

    application: Mapped[Application] = relationship()
    handlings: Mapped[list["InformationHandling"]] = relationship(order_by="InformationHandling.id", viewonly=True)


class CaseMessage(Base):
    """A message to or from the applicant. `answer_due_on`: the unit asked for an answer by the end of this day.

    `information_id`: to the applicant, the message puts this information to them; from them, it is their comment.
    """

    __tablename__ = "case_message"
    __table_args__ = (
        CheckConstraint("answer_due_on IS NULL OR NOT from_applicant", name="only_we_set_a_date"),
        Index(None, "application_id"),
    )
    TEXT_LENGTH = 5000
    MOST_FILES = 5

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=public_id)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    is_internal: Mapped[bool] = mapped_column(default=False)
    from_applicant: Mapped[bool]
    text: Mapped[str] = mapped_column(Text)
    answer_due_on: Mapped[date | None]
    information_id: Mapped[int | None] = mapped_column(ForeignKey("third_party_information.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    author_name: Mapped[str] = mapped_column(String(80))
    sent_at: Mapped[datetime]

    application: Mapped[Application] = relationship()
    files: Mapped[list["MessageFile"]] = relationship(order_by="MessageFile.id", back_populates="message")
    reading: Mapped["MessageReading | None"] = relationship(viewonly=True)
    settlement: Mapped["MessageSettlement | None"] = relationship(viewonly=True)


class MessageFile(Base):
    """A file that came with a message, under the name that its sender gave it."""

    __tablename__ = "message_file"
    __table_args__ = (Index(None, "message_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=public_id)
    message_id: Mapped[int] = mapped_column(ForeignKey("case_message.id"))
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"))
    filename: Mapped[str] = mapped_column(String(120))

    message: Mapped[CaseMessage] = relationship(back_populates="files")
    file: Mapped[StoredFile] = relationship()


class MessageReading(Base):
    """When somebody on the other side first read a message, and who."""

    __tablename__ = "message_reading"

    message_id: Mapped[int] = mapped_column(ForeignKey("case_message.id"), primary_key=True, autoincrement=False)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    user_name: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]


class MessageSettlement(Base):
    """A message that needs no answer in writing: a thank-you, or something that was answered on the telephone."""

    __tablename__ = "message_settlement"

    message_id: Mapped[int] = mapped_column(ForeignKey("case_message.id"), primary_key=True, autoincrement=False)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    user_name: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]


class HandlingKind(StrEnum):
    """What was done with information from others."""

    PUT = "put"  # forelagt parten
    NOT_NEEDED = "not_needed"  # an exception of fvl § 17, with its reason
    COMMENT = "comment"  # what the party said to it


class InformationHandling(Base):
    """Information that was put to the party, or need not be, or the party's comment. `message_id` where it was said in
    the conversation; otherwise `text` holds what was said, or the reason."""

    __tablename__ = "information_handling"
    __table_args__ = (
        CheckConstraint("kind = 'put' OR message_id IS NOT NULL OR length(text) > 0", name="says_something"),
        UniqueConstraint("information_id", "message_id"),
        Index(None, "message_id"),
    )
    TEXT_LENGTH = 4000

    id: Mapped[int] = mapped_column(primary_key=True)
    information_id: Mapped[int] = mapped_column(ForeignKey("third_party_information.id"))
    kind: Mapped[HandlingKind]
    on_day: Mapped[date]
    text: Mapped[str | None] = mapped_column(Text)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("case_message.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    by_name: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]
