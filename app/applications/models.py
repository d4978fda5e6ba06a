"""The application: what an organisation sends, with its activities, sessions, budget and attachments."""

from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import ApplicantType, Organisation, User
from app.extensions import Base
from app.files.models import StoredFile
from app.judging.models import Subject
from app.rounds.models import Category, District, Round


class Status(StrEnum):
    """The one main status of a case (architecture 4). What follows which stands in workflow.py."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"
    SCREENING = "screening"
    SUPPLEMENT = "supplement"
    ELIGIBLE = "eligible"
    REVIEW = "review"
    RECOMMENDED = "recommended"
    DECIDED = "decided"
    RELEASED = "released"
    CLOSED = "closed"
    ARCHIVED = "archived"


class Channel(StrEnum):
    """How an application came in."""

    WEB = "web"
    POST = "post"
    EMAIL = "email"


class Application(Base):
    """One case. While a draft, `revision` counts every saved change and `field_revisions` says who changed
    which field last, so that two people who write in the same draft never overwrite one another unseen."""

    __tablename__ = "application"
    __table_args__ = (
        CheckConstraint("status IN ('draft') OR submitted_at IS NOT NULL", name="sent_has_time"),
        CheckConstraint("(received_at IS NULL) = (submitted_at IS NULL)", name="received_when_sent"),
        Index(None, "round_id", "status"),
    )
    NAME_LENGTH = 80

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(40), unique=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("grant_round.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    status: Mapped[Status] = mapped_column(default=Status.DRAFT)
    channel: Mapped[Channel] = mapped_column(default=Channel.WEB)
    created_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    received_at: Mapped[datetime | None]  # when it came; differs from submitted_at for what was registered by hand
    handler_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    revision: Mapped[int] = mapped_column(default=0)
    field_revisions: Mapped[dict[str, Any]] = mapped_column(default=dict)

    # the applicant's answers (domain.md 2.2)
    contact_name: Mapped[str | None] = mapped_column(String(NAME_LENGTH))
    contact_email: Mapped[str | None] = mapped_column(String(254))
    contact_phone: Mapped[str | None] = mapped_column(String(20))
    second_contact_email: Mapped[str | None] = mapped_column(String(254))
    about: Mapped[str | None] = mapped_column(String(300))
    is_first_time: Mapped[bool | None]
    has_other_municipal: Mapped[bool | None]
    other_municipal: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # [{giver, amount_nok, status}]
    de_minimis_nok: Mapped[int | None]
    de_minimis_confirmed: Mapped[bool] = mapped_column(default=False)
    signatory_confirmed: Mapped[bool] = mapped_column(default=False)
    truth_confirmed: Mapped[bool] = mapped_column(default=False)
    warnings_seen: Mapped[bool] = mapped_column(
        default=False
    )  # sent after having read what the scheme does not support
    network_consent_at: Mapped[datetime | None]

    round: Mapped[Round] = relationship()
    organisation: Mapped[Organisation] = relationship()
    handler: Mapped[User | None] = relationship(foreign_keys=[handler_id])
    activities: Mapped[list["Activity"]] = relationship(
        back_populates="application", order_by="Activity.position", cascade="all, delete-orphan"
    )
    attachments: Mapped[list["Attachment"]] = relationship(
        back_populates="application", order_by="Attachment.id", cascade="all, delete-orphan"
    )
    versions: Mapped[list["ApplicationVersion"]] = relationship(
        back_populates="application", order_by="ApplicationVersion.number"
    )
    case_rows: Mapped[list["CaseRow"]] = relationship(order_by="CaseRow.activity_id", cascade="all, delete-orphan")


class Activity(Base):
    """One event. The amount is sought and decided here (domain.md 2.3-2.4). Amounts are whole kroner."""

    __tablename__ = "activity"
    __table_args__ = (
        UniqueConstraint("application_id", "position"),
        CheckConstraint("sought_nok IS NULL OR sought_nok > 0", name="sought_positive"),
        CheckConstraint("expected_participants IS NULL OR expected_participants > 0", name="participants_positive"),
    )
    TITLE_LENGTH = 80
    PUBLIC_TEXT_LENGTH = 300
    DESCRIPTION_LENGTH = 2000

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"), unique=True)
    position: Mapped[int]

    title: Mapped[str | None] = mapped_column(String(TITLE_LENGTH))
    public_text: Mapped[str | None] = mapped_column(String(PUBLIC_TEXT_LENGTH))
    description: Mapped[str | None] = mapped_column(String(DESCRIPTION_LENGTH))
    learn: Mapped[str | None] = mapped_column(String(300))
    visible_offer: Mapped[str | None] = mapped_column(String(200))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"))
    activity_types: Mapped[list[str]] = mapped_column(default=list)  # option codes, at most three
    goals: Mapped[list[str]] = mapped_column(default=list)  # option codes, at most three
    is_pilot: Mapped[bool | None]
    scale_plan: Mapped[str | None] = mapped_column(String(300))

    is_digital: Mapped[bool] = mapped_column(default=False)
    venue_name: Mapped[str | None] = mapped_column(String(80))
    address: Mapped[str | None] = mapped_column(String(120))
    postal_code: Mapped[str | None] = mapped_column(String(4))
    is_indoor: Mapped[bool | None]
    district_code: Mapped[str | None] = mapped_column(ForeignKey("district.code"))

    is_free: Mapped[bool | None]  # free for those who come
    is_open: Mapped[bool | None]  # open to all
    is_alcohol_free: Mapped[bool | None]
    audience: Mapped[list[str]] = mapped_column(default=list)
    audience_text: Mapped[str | None] = mapped_column(String(150))
    expected_participants: Mapped[int | None]
    expected_reach: Mapped[int | None]
    reach_basis: Mapped[str | None] = mapped_column(String(150))
    signup: Mapped[str | None] = mapped_column(String(20))  # drop_in | sign_up | both
    capacity: Mapped[int | None]
    bring: Mapped[str | None] = mapped_column(String(120))
    crowd_plan: Mapped[str | None] = mapped_column(String(300))
    partners: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # [{name, role}]
    accessibility: Mapped[list[str]] = mapped_column(default=list)  # option codes
    accessibility_text: Mapped[str | None] = mapped_column(String(200))
    is_for_children: Mapped[bool | None]
    children_text: Mapped[str | None] = mapped_column(String(200))
    permits: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # [{code, status: needed|applied|granted}]
    safety: Mapped[str | None] = mapped_column(String(200))
    volunteer_hours: Mapped[int | None]
    logo_confirmed: Mapped[bool] = mapped_column(default=False)

    sought_nok: Mapped[int | None]
    own_funds_nok: Mapped[int | None]
    gifts_nok: Mapped[int | None]
    sales_nok: Mapped[int | None]
    less_plan: Mapped[str | None] = mapped_column(String(200))
    recovers_vat: Mapped[str | None] = mapped_column(String(10))  # yes | no | unknown

    application: Mapped[Application] = relationship(back_populates="activities")
    subject: Mapped[Subject] = relationship()
    category: Mapped[Category | None] = relationship()
    district: Mapped[District | None] = relationship()
    sessions: Mapped[list["ActivitySession"]] = relationship(
        back_populates="activity", order_by="ActivitySession.position", cascade="all, delete-orphan"
    )
    budget_lines: Mapped[list["BudgetLine"]] = relationship(
        back_populates="activity", order_by="BudgetLine.position", cascade="all, delete-orphan"
    )


class ActivitySession(Base):
    """One date, time (wall clock in Oslo) and place. Incomplete while the draft is written."""

    __tablename__ = "activity_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), index=True)
    position: Mapped[int]
    held_on: Mapped[date | None]
    starts: Mapped[time | None]
    ends: Mapped[time | None]
    place: Mapped[str | None] = mapped_column(String(80))

    activity: Mapped[Activity] = relationship(back_populates="sessions")


class BudgetSide(StrEnum):
    EXPENSE = "expense"
    OTHER_GRANT = "other_grant"


class BudgetLine(Base):
    """One expense (its group is a round option), or one grant from others (`text` is the giver)."""

    __tablename__ = "budget_line"
    __table_args__ = (CheckConstraint("amount_nok IS NULL OR amount_nok BETWEEN 0 AND 999999", name="amount_in_range"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), index=True)
    side: Mapped[BudgetSide]
    position: Mapped[int]
    group_code: Mapped[str | None] = mapped_column(String(30))
    text: Mapped[str | None] = mapped_column(String(80))
    amount_nok: Mapped[int | None]
    is_granted: Mapped[bool | None]

    activity: Mapped[Activity] = relationship(back_populates="budget_lines")


class Attachment(Base):
    """A file sent with the application. `is_original`: the paper or e-mail a case handler registered from."""

    __tablename__ = "attachment"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"))
    filename: Mapped[str] = mapped_column(String(120))
    is_original: Mapped[bool] = mapped_column(default=False)
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    uploaded_at: Mapped[datetime]

    application: Mapped[Application] = relationship(back_populates="attachments")
    file: Mapped[StoredFile] = relationship()


class ApplicationVersion(Base):
    """What was sent, frozen as plain values. Insert-only: a reopened application gets the next number."""

    __tablename__ = "application_version"
    __table_args__ = (UniqueConstraint("application_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]]
    submitted_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    submitted_at: Mapped[datetime]

    application: Mapped[Application] = relationship(back_populates="versions")


class FlagLevel(StrEnum):
    """The worst of a case's open formal checks."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


