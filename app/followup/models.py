"""What happens after the letter. So far: the applicant accepts or declines each grant."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.decisions.models import DecisionLine
from app.extensions import Base


class AcceptanceAnswer(StrEnum):
    ACCEPTED = "accepted"
    DECLINED = "declined"


class Acceptance(Base):
    """The answer to one granted activity, given once."""

    __tablename__ = "acceptance"

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_line_id: Mapped[int] = mapped_column(ForeignKey("decision_line.id"), unique=True)
    answer: Mapped[AcceptanceAnswer]
    answered_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    answered_by_name: Mapped[str] = mapped_column(String(80))
    answered_at: Mapped[datetime]

    decision_line: Mapped[DecisionLine] = relationship()
