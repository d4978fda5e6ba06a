"""What is due: replies that say when the answer comes, and tasks that a person writes down."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User, public_id
from app.applications.models import Application
from app.extensions import Base
from app.letters.models import Letter


class ReplyKind(StrEnum):
    INTERIM = "interim"  # within a month of the application (forvaltningsloven § 11 a)
    DELAY = "delay"  # what was said cannot be kept


class TimeReply(Base):
    """Tells the applicant when to expect the answer. The letter is made by the worker after the commit."""

    __tablename__ = "time_reply"
    __table_args__ = (UniqueConstraint("application_id", "number"), Index(None, "letter_id"))
    REASON_LENGTH = 500

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    number: Mapped[int]
    kind: Mapped[ReplyKind]
    expected_on: Mapped[date]
    reasons: Mapped[str] = mapped_column(Text)
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    sent_by_name: Mapped[str] = mapped_column(String(80))
    sent_at: Mapped[datetime]
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"))

    application: Mapped[Application] = relationship()
    letter: Mapped[Letter | None] = relationship()


class Task(Base):
    """Something to remember by a date, of a case or of none. What follows from the state of a case is derived instead
    (waiting.py)."""

    __tablename__ = "task"
    __table_args__ = (
        CheckConstraint("length(title) > 0", name="title_not_empty"),
        CheckConstraint("(done_at IS NULL) = (done_by_id IS NULL)", name="done_by_somebody"),
        Index(None, "done_at", "due_on"),
        Index(None, "application_id"),
    )
    TITLE_LENGTH = 200

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=public_id)
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"))
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    due_on: Mapped[date]
    person_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    made_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    application: Mapped[Application | None] = relationship()
    person: Mapped[User] = relationship(foreign_keys=[person_id])
