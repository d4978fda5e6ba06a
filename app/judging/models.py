"""The craft that grants and prize share. An assessment knows only its subject, never what the subject is."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base

LOWEST, HIGHEST = 1, 5


class Subject(Base):
    """Something that is judged: an activity or a nomination holds one."""

    __tablename__ = "subject"

    id: Mapped[int] = mapped_column(primary_key=True)
    created_at: Mapped[datetime]


class Rubric(Base):
    """The criteria a round judges by. Weights add up to 100 before a round is announced."""

    __tablename__ = "rubric"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))

    criteria: Mapped[list["Criterion"]] = relationship(
        back_populates="rubric", order_by="Criterion.position", cascade="all, delete-orphan"
    )


class Criterion(Base):
    """One question of the rubric; `weight` in per cent."""

    __tablename__ = "criterion"
    __table_args__ = (
        UniqueConstraint("rubric_id", "code"),
        CheckConstraint("weight BETWEEN 1 AND 100", name="weight_per_cent"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    rubric_id: Mapped[int] = mapped_column(ForeignKey("rubric.id"))
    code: Mapped[str] = mapped_column(String(30))
    name: Mapped[str] = mapped_column(String(80))
    description: Mapped[str] = mapped_column(String(300), default="")
    weight: Mapped[int]
    position: Mapped[int]

    rubric: Mapped[Rubric] = relationship(back_populates="criteria")
    anchors: Mapped[list["Anchor"]] = relationship(order_by="Anchor.value", cascade="all, delete-orphan")


class Anchor(Base):
    """What a value means, in a sentence (domain.md 3.3)."""

    __tablename__ = "anchor"
    __table_args__ = (
        UniqueConstraint("criterion_id", "value"),
        CheckConstraint(f"value BETWEEN {LOWEST} AND {HIGHEST}", name="value_in_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"))
    value: Mapped[int]
    sentence: Mapped[str] = mapped_column(String(200))


class Assessment(Base):
    """One person's scores for one subject. Seen by others only after they have sent their own."""

    __tablename__ = "assessment"
    __table_args__ = (
        UniqueConstraint("subject_id", "assessor_id"),
        Index(None, "assessor_id", "sent_at", "subject_id"),  # which subjects a person has opened (blindness.py)
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"))
    assessor_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    assessor_name: Mapped[str] = mapped_column(String(80))
    started_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]

    scores: Mapped[list["Score"]] = relationship(back_populates="assessment", cascade="all, delete-orphan")


class Score(Base):
    """A value 1-5 for one criterion, or «kan ikke vurderes» (no value, cannot_assess)."""

    __tablename__ = "score"
    __table_args__ = (
        UniqueConstraint("assessment_id", "criterion_id"),
        CheckConstraint(f"value BETWEEN {LOWEST} AND {HIGHEST}", name="value_in_range"),
        CheckConstraint("value IS NULL OR NOT cannot_assess", name="value_or_cannot_assess"),
    )
    COMMENT_LENGTH = 600

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"))
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"))
    value: Mapped[int | None]
    cannot_assess: Mapped[bool] = mapped_column(default=False)
    comment: Mapped[str | None] = mapped_column(String(COMMENT_LENGTH))
    saved_at: Mapped[datetime]

    assessment: Mapped[Assessment] = relationship(back_populates="scores")
    criterion: Mapped[Criterion] = relationship()
    revision: Mapped["ScoreRevision | None"] = relationship(back_populates="score")

    @property
    def newest(self) -> "Score | ScoreRevision":
        """What counts."""
        return self.revision or self


class ScoreRevision(Base):
    """A score that its owner changed after it was sent, once and with a reason. The first one stays as it was given.
    Insert-only."""

    __tablename__ = "score_revision"
    __table_args__ = (
        CheckConstraint(f"value BETWEEN {LOWEST} AND {HIGHEST}", name="value_in_range"),
        CheckConstraint("(value IS NULL) = cannot_assess", name="value_or_cannot_assess"),
        CheckConstraint("length(reason) > 0", name="reason_given"),
    )
    REASON_LENGTH = 600

    id: Mapped[int] = mapped_column(primary_key=True)
    score_id: Mapped[int] = mapped_column(ForeignKey("score.id"), unique=True)
    value: Mapped[int | None]
    cannot_assess: Mapped[bool] = mapped_column(default=False)
    comment: Mapped[str | None] = mapped_column(String(Score.COMMENT_LENGTH))
    reason: Mapped[str] = mapped_column(String(REASON_LENGTH))
    revised_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    revised_by_name: Mapped[str] = mapped_column(String(80))
    revised_at: Mapped[datetime]

    score: Mapped[Score] = relationship(back_populates="revision")


class ImpartialityAnswer(StrEnum):
    """A person's own answer (fvl §§ 6-10), before the text opens."""

    IMPARTIAL = "impartial"
    DISQUALIFIED = "disqualified"
    DOUBT = "doubt"


class Impartiality(Base):
    """One person's answer for one subject; a doubt is settled by a superior, with a reason (fvl § 8)."""

    __tablename__ = "impartiality"
    __table_args__ = (
        UniqueConstraint("subject_id", "user_id"),
        CheckConstraint("(settled_at IS NULL) = (settled_by_id IS NULL)", name="settled_has_settler"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    user_name: Mapped[str] = mapped_column(String(80))
    answer: Mapped[ImpartialityAnswer]
    reason: Mapped[str | None] = mapped_column(Text)
    declared_at: Mapped[datetime]
    settled_as: Mapped[ImpartialityAnswer | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    settled_reason: Mapped[str | None] = mapped_column(Text)
    settled_at: Mapped[datetime | None]

    @property
    def is_impartial(self) -> bool:
        """Whether this person may see and judge the subject now."""
        return (self.settled_as or self.answer) is ImpartialityAnswer.IMPARTIAL
