"""Two organisations that became one, or were one all the time: who said so and when, and what was moved."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Organisation, public_id
from app.extensions import Base


class MergerKind(StrEnum):
    """Why two organisations are to be one."""

    FUSION = "fusion"  # two that have become one
    DUPLICATE = "duplicate"  # one that was registered twice


class MergerStatus(StrEnum):
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    UNDONE = "undone"


OPEN_OR_DONE = text("status IN ('proposed', 'confirmed')")


class OrganisationMerger(Base):
    """`merged` goes into `into`. Proposed by a case handler, confirmed or declined by an administrator who is another
    person: it gives people access to cases that were not theirs.

    `moved` holds what was moved, so that the two can be told apart afterwards and the merger undone: see merging.py.
    `since_number` is the newest event in the history when it was confirmed.
    """

    __tablename__ = "organisation_merger"
    __table_args__ = (
        CheckConstraint("merged_id <> into_id", name="not_itself"),
        CheckConstraint("proposed_by_id <> settled_by_id", name="settled_by_another"),
        CheckConstraint("(status = 'proposed') = (settled_at IS NULL)", name="settled_has_time"),
        CheckConstraint("(status = 'undone') = (undone_at IS NOT NULL)", name="undone_has_time"),
        Index(
            "uq_organisation_merger_merged",
            "merged_id",
            unique=True,
            sqlite_where=OPEN_OR_DONE,
            postgresql_where=OPEN_OR_DONE,
        ),
        Index(None, "into_id"),
    )
    REASON_LENGTH = 500

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=public_id)
    merged_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    into_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[MergerKind]
    status: Mapped[MergerStatus] = mapped_column(default=MergerStatus.PROPOSED)
    merged_on: Mapped[date]  # when they became one, as the register says; not when it was written down here
    reason: Mapped[str] = mapped_column(String(REASON_LENGTH))
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    proposed_by_name: Mapped[str] = mapped_column(String(80))
    proposed_at: Mapped[datetime]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    settled_by_name: Mapped[str | None] = mapped_column(String(80))
    settled_at: Mapped[datetime | None]
    undone_by_name: Mapped[str | None] = mapped_column(String(80))
    undone_at: Mapped[datetime | None]
    since_number: Mapped[int | None]
    moved: Mapped[dict[str, Any]] = mapped_column(default=dict)

    merged: Mapped[Organisation] = relationship(foreign_keys=[merged_id])
    into: Mapped[Organisation] = relationship(foreign_keys=[into_id])
