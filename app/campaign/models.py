"""The week of a year and what goes on around it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Organisation, public_id
from app.extensions import Base


class Week(Base):
    """One year's week. Rounds whose weeks overlap it feed its programme: several schemes may. `revision` counts every
    change of what its programme shows, and names what caches may keep. `day_themes`: text by ISO day."""

    __tablename__ = "campaign_week"
    __table_args__ = (
        CheckConstraint("starts_on <= ends_on", name="days_in_order"),
        CheckConstraint("registration_opens_on <= registration_closes_on", name="registration_in_order"),
    )
    NAME_LENGTH, TEXT_LENGTH, SENTENCE_LENGTH = 120, 1000, 300

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    intro: Mapped[str] = mapped_column(Text, default="")
    municipality: Mapped[str] = mapped_column(String(80))
    owner_unit: Mapped[str] = mapped_column(String(120))
    contact_email: Mapped[str] = mapped_column(String(254))
    contact_phone: Mapped[str] = mapped_column(String(20), default="")

    # the programme
    programme_opens_at: Mapped[datetime | None]  # from then on it is public
    registration_opens_on: Mapped[date]
    registration_closes_on: Mapped[date]
    day_themes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    revision: Mapped[int] = mapped_column(default=0)

    # the pack for grantees
    sentence: Mapped[str] = mapped_column(String(SENTENCE_LENGTH), default="")
    logo_sha256: Mapped[str | None] = mapped_column(ForeignKey("stored_file.sha256"))
    logo_filename: Mapped[str | None] = mapped_column(String(120))


class YearTask(Base):
    """A date that comes back every year: on a fixed day, or so many days from the week's Monday (negative: before)."""

    __tablename__ = "year_task"
    __table_args__ = (
        CheckConstraint("(month IS NULL) = (day IS NULL)", name="whole_date"),
        CheckConstraint("(month IS NULL) <> (days_from_week IS NULL)", name="fixed_or_counted"),
        CheckConstraint("month IS NULL OR (month BETWEEN 1 AND 12 AND day BETWEEN 1 AND 31)", name="date_in_range"),
    )
    TITLE_LENGTH, TEXT_LENGTH = 120, 600

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=public_id)
    code: Mapped[str] = mapped_column(String(30), unique=True)
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    text: Mapped[str] = mapped_column(Text, default="")
    month: Mapped[int | None]
    day: Mapped[int | None]
    days_from_week: Mapped[int | None]
    remind_days: Mapped[int] = mapped_column(default=14)
    is_active: Mapped[bool] = mapped_column(default=True)


class YearTaskDone(Base):
    """It is done for this year, by whom. Taken back by deleting the row."""

    __tablename__ = "year_task_done"
    __table_args__ = (UniqueConstraint("task_id", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("year_task.id"))
    year: Mapped[int]
    by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    by_name: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]

    task: Mapped[YearTask] = relationship()


class Goal(Base):
    """What the city wants with the week, for as long as it holds. A round keeps the goals it was announced with."""

    __tablename__ = "campaign_goal"
    __table_args__ = (CheckConstraint("valid_to IS NULL OR valid_from <= valid_to", name="validity_in_order"),)
    NAME_LENGTH, SOURCE_LENGTH = 80, 200

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=public_id)
    code: Mapped[str] = mapped_column(String(30), unique=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    help_text: Mapped[str] = mapped_column(String(200), default="")
    source: Mapped[str] = mapped_column(String(SOURCE_LENGTH))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    position: Mapped[int] = mapped_column(default=0)


class Topic(StrEnum):
    """What one may ask to hear of."""

    ROUND_OPENS = "round_opens"
    PROGRAMME = "programme"
    LIGHTHOUSE = "lighthouse"  # invitations to take part in lighthouse events [S:633-634]


class Subscriber(Base):
    """«Varsle meg»: an address, confirmed by its link, until it says no. Who says no is deleted."""

    __tablename__ = "subscriber"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    topics: Mapped[list[str]] = mapped_column(default=list)
    asked_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]


class NetworkMember(Base):
    """Somebody who has said yes to invitations to the network, and when. Withdrawn at any time: then it is kept only
    that there was a consent, with its two dates."""

    __tablename__ = "network_member"
    __table_args__ = (Index(None, "withdrawn_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=public_id)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str | None] = mapped_column(String(120))
    email: Mapped[str | None] = mapped_column(String(254))
    source: Mapped[str] = mapped_column(String(60))  # an application's reference, or how staff heard it
    consented_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    organisation: Mapped[Organisation | None] = relationship()


class PressKind(StrEnum):
    PAPER = "paper"
    WEB = "web"
    RADIO = "radio"
    TELEVISION = "television"
    TRADE = "trade"


class PressItem(Base):
    """What somebody wrote, showed or said of the week."""

    __tablename__ = "press_item"
    TITLE_LENGTH, OUTLET_LENGTH, URL_LENGTH, NOTE_LENGTH = 200, 80, 500, 300

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=public_id)
    year: Mapped[int] = mapped_column(index=True)
    kind: Mapped[PressKind]
    outlet: Mapped[str] = mapped_column(String(OUTLET_LENGTH))
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    published_on: Mapped[date | None]
    url: Mapped[str | None] = mapped_column(String(URL_LENGTH))
    note: Mapped[str | None] = mapped_column(String(NOTE_LENGTH))
    added_by_name: Mapped[str] = mapped_column(String(80))
    added_at: Mapped[datetime]
