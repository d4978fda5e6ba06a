"""What a juror writes for nobody else. Scores are judging's own tables."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base


class JurorNote(Base):
    """Private: only the one who wrote it reads it, ever."""

    __tablename__ = "juror_note"
    __table_args__ = (UniqueConstraint("nomination_id", "user_id"),)
    TEXT_LENGTH = 2000

    id: Mapped[int] = mapped_column(primary_key=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    text: Mapped[str] = mapped_column(String(TEXT_LENGTH))
    saved_at: Mapped[datetime]
