"""What the review panels of a case page show: plain values for the macros in templates/review/."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from app.applications.models import FlagLevel
from app.review.standing import Answer


@dataclass(frozen=True)
class CheckLine:
    """One formal check. `position` is that of the activity it is about, 0 for the whole case; with `code` it names the
    check in URLs. `anchor` is the id of the answers it is about, in the application beside it; empty for none."""

    code: str
    position: int
    name: str
    activity: str | None  # the title, where the case has several
    level: FlagLevel
    sentence: str
    advice: str
    anchor: str
    is_open: bool
    explanation: str | None
    explained_by: str | None
    explained_at: datetime | None

    @property
    def id(self) -> str:
        return f"check-{self.code}-{self.position}"


@dataclass(frozen=True)
class ChecksPanel:
    """The formal check. A `…_blocked` is the sentence that greys the button, or None.

    `explained` deviations count as green in `green`. `suggestion` says what the red ones lead to, if any.
    """

    deviations: Sequence[CheckLine]
    in_order: Sequence[CheckLine]
    green: int
    amber: int
    red: int
    checked_at: datetime | None
    suggestion: str | None
    can_start: bool
    start_blocked: str | None
    run_blocked: str | None
    explain_blocked: str | None
    pass_blocked: str | None
    may_reopen: bool
    is_waiting: bool  # the applicant is asked for more
    can_begin_review: bool
    begin_blocked: str | None
    passed_by: str | None
    passed_at: datetime | None

    @property
    def is_done(self) -> bool:
        return self.passed_at is not None


@dataclass(frozen=True)
class Colleague:
    """Somebody's answer on impartiality. `reason` only for those who may settle it."""

    name: str
    public_id: str
    answer: Answer
    at: datetime
    settled: bool
    is_self: bool
    reason: str | None
    settle_blocked: str | None


@dataclass(frozen=True)
class ImpartialityPanel:
    """The reader's own answer, and what colleagues answered. `must_declare` is False for who only reads."""

    must_declare: bool
    answer: Answer
    declared_at: datetime | None
    declare_blocked: str | None
    colleagues: Sequence[Colleague]

    @property
    def waiting(self) -> Sequence[Colleague]:
        return [one for one in self.colleagues if one.answer is Answer.DOUBT]

    @property
    def is_done(self) -> bool:
        return self.answer is Answer.IMPARTIAL or not self.must_declare


@dataclass(frozen=True)
class FirstScore:
    """What was given before it was changed, and why it was."""

    value: int | None
    comment: str | None
    reason: str
    changed_at: datetime


@dataclass(frozen=True)
class OtherScore:
    """A colleague's answer; no value is «kan ikke vurderes». `first`: what it was, where it is changed."""

    name: str
    value: int | None
    comment: str | None
    first: FirstScore | None = None


@dataclass(frozen=True)
class Card:
    """One criterion of a sheet: the own answer, and the others' where they may be seen."""

    code: str
    name: str
    description: str
    weight: int
    anchors: tuple[tuple[int, str], ...]
    value: int | None
    cannot_assess: bool
    comment: str | None
    first: FirstScore | None
    others: tuple[OtherScore, ...]
    median: Decimal | None
    spread: int | None
    is_divided: bool

    @property
    def anchor(self) -> str:
        """The sentence of the chosen value."""
        return next((sentence for value, sentence in self.anchors if value == self.value), "")

    @property
    def is_answered(self) -> bool:
        return self.value is not None or self.cannot_assess


@dataclass(frozen=True)
class ScoreSheet:
    """The scoring of one activity. `total`, `spread` and `assessments` are of all who sent, and None while the others
    are hidden from the reader (judging.blindness); `own_total` follows the reader's own answers."""

    position: int
    title: str
    cards: Sequence[Card]
    score_blocked: str | None
    is_started: bool
    may_revise: bool
    sent_at: datetime | None
    own_total: Decimal | None
    sees_others: bool
    assessors: Sequence[str]
    total: Decimal | None
    spread: int | None
    is_divided: bool
    assessments: int | None

    @property
    def answered(self) -> int:
        return sum(card.is_answered for card in self.cards)


@dataclass(frozen=True)
class ReviewPanel:
    """Everything the three macros need. `checks` is None and `sheets` empty while `read_blocked` says why the case
    may not be read: then the page shows the impartiality panel alone."""

    reference: str
    read_blocked: str | None
    is_refused: bool  # not this person at all (403), rather than not yet
    impartiality: ImpartialityPanel
    checks: ChecksPanel | None
    sheets: Sequence[ScoreSheet]