FILTERED_BY = ("status", "category_id", "district_code", "tier_nok", "handler_id", "flag_level")
SUMMED = ("sought_nok", "recommended_nok", "decided_nok")
RANKED = ("status", "subject_id", "sought_nok", "assessments")


def _sorted_by(column: str) -> Index:
    """Gives the rows in order; what is filtered away, or may not be seen yet, is skipped inside the index."""
    others = [other for other in ("score", "subject_id") if other != column]
    return Index(f"ix_case_row_sorted_by_{column}", "round_id", column, "activity_id", *FILTERED_BY, *others)


def _counted_by(column: str) -> Index:
    """Counts and adds up a filter without reading the table."""
    others = [other for other in FILTERED_BY if other != column]
    return Index(f"ix_case_row_counted_by_{column}", "round_id", column, *others, *SUMMED)


class CaseRow(Base):
    """The work list's row for one activity of a sent application: copies, kept true by worklist.py in the
    same transaction as what they copy, and indexed so that lists never grow slower with the number of cases."""

    __tablename__ = "case_row"
    __table_args__ = (
        *(_sorted_by(column) for column in ("reference", "score", "sought_nok", "received_at")),
        *(_counted_by(column) for column in FILTERED_BY),
        Index(None, "application_id"),
        Index("ix_case_row_ranked", "round_id", "score", "mean", "relevance", "received_at", "activity_id", *RANKED),
    )

    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), primary_key=True, autoincrement=False)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"), unique=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("grant_round.id"))
    reference: Mapped[str] = mapped_column(String(40))
    position: Mapped[int]
    organisation_name: Mapped[str] = mapped_column(String(120))
    applicant_type: Mapped[ApplicantType]
    title: Mapped[str] = mapped_column(String(80))
    status: Mapped[Status]
    category_id: Mapped[int | None]
    district_code: Mapped[str | None] = mapped_column(String(10))
    tier_nok: Mapped[int | None]
    sought_nok: Mapped[int]
    recommended_nok: Mapped[int | None]
    decided_nok: Mapped[int | None]
    handler_id: Mapped[int | None]
    flag_level: Mapped[FlagLevel] = mapped_column(default=FlagLevel.GREEN)
    green_checks: Mapped[int] = mapped_column(default=0)
    amber_checks: Mapped[int] = mapped_column(default=0)
    red_checks: Mapped[int] = mapped_column(default=0)
    score: Mapped[Decimal | None] = mapped_column(Numeric(7, 4))
    mean: Mapped[Decimal | None] = mapped_column(Numeric(7, 4))
    relevance: Mapped[Decimal | None] = mapped_column(Numeric(7, 4))  # the median that breaks ties (domain.md 3.2)
    adjusted_score: Mapped[Decimal | None] = mapped_column(Numeric(7, 4))  # advice: less each assessor's strictness
    adjusted_rank: Mapped[int | None]
    proposed_adjusted_score: Mapped[Decimal | None] = mapped_column(Numeric(7, 4))  # the same, of what is proposed
    proposed_adjusted_rank: Mapped[int | None]
    spread: Mapped[int | None]
    assessments: Mapped[int] = mapped_column(default=0)
    received_at: Mapped[datetime]
    search_text: Mapped[str] = mapped_column(Text)


class CaseTally(Base):
    """How many rows and kroner a round has in each status: the numbers above the work list, kept with CaseRow."""

    __tablename__ = "case_tally"

    round_id: Mapped[int] = mapped_column(ForeignKey("grant_round.id"), primary_key=True)
    status: Mapped[Status] = mapped_column(primary_key=True)
    activities: Mapped[int] = mapped_column(default=0)
    sought_nok: Mapped[int] = mapped_column(default=0)
    recommended_nok: Mapped[int] = mapped_column(default=0)
    decided_nok: Mapped[int] = mapped_column(default=0)
