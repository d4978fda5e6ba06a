"""Letters that are a heading, a few sections and a rules line: everything but receipts and decisions.

The room that owns the case writes the sections. A section that the law asks for carries a mark (`block`); a letter
whose kind demands the mark is not issued without it (blocks.py).
"""

from dataclasses import dataclass, field
from typing import ClassVar

from app.letters.content import KINDS, Content
from app.letters.models import LetterKind


@dataclass(frozen=True)
class Section:
    """Paragraphs, then a list. `block` is one of the names in blocks.py, or None. `is_theirs`: holds what the party
    wrote, which may be anything."""

    heading: str | None = None
    paragraphs: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    is_numbered: bool = False
    block: str | None = None
    is_theirs: bool = False


@dataclass(frozen=True)
class Official:
    """Who stands behind the letter, with title: «Ingrid Saksvik, saksbehandler»."""

    name: str
    title: str


@dataclass(frozen=True)
class SectionedContent(Content):
    """`lead` is the first sentence, before any heading. `link` is where the party reads it; a notice needs it."""

    demands: ClassVar[tuple[str, ...]] = ()

    heading: str
    lead: str
    sections: tuple[Section, ...]
    officials: tuple[Official, ...]
    rules: str | None = None
    link: str | None = field(default=None, kw_only=True)

    def title(self) -> str:
        return self.heading


@dataclass(frozen=True)
class SupplementContent(SectionedContent):
    """What is missing, why, by when, and what happens if nothing comes (forvaltningsloven § 11). Not a decision."""

    kind: ClassVar[LetterKind] = LetterKind.SUPPLEMENT
    demands: ClassVar[tuple[str, ...]] = ("missing", "deadline", "procedure", "consequence")


@dataclass(frozen=True)
class SupplementReceiptContent(SectionedContent):
    """The answers came, and a copy of them. A decision that builds on them carries it (forvaltningsloven § 25)."""

    kind: ClassVar[LetterKind] = LetterKind.SUPPLEMENT_RECEIPT
    demands: ClassVar[tuple[str, ...]] = ("received", "next_steps")


@dataclass(frozen=True)
class InterimReplyContent(SectionedContent):
    """The application is received, and when the answer is expected (forvaltningsloven § 11 a)."""

    kind: ClassVar[LetterKind] = LetterKind.INTERIM_REPLY
    demands: ClassVar[tuple[str, ...]] = ("expected",)


@dataclass(frozen=True)
class DelayNoticeContent(SectionedContent):
    """The answer comes later than was said, why, and when."""

    kind: ClassVar[LetterKind] = LetterKind.DELAY_NOTICE
    demands: ClassVar[tuple[str, ...]] = ("expected",)


@dataclass(frozen=True)
class AppealDismissalContent(SectionedContent):
    """A late appeal is not taken up (forvaltningsloven § 31): a decision that may be appealed itself."""

    kind: ClassVar[LetterKind] = LetterKind.APPEAL_DISMISSAL
    demands: ClassVar[tuple[str, ...]] = (
        "decision",
        "reasons",
        "appeal",
        "deadline",
        "procedure",
        "appeal_body",
        "access",
    )


@dataclass(frozen=True)
class AppealForwardingContent(SectionedContent):
    """Our statement to the appeal body, with a copy to the party, who may comment (forvaltningsloven § 33)."""

    kind: ClassVar[LetterKind] = LetterKind.APPEAL_FORWARDING
    demands: ClassVar[tuple[str, ...]] = ("appealed", "reasons", "appeal_body", "comment")


@dataclass(frozen=True)
class AppealResultContent(SectionedContent):
    """What the appeal body decided."""

    kind: ClassVar[LetterKind] = LetterKind.APPEAL_RESULT
    demands: ClassVar[tuple[str, ...]] = ("decision", "reasons", "final")


@dataclass(frozen=True)
class CorrectionContent(SectionedContent):
    """An error of writing in a decision that is put right, and what was corrected."""

    kind: ClassVar[LetterKind] = LetterKind.CORRECTION
    demands: ClassVar[tuple[str, ...]] = ("corrected",)


@dataclass(frozen=True)
class AccessAnswerContent(SectionedContent):
    """The answer to somebody who asked to see the file."""

    kind: ClassVar[LetterKind] = LetterKind.ACCESS_ANSWER
    demands: ClassVar[tuple[str, ...]] = ("decision",)


