"""What came of an activity: the report, its frozen versions and its pictures (domain.md 2.5). Whole kroner; persons."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import public_id
from app.extensions import Base
from app.files.models import StoredFile
from app.followup.grants.models import Grant


class ReportState(StrEnum):
    """DRAFT from the first answer. Where no row stands, nobody has begun."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    WRITTEN_OFF = "written_off"


class Held(StrEnum):
    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class CountMethod(StrEnum):
    """Not counted is not 0 [S:584-588]."""

    COUNTED = "counted"
    ESTIMATED = "estimated"
    NOT_COUNTED = "not_counted"


class RanOut(StrEnum):
    NO = "no"
    A_LITTLE = "a_little"
    MUCH = "much"


class Again(StrEnum):
    YES = "yes"
    PERHAPS = "perhaps"
    NO = "no"


class Report(Base):
    """One report a grant. `length` follows from the amount (short, standard, full); `accounts`: the budget's lines with
    what they cost, [{group, text, budget_nok, actual_nok}]; `outcomes` and `reach` are integers by code, an unknown one
    is left out. `revision` counts saved changes of the draft."""

    __tablename__ = "activity_report"
    __table_args__ = (
        CheckConstraint(
            "count_method IS NULL OR count_method <> 'not_counted' OR visitors IS NULL", name="uncounted_has_no_number"
        ),
        CheckConstraint("visitors IS NULL OR visitors BETWEEN 0 AND 50000", name="visitors_in_range"),
        CheckConstraint("total_cost_nok IS NULL OR total_cost_nok >= 0", name="cost_not_negative"),
        CheckConstraint("state <> 'approved' OR approved_at IS NOT NULL", name="approved_has_time"),
        Index(None, "state"),
    )
    REASON_LENGTH, SHORT_LENGTH, TEXT_LENGTH = 150, 200, 600
    MOST_VISITORS = 50_000

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=public_id)
    grant_id: Mapped[int] = mapped_column(ForeignKey("activity_grant.id"), unique=True)
    state: Mapped[ReportState] = mapped_column(default=ReportState.DRAFT)
    length: Mapped[str] = mapped_column(String(10))  # rounds.models.FormLength
    revision: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=0)  # how many times it was sent

    held: Mapped[Held | None]
    actual: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # sessions as held, as in a plan
    actual_place: Mapped[str | None] = mapped_column(String(200))
    count_method: Mapped[CountMethod | None]
    count_reason: Mapped[str | None] = mapped_column(String(REASON_LENGTH))
    visitors: Mapped[int | None]
    outcomes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    ran_out: Mapped[RanOut | None]
    ran_out_text: Mapped[str | None] = mapped_column(String(SHORT_LENGTH))
    reach: Mapped[dict[str, Any]] = mapped_column(default=dict)
    learned: Mapped[str | None] = mapped_column(Text)
    differently: Mapped[str | None] = mapped_column(Text)
    deviations: Mapped[str | None] = mapped_column(Text)
    accounts: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    total_cost_nok: Mapped[int | None]
    other_income_nok: Mapped[int | None]
    unused_nok: Mapped[int | None]  # derived when it is sent: what of the grant was not needed
    unused_confirmed: Mapped[bool] = mapped_column(default=False)
    again: Mapped[Again | None]
    story_ok: Mapped[bool | None]
    is_confirmed: Mapped[bool] = mapped_column(default=False)

    saved_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    submitted_by_name: Mapped[str | None] = mapped_column(String(80))
    receipts_asked_at: Mapped[datetime | None]
    returned_reason: Mapped[str | None] = mapped_column(Text)
    returned_at: Mapped[datetime | None]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    approved_by_name: Mapped[str | None] = mapped_column(String(80))
    approved_at: Mapped[datetime | None]
    written_off_reason: Mapped[str | None] = mapped_column(Text)  # the newest; kept when it came all the same
    receipt_version: Mapped[int] = mapped_column(default=0)  # the newest version whose receipt is printed
    is_thanked: Mapped[bool] = mapped_column(default=False)  # the letter of an approved report is printed

    @property
    def came_after_all(self) -> bool:
        """Whether it was sent when nobody waited for it any more. Such a report is late, whenever it was first due."""
        return self.written_off_reason is not None and self.state is not ReportState.WRITTEN_OFF

    grant: Mapped[Grant] = relationship()
    photos: Mapped[list["ReportPhoto"]] = relationship(
        back_populates="report", order_by="ReportPhoto.position", cascade="all, delete-orphan"
    )
    files: Mapped[list["ReportFile"]] = relationship(order_by="ReportFile.id", cascade="all, delete-orphan")


class ReportVersion(Base):
    """What was sent, frozen as plain values. Insert-only."""

    __tablename__ = "report_version"
    __table_args__ = (UniqueConstraint("report_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("activity_report.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]]
    submitted_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    submitted_at: Mapped[datetime]


class ReportPhoto(Base):
    """A picture, drawn anew so that place and camera are gone. Shown to others only where all in it have said yes."""

    __tablename__ = "report_photo"
    ALT_LENGTH, CREDIT_LENGTH, MOST = 120, 80, 5

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=public_id)
    report_id: Mapped[int] = mapped_column(ForeignKey("activity_report.id"), index=True)
    position: Mapped[int]
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"))
    width: Mapped[int]
    height: Mapped[int]
    alt_text: Mapped[str | None] = mapped_column(String(ALT_LENGTH))
    credit: Mapped[str | None] = mapped_column(String(CREDIT_LENGTH))
    has_consent: Mapped[bool] = mapped_column(default=False)
    added_at: Mapped[datetime]

    report: Mapped[Report] = relationship(back_populates="photos")
    file: Mapped[StoredFile] = relationship()


class ReportFile(Base):
    """A receipt that was asked for."""

    __tablename__ = "report_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=public_id)
    report_id: Mapped[int] = mapped_column(ForeignKey("activity_report.id"), index=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"))
    filename: Mapped[str] = mapped_column(String(120))
    added_at: Mapped[datetime]

    file: Mapped[StoredFile] = relationship()


class ReportExtension(Base):
    """The day a report is due was moved, by whom and why. Insert-only."""

    __tablename__ = "report_extension"

    id: Mapped[int] = mapped_column(primary_key=True)
    grant_id: Mapped[int] = mapped_column(ForeignKey("activity_grant.id"), index=True)
    from_day: Mapped[date]
    to_day: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    by_name: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]


class ReportWriteOff(Base):
    """We said that we no longer wait for a report, who and why. It stays also when the report comes all the same.
    Insert-only."""

    __tablename__ = "report_write_off"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("activity_report.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    by_name: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]


class ReminderStage(StrEnum):
    HOW = "how"  # the day after the activity: «slik rapporterer dere»
    FIRST = "first"
    SECOND = "second"
    WARNING = "warning"


class ReportReminder(Base):
    """The party was reminded, once for each stage of each last day. Insert-only."""

    __tablename__ = "report_reminder"

    grant_id: Mapped[int] = mapped_column(ForeignKey("activity_grant.id"), primary_key=True, autoincrement=False)
    stage: Mapped[ReminderStage] = mapped_column(primary_key=True)
    of_day: Mapped[date] = mapped_column(primary_key=True)  # the activity's last day, or the day the report was due
    sent_at: Mapped[datetime]
