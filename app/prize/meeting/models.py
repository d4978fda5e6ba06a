"""The jury's meeting: who was there, what was voted on, and how a draw was made."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import public_id
from app.extensions import Base
from app.prize.jury.models import JuryMember
from app.prize.nominations.models import Nomination


class Attendance(Base):
    """A member who took part in the meeting. Without a row: was not there."""

    __tablename__ = "meeting_attendance"
    __table_args__ = (UniqueConstraint("prize_id", "member_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    prize_id: Mapped[int] = mapped_column(ForeignKey("prize.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("jury_member.id"), index=True)
    noted_at: Mapped[datetime]

    member: Mapped[JuryMember] = relationship()


class MeetingNote(Base):
    """What the meeting said of one nomination, for the minutes; kept by the secretary."""

    __tablename__ = "meeting_note"
    __table_args__ = (UniqueConstraint("nomination_id"),)
    TEXT_LENGTH = 2000

    id: Mapped[int] = mapped_column(primary_key=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"))
    text: Mapped[str] = mapped_column(Text)
    noted_at: Mapped[datetime]


class BallotStatus(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Ballot(Base):
    """A vote between nominations for one place (1-3), or for an honourable mention (place NULL). Members see that
    others voted, not what, until it is closed. `won_id` is NULL when it ended in a tie."""

    __tablename__ = "ballot"
    __table_args__ = (
        CheckConstraint("place IS NULL OR place BETWEEN 1 AND 3", name="place_in_range"),
        CheckConstraint("(status = 'open') = (closed_at IS NULL)", name="closed_has_time"),
    )
    QUESTION_LENGTH = 200

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=public_id)
    prize_id: Mapped[int] = mapped_column(ForeignKey("prize.id"), index=True)
    question: Mapped[str] = mapped_column(String(QUESTION_LENGTH))
    place: Mapped[int | None]
    status: Mapped[BallotStatus] = mapped_column(default=BallotStatus.OPEN)
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    won_id: Mapped[int | None] = mapped_column(ForeignKey("nomination.id"))

    choices: Mapped[list["BallotChoice"]] = relationship(order_by="BallotChoice.position", cascade="all, delete-orphan")
    votes: Mapped[list["JuryVote"]] = relationship(order_by="JuryVote.id", cascade="all, delete-orphan")
    won: Mapped[Nomination | None] = relationship()


class BallotChoice(Base):
    """One of the nominations that a ballot stands between."""

    __tablename__ = "ballot_choice"
    __table_args__ = (UniqueConstraint("ballot_id", "nomination_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"))
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"), index=True)
    position: Mapped[int]

    nomination: Mapped[Nomination] = relationship()


class JuryVote(Base):
    """One member's vote; `nomination_id` NULL is a blank one. It may be changed while the ballot is open."""

    __tablename__ = "jury_vote"
    __table_args__ = (UniqueConstraint("ballot_id", "member_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("jury_member.id"), index=True)
    nomination_id: Mapped[int | None] = mapped_column(ForeignKey("nomination.id"))
    voted_at: Mapped[datetime]

    member: Mapped[JuryMember] = relationship()


class DrawStatus(StrEnum):
    COMMITTING = "committing"  # members hand in the hash of their own number
    OPENING = "opening"  # all have; now they hand in the numbers
    DRAWN = "drawn"
    ABANDONED = "abandoned"  # somebody did not open, or gave another number than the one committed to


class Draw(Base):
    """A draw between nominations that nothing else can tell apart. Nobody knows the seed before the last member opens
    (docs/draw.md). `tied` are references in alphabetical order; `drawn` the same in the order drawn."""

    __tablename__ = "prize_draw"
    __table_args__ = (CheckConstraint("(status = 'drawn') = (seed IS NOT NULL)", name="drawn_has_seed"),)
    REASON_LENGTH = 300

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=public_id)
    prize_id: Mapped[int] = mapped_column(ForeignKey("prize.id"), index=True)
    tied: Mapped[list[str]]
    status: Mapped[DrawStatus] = mapped_column(default=DrawStatus.COMMITTING)
    started_at: Mapped[datetime]
    opening_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    abandoned_reason: Mapped[str | None] = mapped_column(String(REASON_LENGTH))
    seed: Mapped[str | None] = mapped_column(String(64))
    drawn: Mapped[list[str]] = mapped_column(default=list)

    numbers: Mapped[list["DrawNumber"]] = relationship(order_by="DrawNumber.id", cascade="all, delete-orphan")

    @property
    def record(self) -> dict[str, Any]:
        """What anybody needs to draw again: shown when the embargo is over."""
        return {
            "tied": self.tied,
            "numbers": [
                {"member": each.member.public_id, "commitment": each.commitment, "opening": each.opening}
                for each in self.numbers
            ],
            "seed": self.seed,
            "drawn": self.drawn,
        }


class DrawNumber(Base):
    """One member's part of the seed: first the SHA-256 of «number:salt», later «number:salt» itself."""

    __tablename__ = "draw_number"
    __table_args__ = (
        UniqueConstraint("draw_id", "member_id"),
        UniqueConstraint("draw_id", "commitment"),
        CheckConstraint("length(commitment) = 64", name="commitment_is_sha256"),
    )
    OPENING_LENGTH = 120

    id: Mapped[int] = mapped_column(primary_key=True)
    draw_id: Mapped[int] = mapped_column(ForeignKey("prize_draw.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("jury_member.id"), index=True)
    commitment: Mapped[str] = mapped_column(String(64))
    committed_at: Mapped[datetime]
    opening: Mapped[str | None] = mapped_column(String(OPENING_LENGTH))
    opened_at: Mapped[datetime | None]

    member: Mapped[JuryMember] = relationship()
