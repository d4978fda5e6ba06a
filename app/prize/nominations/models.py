"""What was nominated, by whom, with pictures; the links by which nominators come back; what they are asked about.

Nominations are shielded until the prize is handed over (offentleglova § 26 second paragraph). Who wins stands only in
the verdict until then: the status here says nothing of it (docs/decisions/0009).
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import public_id
from app.extensions import Base
from app.files.models import StoredFile
from app.judging.models import Subject
from app.prize.models import Prize, PrizeStatus


class NominationStatus(StrEnum):
    """The four outcomes are written when the prize is handed over, not before."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    SCREENING = "screening"
    NEEDS_INFO = "needs_info"
    QUALIFIED = "qualified"
    NOT_QUALIFIED = "not_qualified"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    WINNER = "winner"
    HONOURABLE = "honourable"
    NOT_AWARDED = "not_awarded"
    INFORMED = "informed"
    ARCHIVED = "archived"


class ImageConsent(StrEnum):
    """Who may see the pictures. The jury always may."""

    JURY = "jury"
    INTERNAL = "internal"
    PUBLIC = "public"


class Nomination(Base):
    """One project, as one nominator told of it (domain.md 2.6). Whole kroner without VAT; kilograms. `unit_code`: the
    seat whose unit the project belongs to, which recuses its members. `subject_id`: given when it qualifies."""

    __tablename__ = "nomination"
    __table_args__ = (
        Index(None, "prize_id", "status"),
        CheckConstraint("merged_into_id IS NULL OR merged_into_id <> id", name="not_merged_into_itself"),
        CheckConstraint("status <> 'merged' OR merged_into_id IS NOT NULL", name="merged_into_another"),
        CheckConstraint("value_nok IS NULL OR value_nok >= 0", name="value_not_negative"),
        CheckConstraint("new_price_nok IS NULL OR new_price_nok >= 0", name="new_price_not_negative"),
    )
    PROJECT_LENGTH, UNIT_LENGTH, NAME_LENGTH, WHY_LENGTH = 80, 120, 80, 1500
    SUPPLIER_LENGTH, BASIS_LENGTH, TEXT_LENGTH, TRANSFER_LENGTH = 80, 150, 300, 400
    REASON_LENGTH, LINK_LENGTH = 600, 300

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(30), unique=True)  # «PRIS-2026-007»
    prize_id: Mapped[int] = mapped_column(ForeignKey("prize.id"))
    subject_id: Mapped[int | None] = mapped_column(ForeignKey("subject.id"), unique=True)
    status: Mapped[NominationStatus] = mapped_column(default=NominationStatus.DRAFT)
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]

    # who nominates
    nominator_name: Mapped[str] = mapped_column(String(NAME_LENGTH), default="")
    nominator_email: Mapped[str] = mapped_column(String(254), index=True)
    relation: Mapped[str | None] = mapped_column(String(30))
    registered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    # the project
    project: Mapped[str] = mapped_column(String(PROJECT_LENGTH), default="")
    unit: Mapped[str] = mapped_column(String(UNIT_LENGTH), default="")
    unit_code: Mapped[str | None] = mapped_column(String(10))
    district_code: Mapped[str | None] = mapped_column(ForeignKey("district.code"))
    contact_name: Mapped[str] = mapped_column(String(NAME_LENGTH), default="")
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    period_from: Mapped[date | None]
    period_to: Mapped[date | None]
    is_finished: Mapped[bool | None]
    why: Mapped[str] = mapped_column(Text, default="")
    image_consent: Mapped[ImageConsent | None]

    # facts
    agreement: Mapped[str | None] = mapped_column(String(30))
    order_form: Mapped[str | None] = mapped_column(String(30))
    supplier: Mapped[str] = mapped_column(String(SUPPLIER_LENGTH), default="")
    value_nok: Mapped[int | None]
    new_price_nok: Mapped[int | None]
    new_price_basis: Mapped[str] = mapped_column(String(BASIS_LENGTH), default="")
    weight_kg: Mapped[int | None]
    co2e_kg: Mapped[int | None]
    method: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
    social: Mapped[list[str]] = mapped_column(default=list)
    social_text: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
    users: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
    transfer: Mapped[str] = mapped_column(String(TRANSFER_LENGTH), default="")
    transfer_link: Mapped[str] = mapped_column(String(LINK_LENGTH), default="")
    is_confirmed: Mapped[bool] = mapped_column(default=False)

    # what the secretariat found
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("nomination.id"), index=True)
    not_qualified_reason: Mapped[str | None] = mapped_column(String(REASON_LENGTH))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str | None] = mapped_column(String(REASON_LENGTH))
    opened_at: Mapped[datetime | None]  # awarded: until then, and for the others always, it is shielded (marking.py)
    scores_reopened_at: Mapped[datetime | None]  # the quorum was lost, and a deputy steps in

    prize: Mapped[Prize] = relationship()
    subject: Mapped[Subject | None] = relationship()
    items: Mapped[list["NominationItem"]] = relationship(
        order_by="NominationItem.position", cascade="all, delete-orphan"
    )
    images: Mapped[list["NominationImage"]] = relationship(
        order_by="NominationImage.side.desc(), NominationImage.position", cascade="all, delete-orphan"
    )
    merged: Mapped[list["Nomination"]] = relationship(order_by="Nomination.id")
    requests: Mapped[list["FactRequest"]] = relationship(order_by="FactRequest.id", cascade="all, delete-orphan")

    @property
    def takes_scores(self) -> bool:
        """Whether jurors may give scores now: those that count were locked together, and never open by themselves."""
        was_locked = self.prize.scores_locked_at is not None
        return self.prize.status is PrizeStatus.SCORING and (not was_locked or self.scores_reopened_at is not None)


