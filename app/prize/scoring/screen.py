"""A juror's card and list as plain values, made once for the page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from app.formatting import full_day, kroner, number
from app.judging.actions import Given
from app.judging.models import Score
from app.judging.queries import Question
from app.policy import denial
from app.prize.models import OptionKind, Prize
from app.prize.nominations.models import Nomination, NominationImage, Side
from app.prize.nominations.queries import nominators
from app.prize.scoring import policy
from app.prize.scoring.forms import Typed, milliseconds
from app.prize.scoring.models import JurorNote
from app.prize.scoring.queries import OptionNames
from app.prize.scoring.reading import Entry, ReadingList


@dataclass(frozen=True)
class Asked:
    """One criterion, and what the juror has given it. `at`: milliseconds since 1970, 0 when nothing is."""

    question: Question
    value: int | None
    cannot_assess: bool
    comment: str
    at: int
    error: str | None = None

    @property
    def is_answered(self) -> bool:
        return self.value is not None or self.cannot_assess

    @property
    def sentence(self) -> str:
        """What the value means."""
        return next((sentence for value, sentence in self.question.anchors if value == self.value), "")


@dataclass(frozen=True)
class Card:
    """One nomination as a juror reads it. `blocked`: why no score can be given, if so."""

    nomination: Nomination
    before: Sequence[NominationImage]
    after: Sequence[NominationImage]
    facts: Sequence[tuple[str, str]]
    told: Sequence[tuple[str, str]]
    asked: Sequence[Asked]
    note: str
    note_at: int
    saved_at: datetime | None
    blocked: str | None

    @property
    def is_complete(self) -> bool:
        return all(one.is_answered for one in self.asked)


def card(
    prize: Prize,
    nomination: Nomination,
    names: OptionNames,
    questions: Sequence[Question],
    scores: Mapping[int, Score],
    note: JurorNote | None,
    at: datetime,
) -> Card:
    assessment = next((score.assessment for score in scores.values()), None)
    kept = [score.saved_at for score in scores.values()] + ([note.saved_at] if note else [])
    return Card(
        nomination=nomination,
        before=[image for image in nomination.images if image.side is Side.BEFORE],
        after=[image for image in nomination.images if image.side is Side.AFTER],
        facts=facts(names, nomination),
        told=told(names, nomination),
        asked=[_asked(question, scores.get(question.id)) for question in questions],
        note=note.text if note else "",
        note_at=milliseconds(note.saved_at) if note else 0,
        saved_at=max(kept, default=None),
        blocked=denial(policy.can_score, prize, assessment, at, nomination.scores_reopened_at),
    )


def _asked(question: Question, score: Score | None) -> Asked:
    if score is None:
        return Asked(question, None, False, "", 0)
    return Asked(question, score.value, score.cannot_assess, score.comment or "", milliseconds(score.saved_at))


def typed_again(one: Asked, typed: Typed) -> Asked:
    """As it was just typed, with what was wrong."""
    given: Given = typed.given
    return Asked(one.question, given.value, given.cannot_assess, given.comment or "", one.at, typed.error)


def _named(names: OptionNames, kind: OptionKind, code: str | None) -> str:
    return names.get((kind, code), code) if code else ""


def facts(names: OptionNames, nomination: Nomination) -> list[tuple[str, str]]:
    """What can be counted. «Ikke beregnet» where no number was given: that is allowed (domain.md 3.5)."""
    missing = str(_("Ikke beregnet"))
    rows = [
        (_("Hva og hvor mange"), ", ".join(f"{number(item.count)} {item.kind}" for item in nomination.items)),
        (_("Kostnad uten mva."), kroner(nomination.value_nok) if nomination.value_nok is not None else missing),
        (_("Nytt ville kostet"), _new_price(nomination) or missing),
        (_("Vekt"), f"{number(nomination.weight_kg)} kg" if nomination.weight_kg is not None else missing),
        (_("Klimagevinst"), f"{number(nomination.co2e_kg)} kg CO₂e" if nomination.co2e_kg is not None else missing),
        (_("Slik er det regnet"), nomination.method),
        (_("Avtale"), _named(names, OptionKind.AGREEMENT, nomination.agreement)),
        (_("Bestilt"), _named(names, OptionKind.ORDER_FORM, nomination.order_form)),
        (_("Leverandør"), nomination.supplier),
        (_("Gjort"), _period(nomination)),
        (_("Nominert av"), _who(names, nomination)),
    ]
    return [(str(label), value) for label, value in rows if value]


def _new_price(nomination: Nomination) -> str:
    if nomination.new_price_nok is None:
        return ""
    basis = f" ({nomination.new_price_basis})" if nomination.new_price_basis else ""
    return f"{kroner(nomination.new_price_nok)}{basis}"


def _period(nomination: Nomination) -> str:
    return " – ".join(full_day(day) for day in (nomination.period_from, nomination.period_to) if day)


def _who(names: OptionNames, nomination: Nomination) -> str:
    """Everybody who nominated it, and what they are to it: the jury knows who nominates their own."""
    return " · ".join(
        " – ".join(part for part in (one.name, _relation(names, one.nomination)) if part)
        for one in nominators(nomination)
    )


def _relation(names: OptionNames, nomination: Nomination) -> str:
    return f"«{_named(names, OptionKind.RELATION, nomination.relation)}»" if nomination.relation else ""


def told(names: OptionNames, nomination: Nomination) -> list[tuple[str, str]]:
    """What the nominators wrote, each under its question; of those merged into it, why they nominated it too."""
    social = [_named(names, OptionKind.SOCIAL, code) for code in nomination.social]
    rows = [
        (_("Hva kan andre kopiere?"), nomination.transfer),
        (_("Læring og arbeid"), ". ".join(part for part in (", ".join(social), nomination.social_text) if part)),
        (_("Hvordan brukerne var med"), nomination.users),
    ]
    rows += [(_("%(name)s skriver", name=one.nominator_name), one.why) for one in nomination.merged]
    return [(str(label), text) for label, text in rows if text]


def compared(cards: Sequence[Card]) -> list[tuple[str, list[str]]]:
    """Each fact that one of them has, with what each says of it («» where it says nothing)."""
    labels = list(dict.fromkeys(label for each in cards for label, _value in each.facts))
    return [(label, [dict(each.facts).get(label, "") for each in cards]) for label in labels]


@dataclass(frozen=True)
class Row:
    """A nomination in the list. `done` of `of` criteria are answered."""

    entry: Entry
    done: int
    of: int
    picture: str | None

    @property
    def is_complete(self) -> bool:
        return self.done >= self.of > 0


@dataclass(frozen=True)
class CardList:
    """The member's own list, and those that others read."""

    rows: Sequence[Row]
    closed: Sequence[Entry]

    @property
    def complete(self) -> int:
        return sum(row.is_complete for row in self.rows)

    @property
    def following(self) -> Row | None:
        """The first that is not finished."""
        return next((row for row in self.rows if not row.is_complete), None)


def card_list(found: ReadingList, answered: Mapping[int, int], criteria: int, pictures: Mapping[int, str]) -> CardList:
    rows = [Row(one, answered.get(one.subject_id, 0), criteria, pictures.get(one.id)) for one in found.entries]
    return CardList(rows, found.closed)
