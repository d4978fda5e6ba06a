"""What belongs to the handling of a case. A supplement (mangelbrev): what is missing, by when, and what came of it."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import public_id
from app.applications.models import Activity, Application, Attachment
from app.extensions import Base
from app.files.models import StoredFile
from app.letters.models import Letter
from app.review.models import CheckCode


class SupplementStatus(StrEnum):
    """What follows which stands in workflow.py."""

    WAITING = "waiting"
    ANSWERED = "answered"
    EXPIRED = "expired"
    ENDED = "ended"  # a case handler stopped waiting


class AnswerChannel(StrEnum):
    """How an answer came. Everything but the web is written down by a case handler."""

    WEB = "web"
    PHONE = "phone"
    EMAIL = "email"
    POST = "post"


class Supplement(Base):
    """One round of questions to the applicant, at most two a case. While it waits, `revision` counts the saved drafts,
    so that two members who answer at once never overwrite one another unseen."""

    __tablename__ = "supplement"
    __table_args__ = (
        UniqueConstraint("application_id", "number"),
        CheckConstraint("number BETWEEN 1 AND 2", name="at_most_two"),
        CheckConstraint("(status = 'waiting') = (closed_at IS NULL)", name="closed_has_time"),
        CheckConstraint("(status = 'answered') = (channel IS NOT NULL)", name="answered_has_channel"),
        CheckConstraint("(status = 'ended') = (end_reason IS NOT NULL)", name="ended_has_reason"),
        Index(None, "status", "due_on"),
    )
    REASON_LENGTH = 500

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    number: Mapped[int]
    status: Mapped[SupplementStatus] = mapped_column(default=SupplementStatus.WAITING)
    due_on: Mapped[date]  # the whole of this day in Oslo
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    asked_by_name: Mapped[str] = mapped_column(String(80))
    asked_at: Mapped[datetime]
    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"))
    revision: Mapped[int] = mapped_column(default=0)
    reminded_of: Mapped[date | None]  # the deadline that the applicant has been reminded of
    channel: Mapped[AnswerChannel | None]
    closed_at: Mapped[datetime | None]  # answered, expired or ended
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    closed_by_name: Mapped[str | None] = mapped_column(String(80))
    end_reason: Mapped[str | None] = mapped_column(Text)

    application: Mapped[Application] = relationship()
    letter: Mapped[Letter] = relationship()
    items: Mapped[list["SupplementItem"]] = relationship(
        back_populates="supplement", order_by="SupplementItem.position", cascade="all, delete-orphan"
    )
    extensions: Mapped[list["SupplementExtension"]] = relationship(
        order_by="SupplementExtension.id", cascade="all, delete-orphan"
    )

    @property
    def is_waiting(self) -> bool:
        """A case that was withdrawn meanwhile waits for nothing: ask `application.status` too."""
        return self.status is SupplementStatus.WAITING

    @property
    def is_answered(self) -> bool:
        return self.status is SupplementStatus.ANSWERED


class SupplementItem(Base):
    """One thing that is asked, and the answer. `check_code` and `activity_id` name the formal check behind it, which
    has no row of its own to point at: the checks are replaced each time they run."""

    __tablename__ = "supplement_item"
    __table_args__ = (
        UniqueConstraint("supplement_id", "position"),
        CheckConstraint("length(asked) > 0", name="asked_not_empty"),
    )
    ASKED_LENGTH = 400
    WHY_LENGTH = 300
    ANSWER_LENGTH = 2000

    id: Mapped[int] = mapped_column(primary_key=True)
    supplement_id: Mapped[int] = mapped_column(ForeignKey("supplement.id"))
    position: Mapped[int]
    asked: Mapped[str] = mapped_column(String(ASKED_LENGTH))
    why: Mapped[str | None] = mapped_column(String(WHY_LENGTH))
    check_code: Mapped[CheckCode | None]
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activity.id"))

    answer: Mapped[str | None] = mapped_column(Text)
    has_not: Mapped[bool] = mapped_column(default=False)  # «dette har vi ikke»
    revision: Mapped[int] = mapped_column(default=0)  # the supplement's, when this answer was saved last
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    saved_by_name: Mapped[str | None] = mapped_column(String(80))
    saved_at: Mapped[datetime | None]

    supplement: Mapped[Supplement] = relationship(back_populates="items")
    activity: Mapped[Activity | None] = relationship()
    files: Mapped[list["SupplementFile"]] = relationship(
        back_populates="item", order_by="SupplementFile.id", cascade="all, delete-orphan"
    )


class SupplementFile(Base):
    """A file that answers an item. It becomes an attachment of the application when the answers are sent; until then
    only the applicant has it."""

    __tablename__ = "supplement_file"
    __table_args__ = (UniqueConstraint("item_id", "sha256"), UniqueConstraint("attachment_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=public_id)
    item_id: Mapped[int] = mapped_column(ForeignKey("supplement_item.id"))
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"))
    filename: Mapped[str] = mapped_column(String(120))
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    uploaded_at: Mapped[datetime]
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"))

    item: Mapped[SupplementItem] = relationship(back_populates="files")
    file: Mapped[StoredFile] = relationship()
    attachment: Mapped[Attachment | None] = relationship()


class SupplementExtension(Base):
    """More time, given before the deadline ran out. Insert-only."""

    __tablename__ = "supplement_extension"
    __table_args__ = (Index(None, "supplement_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    supplement_id: Mapped[int] = mapped_column(ForeignKey("supplement.id"))
    due_before: Mapped[date]
    due_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    given_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    given_by_name: Mapped[str] = mapped_column(String(80))
    given_at: Mapped[datetime]
