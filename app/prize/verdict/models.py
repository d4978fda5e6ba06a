"""What the jury decided: the only tables that know who wins before the prize is handed over."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base
from app.prize.jury.models import JuryMember
from app.prize.meeting.models import Draw
from app.prize.models import Prize
from app.prize.nominations.models import Nomination


class Verdict(Base):
    """A ranking with its statement. A withdrawn one stays, and the next has a higher version. `separated_by`: what told
    first and second place apart (`meeting.ladder.Rung`). Sealed: `sealed_json` is exactly what `commitment` (SHA-256)
    is made of, the secret `nonce` included, and both are shown after the handover."""

    __tablename__ = "verdict"
    __table_args__ = (
        UniqueConstraint("prize_id", "version"),
        CheckConstraint("(sealed_at IS NULL) = (commitment IS NULL)", name="sealed_has_commitment"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_reason IS NULL)", name="withdrawn_has_reason"),
        CheckConstraint("published_at IS NULL OR handed_over_at IS NOT NULL", name="published_after_handover"),
    )
    STATEMENT_LENGTH, SENTENCE_LENGTH, REASON_LENGTH, CONSENT_LENGTH = 1500, 160, 600, 300
    LEAST_WORDS, MOST_WORDS = 90, 150  # domain.md 3.4 step 7

    id: Mapped[int] = mapped_column(primary_key=True)
    prize_id: Mapped[int] = mapped_column(ForeignKey("prize.id"))
    version: Mapped[int]
    separated_by: Mapped[str | None] = mapped_column(String(30))
    draw_id: Mapped[int | None] = mapped_column(ForeignKey("prize_draw.id"))
    matrix: Mapped[dict[str, Any]] = mapped_column(default=dict)  # the scores as they stood, for the minutes
    statement: Mapped[str] = mapped_column(Text, default="")
    diploma_sentence: Mapped[str] = mapped_column(String(SENTENCE_LENGTH), default="")
    ranked_at: Mapped[datetime]
    minutes_sha256: Mapped[str | None] = mapped_column(ForeignKey("stored_file.sha256"))  # what the members confirm
    minutes_made_at: Mapped[datetime | None]
    minutes: Mapped[dict[str, Any]] = mapped_column(default=dict)  # what that file says, as plain values
    nonce: Mapped[str | None] = mapped_column(String(64))
    sealed_json: Mapped[str | None] = mapped_column(Text)
    commitment: Mapped[str | None] = mapped_column(String(64))
    sealed_at: Mapped[datetime | None]
    commitment_published_at: Mapped[datetime | None]
    handed_over_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    shown_images: Mapped[list[str]] = mapped_column(default=list)  # public ids of the winner's pictures that are shown
    image_consent: Mapped[str | None] = mapped_column(String(CONSENT_LENGTH))  # given later: by whom, when and how
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str | None] = mapped_column(String(REASON_LENGTH))

    prize: Mapped[Prize] = relationship()
    draw: Mapped[Draw | None] = relationship()
    places: Mapped[list["VerdictPlace"]] = relationship(order_by="VerdictPlace.position", cascade="all, delete-orphan")
    confirmations: Mapped[list["MinutesConfirmation"]] = relationship(order_by="MinutesConfirmation.id")
    words: Mapped[list["JuryWord"]] = relationship(cascade="all, delete-orphan")

    @property
    def winner(self) -> Nomination:
        """First place. Raises StopIteration for a verdict without a ranking, which is never kept."""
        return next(each.nomination for each in self.places if each.place == 1)

    @property
    def mentions(self) -> list[Nomination]:
        """Those with an honourable mention, in order."""
        return [each.nomination for each in self.places if each.is_honourable]


class VerdictPlace(Base):
    """One nomination in the ranking, in order: `place` 1-3, or NULL for an honourable mention. First place wins."""

    __tablename__ = "verdict_place"
    __table_args__ = (
        UniqueConstraint("verdict_id", "nomination_id"),
        UniqueConstraint("verdict_id", "place"),
        CheckConstraint("place IS NULL OR place BETWEEN 1 AND 3", name="place_in_range"),
        CheckConstraint("place IS NOT NULL OR is_honourable", name="place_or_mention"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    verdict_id: Mapped[int] = mapped_column(ForeignKey("verdict.id"))
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"), index=True)
    place: Mapped[int | None]
    is_honourable: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int]

    nomination: Mapped[Nomination] = relationship()


class JuryWord(Base):
    """One true thing that the jury said of a nomination, for the thanks to those who did not win."""

    __tablename__ = "jury_word"
    __table_args__ = (UniqueConstraint("verdict_id", "nomination_id"),)
    TEXT_LENGTH = 400

    id: Mapped[int] = mapped_column(primary_key=True)
    verdict_id: Mapped[int] = mapped_column(ForeignKey("verdict.id"))
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"), index=True)
    text: Mapped[str] = mapped_column(String(TEXT_LENGTH))


class MinutesConfirmation(Base):
    """A member confirms the minutes as they are in the file with this SHA-256; what they disagree with stands in
    `dissent`. Insert-only."""

    __tablename__ = "minutes_confirmation"
    __table_args__ = (UniqueConstraint("verdict_id", "member_id", "sha256"),)
    DISSENT_LENGTH = 1500

    id: Mapped[int] = mapped_column(primary_key=True)
    verdict_id: Mapped[int] = mapped_column(ForeignKey("verdict.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("jury_member.id"), index=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"))
    dissent: Mapped[str | None] = mapped_column(Text)
    confirmed_at: Mapped[datetime]

    member: Mapped[JuryMember] = relationship()
