"""A year of the prize. What differs from one year to the next is data here, not code [S:699-709]."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base
from app.judging.models import Rubric


class PrizeStatus(StrEnum):
    """How far the jury's work is (domain.md 4.2). Whether people may nominate follows from the dates, not from this."""

    PLANNED = "planned"
    APPOINTED = "appointed"
    DECLARING = "declaring"  # the members answer on impartiality (habilitet)
    SCORING = "scoring"
    LOCKED = "locked"
    MEETING = "meeting"
    RANKED = "ranked"
    STATEMENT_READY = "statement_ready"
    SIGNED = "signed"
    EMBARGO = "embargo"
    HANDED_OVER = "handed_over"
    PUBLISHED = "published"
    ARCHIVED = "archived"
    CANCELLED = "cancelled"


class Prize(Base):
    """One year of Ombruksprisen: theme, rubric, jury seats, dates and mandate. `last_number` numbers nominations."""

    __tablename__ = "prize"
    __table_args__ = (
        CheckConstraint("opens_at < closes_at", name="opens_before_closing"),
        CheckConstraint("quorum BETWEEN 1 AND 9", name="quorum_in_range"),
        CheckConstraint("prize_nok IS NULL OR prize_nok > 0", name="amount_positive"),
    )
    NAME_LENGTH, THEME_LENGTH, TEXT_LENGTH = 80, 160, 1500

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(unique=True)
    status: Mapped[PrizeStatus] = mapped_column(default=PrizeStatus.PLANNED)
    announced_at: Mapped[datetime | None]  # from then on the public page is there
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    theme: Mapped[str] = mapped_column(String(THEME_LENGTH))
    theme_text: Mapped[str] = mapped_column(Text, default="")
    rubric_id: Mapped[int] = mapped_column(ForeignKey("rubric.id"))

    # who may nominate, and what
    residents_may_nominate: Mapped[bool] = mapped_column(default=True)
    finished_by: Mapped[date]  # the project must be finished on this day
    requires_agreement: Mapped[bool] = mapped_column(
        default=True
    )  # the theme asks for one of the qualifying agreements

    # dates
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    scoring_closes_at: Mapped[datetime | None]  # locked by the clock then; by the secretary when there is none
    meeting_at: Mapped[datetime | None]
    handover_on: Mapped[date | None]  # internal: never on a public page

    # the prize and the mandate of the jury
    prize_text: Mapped[str] = mapped_column(String(300), default="")
    prize_nok: Mapped[int | None]
    mandate: Mapped[str] = mapped_column(Text, default="")
    quorum: Mapped[int] = mapped_column(default=3)  # impartial scores that a nomination needs
    chair_breaks_ties: Mapped[bool] = mapped_column(default=False)
    minutes_show_scores: Mapped[bool] = mapped_column(default=True)

    # the owner and the letterhead
    municipality: Mapped[str] = mapped_column(String(80))
    owner_unit: Mapped[str] = mapped_column(String(120))
    owner_orgnr: Mapped[str | None] = mapped_column(String(9))
    owner_address: Mapped[str] = mapped_column(String(200))
    contact_email: Mapped[str] = mapped_column(String(254))
    contact_phone: Mapped[str] = mapped_column(String(20))
    letter_colour: Mapped[str] = mapped_column(String(7), default="#2a2859")

    reference: Mapped[str] = mapped_column(String(20), unique=True)  # «PRIS-2026»
    last_number: Mapped[int] = mapped_column(default=0)
    scores_locked_at: Mapped[datetime | None]  # last; from then on only what is opened again takes scores
    created_at: Mapped[datetime]

    rubric: Mapped[Rubric] = relationship()
    options: Mapped[list["PrizeOption"]] = relationship(order_by="PrizeOption.position", cascade="all, delete-orphan")


class OptionKind(StrEnum):
    """The lists a nomination chooses from."""

    AGREEMENT = "agreement"
    ORDER_FORM = "order_form"
    RELATION = "relation"  # what the nominator is to the project
    SOCIAL = "social"


class PrizeOption(Base):
    """One choice in one of the lists. `qualifies`: an agreement that the theme is about. `is_own`: a relation by which
    somebody nominates their own project; `is_resident`: one for which the year must let residents nominate."""

    __tablename__ = "prize_option"
    __table_args__ = (UniqueConstraint("prize_id", "kind", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    prize_id: Mapped[int] = mapped_column(ForeignKey("prize.id"))
    kind: Mapped[OptionKind]
    code: Mapped[str] = mapped_column(String(30))
    name: Mapped[str] = mapped_column(String(80))
    qualifies: Mapped[bool] = mapped_column(default=True)
    is_own: Mapped[bool] = mapped_column(default=False)
    is_resident: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int]
