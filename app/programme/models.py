"""Events of a week's programme. A funded activity's row is written by what followup tells (funded.py), never by hand:
its words are the accepted application's, and change only when a change notice is approved."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import District, public_id
from app.campaign.models import Week
from app.extensions import Base
from app.followup.grants.models import Grant


class EventOrigin(StrEnum):
    FUNDED = "funded"  # an accepted grant
    REGISTERED = "registered"  # by its organiser, without money
    OWN = "own"  # the municipality's: lighthouse events among them


class EventStatus(StrEnum):
    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"  # by whoever registered it, before it was approved
    CANCELLED = "cancelled"  # shown as cancelled


class ProgrammeEvent(Base):
    """One event. `slug` is its stable address within the year. `sequence` counts changes for calendars (RFC 5545).
    `is_internal`: for the municipality's own people, hidden from the public. Lighthouse events are highlighted."""

    __tablename__ = "programme_event"
    __table_args__ = (
        UniqueConstraint("week_id", "slug"),
        Index(None, "week_id", "status"),
        CheckConstraint("(origin = 'funded') = (grant_id IS NOT NULL)", name="funded_has_grant"),
        CheckConstraint("image_sha256 IS NULL OR image_alt IS NOT NULL", name="image_has_alt"),
        CheckConstraint("status <> 'refused' OR answer IS NOT NULL", name="refused_has_reason"),
    )
    TITLE_LENGTH, SUMMARY_LENGTH, DESCRIPTION_LENGTH, ORGANISER_LENGTH = 80, 300, 2000, 120
    BRING_LENGTH, PLACE_LENGTH, ADDRESS_LENGTH, URL_LENGTH, ANSWER_LENGTH = 120, 80, 120, 300, 600
    SLUG_LENGTH, ALT_LENGTH, CREDIT_LENGTH = 60, 120, 80

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=public_id)
    week_id: Mapped[int] = mapped_column(ForeignKey("campaign_week.id"))
    slug: Mapped[str] = mapped_column(String(SLUG_LENGTH))
    origin: Mapped[EventOrigin]
    grant_id: Mapped[int | None] = mapped_column(ForeignKey("activity_grant.id"), unique=True)
    status: Mapped[EventStatus]
    is_lighthouse: Mapped[bool] = mapped_column(default=False)
    is_internal: Mapped[bool] = mapped_column(default=False)
    sequence: Mapped[int] = mapped_column(default=0)

    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    summary: Mapped[str] = mapped_column(String(SUMMARY_LENGTH))
    description: Mapped[str | None] = mapped_column(String(DESCRIPTION_LENGTH))
    organiser: Mapped[str] = mapped_column(String(ORGANISER_LENGTH))
    category: Mapped[str | None] = mapped_column(String(80))  # its name
    activity_types: Mapped[list[str]] = mapped_column(default=list)  # codes (programme/words.py)
    is_digital: Mapped[bool] = mapped_column(default=False)
    venue_name: Mapped[str | None] = mapped_column(String(PLACE_LENGTH))
    address: Mapped[str | None] = mapped_column(String(ADDRESS_LENGTH))
    postal_code: Mapped[str | None] = mapped_column(String(4))
    district_code: Mapped[str | None] = mapped_column(ForeignKey("district.code"))
    is_indoor: Mapped[bool | None]
    url: Mapped[str | None] = mapped_column(String(URL_LENGTH))
    audience_text: Mapped[str | None] = mapped_column(String(150))
    bring: Mapped[str | None] = mapped_column(String(BRING_LENGTH))
    signup: Mapped[str | None] = mapped_column(String(20))  # drop_in | sign_up | both
    capacity: Mapped[int | None]
    accessibility: Mapped[list[str]] = mapped_column(default=list)
    accessibility_text: Mapped[str | None] = mapped_column(String(200))
    image_sha256: Mapped[str | None] = mapped_column(ForeignKey("stored_file.sha256"))
    image_alt: Mapped[str | None] = mapped_column(String(ALT_LENGTH))
    image_credit: Mapped[str | None] = mapped_column(String(CREDIT_LENGTH))
    image_width: Mapped[int | None]
    image_height: Mapped[int | None]
    image_consented_at: Mapped[datetime | None]  # when it was said that all in it agree that it is shown
    cancelled_because: Mapped[str | None] = mapped_column(String(ANSWER_LENGTH))

    # who registered it; never shown to the public
    contact_name: Mapped[str | None] = mapped_column(String(80))
    contact_email: Mapped[str | None] = mapped_column(String(254))
    contact_phone: Mapped[str | None] = mapped_column(String(20))
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)  # the link by which it is changed
    proposal: Mapped[dict[str, Any] | None]  # what the organiser wants changed of an approved event (values.py)
    answer: Mapped[str | None] = mapped_column(Text)
    settled_by_name: Mapped[str | None] = mapped_column(String(80))
    settled_at: Mapped[datetime | None]
    registered_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    week: Mapped[Week] = relationship()
    grant: Mapped[Grant | None] = relationship()
    district: Mapped[District | None] = relationship()
    sessions: Mapped[list["ProgrammeSession"]] = relationship(
        back_populates="event",
        order_by="ProgrammeSession.held_on, ProgrammeSession.starts",
        cascade="all, delete-orphan",
    )


class ProgrammeSession(Base):
    """One date and time (wall clock in Oslo). `ends` is open where the organiser did not say."""

    __tablename__ = "programme_session"
    __table_args__ = (Index(None, "week_id", "held_on", "starts"), Index(None, "event_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("programme_event.id"))
    week_id: Mapped[int] = mapped_column(ForeignKey("campaign_week.id"))
    held_on: Mapped[date]
    starts: Mapped[time | None]
    ends: Mapped[time | None]
    place: Mapped[str | None] = mapped_column(String(80))

    event: Mapped[ProgrammeEvent] = relationship(back_populates="sessions")
