"""Reading what belongs to the handling of a case."""

from sqlalchemy import select

from app.extensions import db
from app.letters.models import Letter, LetterKind

TO_PARTY = frozenset(
    {
        LetterKind.SUPPLEMENT,
        LetterKind.SUPPLEMENT_RECEIPT,
        LetterKind.INTERIM_REPLY,
        LetterKind.DELAY_NOTICE,
        LetterKind.APPEAL_DISMISSAL,
        LetterKind.APPEAL_FORWARDING,
        LetterKind.APPEAL_RESULT,
        LetterKind.CORRECTION,
        LetterKind.GRANT_LAPSED,
        LetterKind.CHANGE_ANSWER,
        LetterKind.PAYMENT,
        LetterKind.REPORT_RECEIPT,
        LetterKind.REPORT_THANKS,
        LetterKind.RECOVERY_WARNING,
        LetterKind.RECOVERY_CLAIM,
        LetterKind.RECOVERY_RECEIPT,
        LetterKind.RECOVERY_CHANGE,
    }
)
"""Letters that the party reads here. An answer on access goes to whoever asked, who may be somebody else."""


def letter_to_party(reference: str, public_id: str) -> Letter:
    """NoResultFound for a letter of another case, or one that is not for the party."""
    return db.session.scalars(
        select(Letter).where(
            Letter.public_id == public_id, Letter.case_reference == reference, Letter.kind.in_(TO_PARTY)
        )
    ).one()
