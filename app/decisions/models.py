"""Recommendation, decision (versioned, one line per activity), release and appeal. Amounts are whole kroner."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import public_id
from app.applications.models import Activity, Application, Status
from app.extensions import Base, Json
from app.letters.models import Letter


class Outcome(StrEnum):
    """What one activity gets."""

    GRANTED_FULL = "granted_full"
    GRANTED_PART = "granted_part"
    REJECTED = "rejected"
    DISMISSED = "dismissed"

    @property
    def is_grant(self) -> bool:
        return self in {Outcome.GRANTED_FULL, Outcome.GRANTED_PART}


class RecommendationStatus(StrEnum):
    DRAFT = "draft"
    SENT = "sent"
    RETURNED = "returned"
    TAKEN_BACK = "taken_back"  # by a case handler, before anybody had decided
    ADOPTED = "adopted"


AMOUNT_FITS_OUTCOME = (
    "(outcome = 'granted_full' AND amount_nok = sought_nok)"
    " OR (outcome = 'granted_part' AND amount_nok > 0 AND amount_nok < sought_nok)"
    " OR (outcome IN ('rejected', 'dismissed') AND amount_nok = 0)"
)


class Recommendation(Base):
    """What a case handler proposes for a case. A returned one stays; the next has the next number."""

    __tablename__ = "recommendation"
    __table_args__ = (
        UniqueConstraint("application_id", "number"),
        CheckConstraint("status <> 'returned' OR return_comment IS NOT NULL", name="returned_has_comment"),
        CheckConstraint("(sent_at IS NULL) = (sent_from IS NULL)", name="sent_has_origin"),
    )
    COMMENT_LENGTH = 1000

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    number: Mapped[int]
    status: Mapped[RecommendationStatus] = mapped_column(default=RecommendationStatus.DRAFT)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    made_by_name: Mapped[str] = mapped_column(String(80))
    writer_ids: Mapped[list[int]] = mapped_column(Json, default=list)  # everybody who wrote in it: none of them decides
    saved_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    sent_from: Mapped[Status | None]  # where a returned case goes back to
    returned_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    returned_by_name: Mapped[str | None] = mapped_column(String(80))
    return_comment: Mapped[str | None] = mapped_column(Text)

    application: Mapped[Application] = relationship()
    lines: Mapped[list["RecommendationLine"]] = relationship(
        back_populates="recommendation",
        order_by="RecommendationLine.activity_id",
        cascade="all, delete-orphan",
    )


class RecommendationLine(Base):
    """The proposal for one activity. Unfinished while the recommendation is a draft."""

    __tablename__ = "recommendation_line"
    __table_args__ = (UniqueConstraint("recommendation_id", "activity_id"),)
    TEXT_LENGTH = 2000
    SHORT_LENGTH = 600

    id: Mapped[int] = mapped_column(primary_key=True)
    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendation.id"))
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"))
    outcome: Mapped[Outcome | None]
    amount_nok: Mapped[int | None]
    reasons: Mapped[str | None] = mapped_column(Text)
    reduction_reasons: Mapped[str | None] = mapped_column(Text)  # part: why not the whole sum
    expected_for_less: Mapped[str | None] = mapped_column(Text)  # part: what is to be done for the smaller sum
    advice: Mapped[str | None] = mapped_column(Text)  # rejection: what would have made it stronger
    special_condition: Mapped[str | None] = mapped_column(Text)

    recommendation: Mapped[Recommendation] = relationship(back_populates="lines")
    activity: Mapped[Activity] = relationship()


class Release(Base):
    """Decided letters that go out together at a chosen time."""

    __tablename__ = "release"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=public_id)
    round_id: Mapped[int] = mapped_column(ForeignKey("grant_round.id"), index=True)
    release_at: Mapped[datetime]
    planned_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    planned_by_name: Mapped[str] = mapped_column(String(80))
    planned_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]

    decisions: Mapped[list["Decision"]] = relationship(back_populates="release")


class Decision(Base):
    """A decision, one version a case. Decided and released are two steps."""

    __tablename__ = "decision"
    __table_args__ = (
        UniqueConstraint("application_id", "version"),
        CheckConstraint("decided_by_id <> prepared_by_id", name="decided_by_another"),
        CheckConstraint("released_at IS NULL OR letter_id IS NOT NULL", name="released_has_letter"),
        Index(None, "release_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendation.id"))
    version: Mapped[int]
    application_version: Mapped[int]  # what was decided on
    prepared_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    prepared_by_name: Mapped[str] = mapped_column(String(80))
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    decided_by_name: Mapped[str] = mapped_column(String(80))
    decided_by_title: Mapped[str | None] = mapped_column(String(80))
    decided_at: Mapped[datetime]
    release_id: Mapped[int | None] = mapped_column(ForeignKey("release.id"))
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"))
    release_problem: Mapped[str | None] = mapped_column(Text)  # why its letter could not be made: shown to the handler
    released_at: Mapped[datetime | None]
    appeal_counted_from: Mapped[date | None]  # reasons that had been left out came then: the period runs anew
    appeal_until: Mapped[date | None]  # extended to this day before it had run out

    application: Mapped[Application] = relationship()
    letter: Mapped[Letter | None] = relationship()
    release: Mapped[Release | None] = relationship(back_populates="decisions")
    recommendation: Mapped[Recommendation] = relationship()
    lines: Mapped[list["DecisionLine"]] = relationship(
        back_populates="decision", order_by="DecisionLine.activity_id", cascade="all, delete-orphan"
    )


class SettledLine:
    """What one activity gets, with its reasons as they stand in the letter. Amounts are whole kroner."""

    outcome: Mapped[Outcome]
    sought_nok: Mapped[int]
    amount_nok: Mapped[int]
    reasons: Mapped[str] = mapped_column(Text)
    reduction_reasons: Mapped[str | None] = mapped_column(Text)
    expected_for_less: Mapped[str | None] = mapped_column(Text)
    advice: Mapped[str | None] = mapped_column(Text)
    special_condition: Mapped[str | None] = mapped_column(Text)


class DecisionLine(SettledLine, Base):
    """The outcome for one activity."""

    __tablename__ = "decision_line"
    __table_args__ = (
        UniqueConstraint("decision_id", "activity_id"),
        CheckConstraint(AMOUNT_FITS_OUTCOME, name="amount_fits_outcome"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"))
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"))

    decision: Mapped[Decision] = relationship(back_populates="lines")
    activity: Mapped[Activity] = relationship()


class RegrettedDecision(Base):
    """A decision that was taken back before anybody was told of it, as plain values. Insert-only."""

    __tablename__ = "regretted_decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendation.id"))
    lines: Mapped[list[dict[str, Any]]]
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    decided_at: Mapped[datetime]
    taken_back_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    taken_back_at: Mapped[datetime]


class Appeal(Base):
    """An appeal as it was received. Its deadline and whether it came in time are kept as they were computed then."""

    __tablename__ = "appeal"
    __table_args__ = (CheckConstraint("length(text) > 0", name="text_not_empty"),)
    TEXT_LENGTH = 10_000

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=public_id)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), index=True)
    number: Mapped[int]  # counts the appeals of a case; names the receipt's version
    text: Mapped[str] = mapped_column(Text)
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))  # by post or e-mail: who registered it
    sent_by_name: Mapped[str] = mapped_column(String(80))  # who appeals
    received_at: Mapped[datetime]
    deadline: Mapped[date]
    in_time: Mapped[bool]
    file_sha256: Mapped[str | None] = mapped_column(ForeignKey("stored_file.sha256"))
    filename: Mapped[str | None] = mapped_column(String(120))
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"))  # the receipt, once it is made

    decision: Mapped[Decision] = relationship()
    letter: Mapped[Letter | None] = relationship()
