"""Letters that were issued, who opened them, and the notices that told of them. All insert-only."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base
from app.files.models import StoredFile
from app.mail.models import Mail


class LetterKind(StrEnum):
    RECEIPT = "receipt"
    DECISION = "decision"
    APPEAL_RECEIPT = "appeal_receipt"
    SUPPLEMENT = "supplement"  # what is missing, and by when (mangelbrev)
    SUPPLEMENT_RECEIPT = "supplement_receipt"  # the answers came, with a copy of them
    INTERIM_REPLY = "interim_reply"
    DELAY_NOTICE = "delay_notice"
    APPEAL_DISMISSAL = "appeal_dismissal"  # a late appeal that is not taken up
    APPEAL_FORWARDING = "appeal_forwarding"  # the statement to the appeal body, with a copy to the party
    APPEAL_RESULT = "appeal_result"
    CORRECTION = "correction"
    ACCESS_ANSWER = "access_answer"
    GRANT_LAPSED = "grant_lapsed"  # nobody answered, reminder and all
    CHANGE_ANSWER = "change_answer"
    PAYMENT = "payment"
    REPORT_RECEIPT = "report_receipt"
    REPORT_THANKS = "report_thanks"  # approved: thanks, and what it came to
    RECOVERY_WARNING = "recovery_warning"
    RECOVERY_CLAIM = "recovery_claim"
    RECOVERY_RECEIPT = "recovery_receipt"  # of an appeal on the claim
    RECOVERY_CHANGE = "recovery_change"  # set down or given up, to the party's favour
    NOMINATION_RECEIPT = "nomination_receipt"
    JURY_APPOINTMENT = "jury_appointment"
    PRIZE_WINNER = "prize_winner"
    PRIZE_THANKS = "prize_thanks"  # to those who did not win, and to all who nominated


class Letter(Base):
    """Inserted once, with its finished PDF and the plain values it was made of. Never changed, never deleted."""

    __tablename__ = "letter"
    __table_args__ = (UniqueConstraint("kind", "case_reference", "version"),)
    TITLE_LENGTH = 200

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True)
    kind: Mapped[LetterKind]
    case_reference: Mapped[str] = mapped_column(String(40), index=True)
    version: Mapped[int]  # of the application or decision it tells of; a key that makes issuing repeatable
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    content: Mapped[dict[str, Any]]
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"))
    issued_at: Mapped[datetime]

    file: Mapped[StoredFile] = relationship()
    notices: Mapped[list["Notice"]] = relationship(back_populates="letter", order_by="Notice.ordinal, Notice.id")
    openings: Mapped[list["LetterOpening"]] = relationship(order_by="LetterOpening.at")


class Notice(Base):
    """Tells one address that a letter is ready, and where; never its content. Ordinal 2 is the second notice
    after seven days unopened (eForvaltningsforskriften § 8). When it was sent, the mail knows."""

    __tablename__ = "notice"
    __table_args__ = (UniqueConstraint("letter_id", "ordinal", "mail_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"))
    mail_id: Mapped[int] = mapped_column(ForeignKey("mail.id"), unique=True)
    ordinal: Mapped[int]
    queued_at: Mapped[datetime]

    letter: Mapped[Letter] = relationship(back_populates="notices")
    mail: Mapped[Mail] = relationship(lazy="joined")


class LetterOpening(Base):
    """Somebody opened the letter. `by_party`: on the applicant's side, which is what the law asks for."""

    __tablename__ = "letter_opening"
    __table_args__ = (UniqueConstraint("letter_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    by_party: Mapped[bool]
    at: Mapped[datetime]
