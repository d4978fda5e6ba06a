"""Seats of the jury, who sits in them, and how the others settle a member's doubt."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User, public_id
from app.extensions import Base
from app.judging.models import Impartiality, ImpartialityAnswer
from app.prize.models import Prize


class JurySeat(Base):
    """A unit's place in the jury: REG, BYM, KLI, UKE, or the external expert [S:705-707]."""

    __tablename__ = "jury_seat"
    __table_args__ = (UniqueConstraint("prize_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    prize_id: Mapped[int] = mapped_column(ForeignKey("prize.id"))
    code: Mapped[str] = mapped_column(String(10))
    unit: Mapped[str] = mapped_column(String(120))
    is_external: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int]

    prize: Mapped[Prize] = relationship()
    members: Mapped[list["JuryMember"]] = relationship(
        back_populates="seat", order_by="JuryMember.is_deputy, JuryMember.id"
    )


class JuryMember(Base):
    """Who sits in a seat, or stands by for it. One member and one deputy a seat, one chair a jury; `public_id` names
    the member in addresses and in the draw. Members who left stay in the history."""

    __tablename__ = "jury_member"
    __table_args__ = (
        Index(
            None,
            "seat_id",
            "is_deputy",
            unique=True,
            sqlite_where=text("left_at IS NULL"),
            postgresql_where=text("left_at IS NULL"),
        ),
        Index(
            "uq_jury_member_person",
            "prize_id",
            "user_id",
            unique=True,
            sqlite_where=text("left_at IS NULL"),
            postgresql_where=text("left_at IS NULL"),
        ),
        CheckConstraint("NOT (is_chair AND is_deputy)", name="chair_is_no_deputy"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=public_id)
    prize_id: Mapped[int] = mapped_column(ForeignKey("prize.id"))
    seat_id: Mapped[int] = mapped_column(ForeignKey("jury_seat.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    is_deputy: Mapped[bool] = mapped_column(default=False)
    is_chair: Mapped[bool] = mapped_column(default=False)
    appointed_at: Mapped[datetime]
    invited_at: Mapped[datetime | None]
    confidentiality_signed_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]

    seat: Mapped[JurySeat] = relationship(back_populates="members")
    user: Mapped[User] = relationship(lazy="joined")


class ImpartialityVote(Base):
    """What one of the others thinks of a member's doubt, with a reason. Insert-only. The body itself decides, without
    the member concerned (forvaltningsloven § 8 second paragraph)."""

    __tablename__ = "impartiality_vote"
    __table_args__ = (
        UniqueConstraint("impartiality_id", "member_id"),
        CheckConstraint("length(reason) > 0", name="reason_given"),
    )
    REASON_LENGTH = 400

    id: Mapped[int] = mapped_column(primary_key=True)
    impartiality_id: Mapped[int] = mapped_column(ForeignKey("impartiality.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("jury_member.id"), index=True)
    vote: Mapped[ImpartialityAnswer]
    reason: Mapped[str] = mapped_column(Text)
    voted_at: Mapped[datetime]

    declaration: Mapped[Impartiality] = relationship()
    member: Mapped[JuryMember] = relationship()
