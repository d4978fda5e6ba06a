"""What becomes of an appeal: how it came, who handles it, what was weighed, forwarded and answered.

The appeal itself, as it was received, stands in models.py and is never changed. The main status of the case is left
alone: a case may be paid while it is appealed.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.applications.models import Channel
from app.decisions.models import Appeal, Decision
from app.extensions import Base, Json
from app.letters.models import Letter, LetterKind


class AppealStatus(StrEnum):
    """How far an appeal has come. The moves stand in workflow.py."""

    RECEIVED = "received"
    LATE = "late"
    DISMISSAL_PREPARED = "dismissal_prepared"
    DISMISSED = "dismissed"
    UNDER_REVIEW = "under_review"
    REVERSAL_PREPARED = "reversal_prepared"
    REVERSED_FULLY = "reversed_fully"
    REVERSED_PARTLY = "reversed_partly"
    UPHELD = "upheld"
    FORWARDED = "forwarded"
    DECIDED = "decided"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class AppealHandling(Base):
    """The work on one appeal. `about_id`: the dismissed appeal that this one is about (a dismissal may be appealed).
    `calculation`: how its deadline was counted when it came, in sentences. `disputes_grant`: the party contests also
    what was granted (asks for less, or for other conditions)."""

    __tablename__ = "appeal_handling"
    __table_args__ = (
        CheckConstraint("(handler_id IS NULL) = (taken_at IS NULL)", name="handler_has_time"),
        CheckConstraint("posted_on IS NULL OR channel = 'post'", name="only_paper_is_posted"),
    )
    REASON_LENGTH = 4000

    appeal_id: Mapped[int] = mapped_column(ForeignKey("appeal.id"), primary_key=True, autoincrement=False)
    about_id: Mapped[int | None] = mapped_column(ForeignKey("appeal.id"), index=True)
    status: Mapped[AppealStatus] = mapped_column(index=True)
    channel: Mapped[Channel] = mapped_column(default=Channel.WEB)
    posted_on: Mapped[date | None]
    calculation: Mapped[list[str]] = mapped_column(default=list)
    registered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    registered_by_name: Mapped[str | None] = mapped_column(String(80))
    registered_at: Mapped[datetime]
    handler_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    handler_name: Mapped[str | None] = mapped_column(String(80))
    taken_at: Mapped[datetime | None]
    taken_up_reason: Mapped[str | None] = mapped_column(Text)  # why a late one is considered all the same
    disputes_grant: Mapped[bool] = mapped_column(default=False, server_default=false())
    grants_all: Mapped[bool | None]  # what was prepared or made anew gives the party all it asked for
    moved_at: Mapped[datetime]  # when it got the status it has
    forwarded_at: Mapped[datetime | None]
    comments_due: Mapped[date | None]
    body_told_at: Mapped[datetime | None]  # withdrawn after it was forwarded: the appeal body knows

    appeal: Mapped[Appeal] = relationship(foreign_keys=[appeal_id])
    about: Mapped[Appeal | None] = relationship(foreign_keys=[about_id])
    statements: Mapped[list["AppealStatement"]] = relationship(order_by="AppealStatement.number")
    comments: Mapped[list["AppealComment"]] = relationship(order_by="AppealComment.id")
    letters: Mapped[list["AppealLetter"]] = relationship(order_by="AppealLetter.id")
    answer: Mapped["AppealAnswer | None"] = relationship()

    @property
    def newest_statement(self) -> "AppealStatement | None":
        return self.statements[-1] if self.statements else None


class StatementKind(StrEnum):
    """What the handler proposes and another person approves."""

    DISMISSAL = "dismissal"
    FORWARDING = "forwarding"


class AppealStatement(Base):
    """A handler's reasoned proposal: not to take a late appeal up, or to uphold and forward. A returned one stays, and
    the next has the next number."""

    __tablename__ = "appeal_statement"
    __table_args__ = (
        UniqueConstraint("appeal_id", "number"),
        CheckConstraint("approved_by_id IS NULL OR approved_by_id <> prepared_by_id", name="approved_by_another"),
        CheckConstraint("returned_at IS NULL OR return_comment IS NOT NULL", name="returned_has_comment"),
    )
    TEXT_LENGTH = 8000
    COMMENT_LENGTH = 1000

    id: Mapped[int] = mapped_column(primary_key=True)
    appeal_id: Mapped[int] = mapped_column(ForeignKey("appeal_handling.appeal_id"))
    number: Mapped[int]
    kind: Mapped[StatementKind]
    grounds: Mapped[str] = mapped_column(Text)  # what the party says, in short
    assessment: Mapped[str] = mapped_column(Text)
    documents: Mapped[list[str]] = mapped_column(default=list)  # what is sent to the appeal body
    prepared_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    prepared_by_name: Mapped[str] = mapped_column(String(80))
    prepared_at: Mapped[datetime]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    approved_by_name: Mapped[str | None] = mapped_column(String(80))
    approved_at: Mapped[datetime | None]
    returned_by_name: Mapped[str | None] = mapped_column(String(80))
    returned_at: Mapped[datetime | None]
    return_comment: Mapped[str | None] = mapped_column(Text)


class AppealLetter(Base):
    """A letter that is decided on and to be printed by the worker: its whole content, kept in the transaction that
    made it due. `letter_id` once it is made. Inserted with the act, so a crash can lose the printing, never the
    letter."""

    __tablename__ = "appeal_letter"
    __table_args__ = (UniqueConstraint("appeal_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    appeal_id: Mapped[int] = mapped_column(ForeignKey("appeal_handling.appeal_id"))
    kind: Mapped[LetterKind]
    content: Mapped[dict[str, Any]]
    recipients: Mapped[list[str]] = mapped_column(Json)
    wanted_at: Mapped[datetime]
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"), index=True)

    letter: Mapped[Letter | None] = relationship()
    handling: Mapped[AppealHandling] = relationship(back_populates="letters")


class AppealComment(Base):
    """What the party says to our statement to the appeal body. Never changed."""

    __tablename__ = "appeal_comment"
    TEXT_LENGTH = 4000

    id: Mapped[int] = mapped_column(primary_key=True)
    appeal_id: Mapped[int] = mapped_column(ForeignKey("appeal_handling.appeal_id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    sent_by_name: Mapped[str] = mapped_column(String(80))
    sent_at: Mapped[datetime]
    passed_on_at: Mapped[datetime | None]  # to the appeal body


class AppealResult(StrEnum):
    """What the appeal body did with it."""

    CONFIRMED = "confirmed"
    CHANGED = "changed"
    SET_ASIDE = "set_aside"
    DISMISSED = "dismissed"


class AppealAnswer(Base):
    """The appeal body's decision, registered once. `warned_on`: when the party was told that the decision might be
    changed to its harm (within three months from when the appeal came)."""

    __tablename__ = "appeal_answer"
    __table_args__ = (CheckConstraint("is_worse = false OR result = 'changed'", name="only_a_change_is_worse"),)
    TEXT_LENGTH = 8000

    appeal_id: Mapped[int] = mapped_column(
        ForeignKey("appeal_handling.appeal_id"), primary_key=True, autoincrement=False
    )
    result: Mapped[AppealResult]
    decided_on: Mapped[date]
    outcome: Mapped[str] = mapped_column(Text)  # the decision in a sentence or two
    reasons: Mapped[str] = mapped_column(Text)
    is_worse: Mapped[bool] = mapped_column(default=False)
    warned_on: Mapped[date | None]
    file_sha256: Mapped[str | None] = mapped_column(ForeignKey("stored_file.sha256"))
    filename: Mapped[str | None] = mapped_column(String(120))
    registered_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    registered_by_name: Mapped[str] = mapped_column(String(80))
    registered_at: Mapped[datetime]


class DeadlineExtension(Base):
    """The period to appeal made longer before it had run out, and why. Never changed."""

    __tablename__ = "appeal_extension"
    REASON_LENGTH = 1000

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), index=True)
    until: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    given_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    given_by_name: Mapped[str] = mapped_column(String(80))
    given_at: Mapped[datetime]

    decision: Mapped[Decision] = relationship()


class ReasonsDemand(Base):
    """A party asked for the reasons. Where they had been left out, the period to appeal runs anew from the answer."""

    __tablename__ = "reasons_demand"
    __table_args__ = (CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answer_has_time"),)
    TEXT_LENGTH = 4000

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), index=True)
    received_on: Mapped[date]
    demanded_by: Mapped[str] = mapped_column(String(80))
    registered_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    registered_by_name: Mapped[str] = mapped_column(String(80))
    registered_at: Mapped[datetime]
    answer: Mapped[str | None] = mapped_column(Text)
    were_left_out: Mapped[bool | None]
    answered_by_name: Mapped[str | None] = mapped_column(String(80))
    answered_at: Mapped[datetime | None]

    decision: Mapped[Decision] = relationship()