@dataclass(frozen=True)
class NominationReceiptContent(SectionedContent):
    """The nomination came, what happens now, and who sees it."""

    kind: ClassVar[LetterKind] = LetterKind.NOMINATION_RECEIPT
    demands: ClassVar[tuple[str, ...]] = ("received", "next_steps", "shielded")


@dataclass(frozen=True)
class JuryAppointmentContent(SectionedContent):
    """Somebody is appointed to the jury: the mandate, what they promise, and what they are asked to do."""

    kind: ClassVar[LetterKind] = LetterKind.JURY_APPOINTMENT
    demands: ClassVar[tuple[str, ...]] = ("mandate", "confidentiality", "impartiality", "next_steps")


@dataclass(frozen=True)
class PrizeWinnerContent(SectionedContent):
    """Congratulations, with the jury's statement and what the prize is. Made when it is handed over, never before."""

    kind: ClassVar[LetterKind] = LetterKind.PRIZE_WINNER
    demands: ClassVar[tuple[str, ...]] = ("statement", "prize", "photos")


@dataclass(frozen=True)
class PrizeThanksContent(SectionedContent):
    """Thanks, and one true thing that the jury said of the project."""

    kind: ClassVar[LetterKind] = LetterKind.PRIZE_THANKS
    demands: ClassVar[tuple[str, ...]] = ("thanks", "word")


@dataclass(frozen=True)
class GrantLapsedContent(SectionedContent):
    """Nobody answered the grant, so the money goes back to the pot."""

    kind: ClassVar[LetterKind] = LetterKind.GRANT_LAPSED
    demands: ClassVar[tuple[str, ...]] = ("decision", "reasons", "next_steps")


@dataclass(frozen=True)
class ChangeAnswerContent(SectionedContent):
    """What we say to a change that the party told us of."""

    kind: ClassVar[LetterKind] = LetterKind.CHANGE_ANSWER
    demands: ClassVar[tuple[str, ...]] = ("decision", "changed")


@dataclass(frozen=True)
class PaymentContent(SectionedContent):
    """What is paid, when, and to which account (only how it ends)."""

    kind: ClassVar[LetterKind] = LetterKind.PAYMENT
    demands: ClassVar[tuple[str, ...]] = ("payment", "next_steps")


@dataclass(frozen=True)
class ReportReceiptContent(SectionedContent):
    """The report came, with a copy of it."""

    kind: ClassVar[LetterKind] = LetterKind.REPORT_RECEIPT
    demands: ClassVar[tuple[str, ...]] = ("received", "next_steps")


@dataclass(frozen=True)
class ReportThanksContent(SectionedContent):
    """The report is approved: thanks, and what it came to."""

    kind: ClassVar[LetterKind] = LetterKind.REPORT_THANKS
    demands: ClassVar[tuple[str, ...]] = ("thanks",)


@dataclass(frozen=True)
class RecoveryWarningContent(SectionedContent):
    """Before money is claimed back: the facts, the rule, the amount, and by when the party may comment
    (forvaltningsloven § 16)."""

    kind: ClassVar[LetterKind] = LetterKind.RECOVERY_WARNING
    demands: ClassVar[tuple[str, ...]] = ("claim", "reasons", "comment")


@dataclass(frozen=True)
class RecoveryClaimContent(SectionedContent):
    """Money is claimed back: a decision of its own, which may be appealed."""

    kind: ClassVar[LetterKind] = LetterKind.RECOVERY_CLAIM
    demands: ClassVar[tuple[str, ...]] = (
        "decision",
        "reasons",
        "payment",
        "appeal",
        "deadline",
        "procedure",
        "appeal_body",
        "access",
    )


@dataclass(frozen=True)
class RecoveryReceiptContent(SectionedContent):
    """The appeal on a claim came, with a copy of it, and what happens now."""

    kind: ClassVar[LetterKind] = LetterKind.RECOVERY_RECEIPT
    demands: ClassVar[tuple[str, ...]] = ("received", "next_steps")


@dataclass(frozen=True)
class RecoveryChangeContent(SectionedContent):
    """A claim becomes less, or nothing: why, and what becomes of the money."""

    kind: ClassVar[LetterKind] = LetterKind.RECOVERY_CHANGE
    demands: ClassVar[tuple[str, ...]] = ("decision", "reasons", "next_steps")


KINDS.update({made.kind: made for made in SectionedContent.__subclasses__()})