class NominationItem(Base):
    """What and how many: «stoler», 64."""

    __tablename__ = "nomination_item"
    __table_args__ = (CheckConstraint("count > 0", name="count_positive"),)
    KIND_LENGTH, MOST = 60, 10

    id: Mapped[int] = mapped_column(primary_key=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"), index=True)
    kind: Mapped[str] = mapped_column(String(KIND_LENGTH))
    count: Mapped[int]
    position: Mapped[int]


class Side(StrEnum):
    BEFORE = "before"
    AFTER = "after"


class NominationImage(Base):
    """A picture as we drew it anew: nothing of the file that was sent is kept, so neither place nor camera."""

    __tablename__ = "nomination_image"
    __table_args__ = (UniqueConstraint("nomination_id", "sha256", "side"),)
    ALT_LENGTH, MOST = 200, 6

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=public_id)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"), index=True)
    side: Mapped[Side]
    position: Mapped[int]
    alt: Mapped[str] = mapped_column(String(ALT_LENGTH), default="")
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"))
    width: Mapped[int]
    height: Mapped[int]

    file: Mapped[StoredFile] = relationship()


class NominationLink(Base):
    """How a nominator without an account comes back: only the hash of the address is kept. Several work side by side,
    one in each e-mail, until `expires_at`."""

    __tablename__ = "nomination_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class FactRequest(Base):
    """What somebody is asked: missing facts in the check, or the facts check before the statement, where every
    finalist is asked the same (`is_for_finalists`). The answer comes by the link in the e-mail."""

    __tablename__ = "fact_request"
    __table_args__ = (CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered_has_time"),)
    TEXT_LENGTH = 1500

    id: Mapped[int] = mapped_column(primary_key=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"), index=True)
    is_for_finalists: Mapped[bool] = mapped_column(default=False)
    to_email: Mapped[str] = mapped_column(String(254))
    question: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    asked_at: Mapped[datetime]
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    answer: Mapped[str | None] = mapped_column(Text)
    answered_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]  # the secretariat went on without an answer
