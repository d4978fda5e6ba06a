"""What a letter says, as plain values. The room that owns the case fills these in; nothing here knows a table."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar, TypeVar

from app.law.statutes import Topic, cite, rules_line
from app.letters.models import LetterKind
from app.letters.plain import from_plain, to_plain
from app.letters.wording import Wording

C = TypeVar("C", bound="Content")


class LineOutcome(StrEnum):
    """What one activity gets. The same codes as in the decision room, which stands above this one."""

    GRANTED_FULL = "granted_full"
    GRANTED_PART = "granted_part"
    REJECTED = "rejected"
    DISMISSED = "dismissed"

    @property
    def is_grant(self) -> bool:
        return self in {LineOutcome.GRANTED_FULL, LineOutcome.GRANTED_PART}


@dataclass(frozen=True)
class Sender:
    """Who writes: small and quiet at the top of the page. `colour` is #rrggbb."""

    municipality: str
    unit: str
    orgnr: str | None
    address: str
    email: str
    phone: str
    colour: str = "#2a2859"


@dataclass(frozen=True)
class Recipient:
    """Who the letter is to. `address` is lines of a postal address, often none."""

    name: str
    orgnr: str | None = None
    address: tuple[str, ...] = ()


@dataclass(frozen=True)
class Content:
    """What every letter has. `language` decides its words and dates, and the letter keeps it."""

    kind: ClassVar[LetterKind]

    sender: Sender
    recipient: Recipient
    reference: str
    on: date
    language: str = field(default="nb", kw_only=True)

    def title(self) -> str:
        """The heading, which states the outcome. At most 200 characters."""
        raise NotImplementedError

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values, for keeping."""
        plain: dict[str, Any] = to_plain(self)
        return plain

    @classmethod
    def from_dict(cls: type[C], values: dict[str, Any]) -> C:
        """The content as it was before `to_dict`. Raises KeyError or TypeError for something else."""
        made: C = from_plain(cls, values)
        return made


@dataclass(frozen=True)
class ReceiptContent(Content):
    """«Vi har fått søknaden», with a copy of everything that was sent (`application`: the frozen snapshot).

    `came_as` says how it came, in words: «på nett», «med post».
    """

    kind: ClassVar[LetterKind] = LetterKind.RECEIPT

    round_name: str
    received_at: datetime
    came_as: str
    version: int
    next_steps: tuple[str, ...]
    answer_due: date
    application: dict[str, Any]
    link: str | None = None

    def title(self) -> str:
        _ = Wording(self.language).gettext
        return _("Vi har fått søknaden deres til %(round)s") % {"round": self.round_name}


@dataclass(frozen=True)
class DecisionLineContent:
    """The outcome for one activity, with its reasons. `when` and `where` are words; amounts are whole kroner."""

    title: str
    when: str
    where: str
    outcome: LineOutcome
    sought_nok: int
    amount_nok: int
    reasons: str
    reduction_reasons: str | None = None
    expected_for_less: str | None = None
    advice: str | None = None
    special_condition: str | None = None


@dataclass(frozen=True)
class RoundFacts:
    """What the competition was: part of the reasons when somebody gets less than they asked for."""

    name: str
    purpose: str
    applications: int
    sought_nok: int
    pot_nok: int


@dataclass(frozen=True)
class Acceptance:
    """By when a grant is to be accepted, and where."""

    deadline: date
    link: str


@dataclass(frozen=True)
class AppealBlock:
    """How to appeal. `deadline` is None where the round gives no individual decisions: then no appeal is offered."""

    body: str
    address: str
    link: str
    deadline: date | None


@dataclass(frozen=True)
class Late:
    """Why a late application is dismissed: the two times, and what was looked into about an exception."""

    deadline: datetime
    received_at: datetime
    form_worked: bool = False  # say so only when somebody has looked
    exception_reasons: str | None = None
    exception_assessment: str | None = None


@dataclass(frozen=True)
class Rules:
    """The rules behind the decision, for the small print. Made by `rules_for`."""

    basis: str
    procedure: str
    access: str


def rules_for(on: date, budget_decision: str, guidelines: str) -> Rules:
    """The rules line of a decision made on this day: the act and its sections are dated data in law/statutes.py."""
    basis = f"{budget_decision}, {guidelines}"
    return Rules(basis[:1].upper() + basis[1:], rules_line(on), cite(Topic.ACCESS, on))


@dataclass(frozen=True)
class ChangedLine:
    """What one activity got, and gets now: «Avslag», «3 000 kroner»."""

    title: str
    before: str
    now: str


@dataclass(frozen=True)
class Change:
    """A decision made anew: the version before, what is changed, why, and what allows it.

    `accepted_nok` stands from before; `asked_nok` is what the party has to answer now. `costs`: where costs may be
    claimed (changed in the party's favour), the rule that says so.
    """

    previous_on: date
    lines: tuple[ChangedLine, ...]
    explanation: str
    ground: str
    accepted_nok: int = 0
    asked_nok: int = 0
    comment: str | None = None
    costs: str | None = None


@dataclass(frozen=True)
class DecisionContent(Content):
    """A decision: one line for each activity, each with its own outcome and reasons.

    `payment` says when the money comes, `asks_account` that an account is asked for; letters from before payments were
    made here have neither. `change`: it replaces an earlier decision.
    """

    kind: ClassVar[LetterKind] = LetterKind.DECISION

    round: RoundFacts
    lines: tuple[DecisionLineContent, ...]
    conditions: tuple[str, ...]
    appeal: AppealBlock
    handler: str
    approver: str
    approver_title: str | None
    rules: Rules
    acceptance: Acceptance | None = None
    late: Late | None = None
    supplement_on: date | None = None
    decision_link: str | None = None
    change: Change | None = None

    payment: str | None = None
    asks_account: bool = False
    report_due: date | None = None
    programme_link: str | None = None
    may_ask_to_wait: bool = False

    @property
    def granted_nok(self) -> int:
        return sum(line.amount_nok for line in self.lines)

    @property
    def sought_nok(self) -> int:
        return sum(line.sought_nok for line in self.lines)

    @property
    def granted(self) -> tuple[DecisionLineContent, ...]:
        return tuple(line for line in self.lines if line.outcome.is_grant)

    @property
    def is_individual_decision(self) -> bool:
        """Enkeltvedtak: may be appealed."""
        return self.appeal.deadline is not None

    @property
    def is_dismissal(self) -> bool:
        """Nothing of it was considered on its merits."""
        return all(line.outcome is LineOutcome.DISMISSED for line in self.lines)

    def title(self) -> str:
        title = self._title_of_one(self.lines[0]) if len(self.lines) == 1 else self._title_of_several()
        if self.change is None:
            return title
        _ = Wording(self.language).gettext
        return _("Vi har endret vedtaket: %(title)s") % {"title": title[:1].lower() + title[1:]}

    def _title_of_one(self, line: DecisionLineContent) -> str:
        words = Wording(self.language)
        _ = words.gettext
        sentence = {
            LineOutcome.GRANTED_FULL: _("Dere får %(amount)s kroner til %(title)s"),
            LineOutcome.GRANTED_PART: _("Dere får %(amount)s av %(sought)s kroner til %(title)s"),
            LineOutcome.REJECTED: _("Vi kan dessverre ikke støtte %(title)s"),
            LineOutcome.DISMISSED: _("Vi behandler ikke søknaden om %(title)s"),
        }[line.outcome]
        amount, sought = words.number(line.amount_nok), words.number(line.sought_nok)
        return sentence % {"amount": amount, "sought": sought, "title": line.title}

    def _title_of_several(self) -> str:
        words = Wording(self.language)
        _ = words.gettext
        granted, all_of_them = len(self.granted), len(self.lines)
        if self.is_dismissal:
            sentence = _("Vi behandler ikke søknaden om %(all)s aktiviteter")
        elif not granted:
            sentence = _("Vi kan dessverre ikke støtte de %(all)s aktivitetene dere søkte om")
        elif granted < all_of_them:
            sentence = _("Dere får %(amount)s kroner til %(granted)s av %(all)s aktiviteter")
        elif self.granted_nok < self.sought_nok:
            sentence = _("Dere får %(amount)s av %(sought)s kroner til %(all)s aktiviteter")
        else:
            sentence = _("Dere får %(amount)s kroner til %(all)s aktiviteter")
        return sentence % {
            "amount": words.number(self.granted_nok),
            "sought": words.number(self.sought_nok),
            "granted": words.count(granted),
            "all": words.count(all_of_them),
        }


@dataclass(frozen=True)
class AppealReceiptContent(Content):
    """«Vi har fått klagen»: the receipt that eForvaltningsforskriften § 6 asks for, with what happens next."""

    kind: ClassVar[LetterKind] = LetterKind.APPEAL_RECEIPT

    decision_title: str
    received_at: datetime
    deadline: date
    in_time: bool
    text: str
    appeal_body: str
    sent_by: str
    attachment: str | None = None
    next_steps: tuple[str, ...] = field(default=())

    def title(self) -> str:
        _ = Wording(self.language).gettext
        return _("Vi har fått klagen deres i sak %(reference)s") % {"reference": self.reference}


KINDS: dict[LetterKind, type[Content]] = {
    LetterKind.RECEIPT: ReceiptContent,
    LetterKind.DECISION: DecisionContent,
    LetterKind.APPEAL_RECEIPT: AppealReceiptContent,
}
