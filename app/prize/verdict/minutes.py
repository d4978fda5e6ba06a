"""The jury's minutes as plain values (domain.md 5.2): written once, kept with the verdict, and printed from there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.access import Actor
from app.formatting import score
from app.letters.content import Sender
from app.prize.jury import grounds
from app.prize.jury.models import JuryMember
from app.prize.jury.standing import Standing
from app.prize.letters import sender
from app.prize.meeting.ladder import Rung
from app.prize.meeting.matrix import Mark, judged_nominations
from app.prize.meeting.models import Ballot
from app.prize.nominations.models import Nomination
from app.prize.verdict import proceedings
from app.prize.verdict.models import Verdict, VerdictPlace
from app.prize.verdict.proceedings import Counts

SEPARATED: dict[str, str] = {
    Rung.TOTAL: _l("Førsteplassen ble avgjort av høyest sum."),
    Rung.FIRST_CRITERION: _l("Summen var lik. Førsteplassen ble avgjort av høyest poeng på det første kriteriet."),
    Rung.FEWEST_RECUSALS: _l("Poengene var like. Førsteplassen ble avgjort av færrest inhabile."),
    Rung.CHAIR: _l("Alt var likt. Jurylederen avgjorde førsteplassen, slik mandatet åpner for."),
    Rung.DRAW: _l("Alt var likt. Førsteplassen ble avgjort ved loddtrekning."),
    Rung.VOTE: _l("Juryen stemte over førsteplassen."),
}
CELLS: dict[str, str] = {Mark.RECUSED: _l("inhabil"), Mark.MISSING: _l("ikke levert"), Mark.ABSENT: "–"}


@dataclass(frozen=True)
class Member:
    """`role`: «juryleder», «vara» or nothing."""

    name: str
    seat: str
    role: str
    was_there: bool


@dataclass(frozen=True)
class Recusal:
    member: str
    project: str
    reason: str


@dataclass(frozen=True)
class Weight:
    """A criterion with its weight in per cent."""

    name: str
    weight: int


@dataclass(frozen=True)
class Told:
    """Something said or decided: of a project, or of a question."""

    about: str
    text: str


@dataclass(frozen=True)
class Ranked:
    """`place`: «1. plass», «Hederlig omtale»."""

    place: str
    project: str
    unit: str


@dataclass(frozen=True)
class Line:
    """One nomination's row: median by criterion, total and spread; and each member's own in the annex. A score that
    was changed after the meeting stands as «5 (før 4)»."""

    project: str
    medians: tuple[str, ...]
    total: str
    spread: str
    own: tuple[str, ...]


@dataclass(frozen=True)
class Scores:
    """`members`: the columns of the annex, with each member's mean."""

    members: tuple[str, ...]
    means: tuple[str, ...]
    lines: tuple[Line, ...]
    is_any_changed: bool


@dataclass(frozen=True)
class Drawn:
    """How a draw went, so that anybody may do it again (docs/draw.md)."""

    order: tuple[str, ...]
    openings: tuple[str, ...]
    seed: str


@dataclass(frozen=True)
class Minutes:
    """All that the minutes say. `scores` is None where only the ranking is to be kept."""

    sender: Sender
    prize: str
    reference: str
    theme: str
    version: int
    met_at: datetime | None
    members: tuple[Member, ...]
    secretary: str
    recusals: tuple[Recusal, ...]
    mandate: str
    quorum: int
    criteria: tuple[Weight, ...]
    counts: Counts
    asked: int
    answered: int
    scores: Scores | None
    notes: tuple[Told, ...]
    ballots: tuple[Told, ...]
    places: tuple[Ranked, ...]
    separated_by: str | None
    draw: Drawn | None
    statement: str
    sentence: str
    words: tuple[Told, ...]


def gather(verdict: Verdict, jury: Standing, *, by: Actor) -> Minutes:
    """What the minutes say now; `by` keeps them. The scores are those frozen with the verdict."""
    prize, nominations = verdict.prize, judged_nominations(verdict.prize)
    there = {member.id for member in proceedings.present(prize)}
    asked, answered = proceedings.finalists_asked(prize)
    frozen = verdict.matrix
    word_of = {each.nomination_id: each.text for each in verdict.words}
    return Minutes(
        sender=sender(prize),
        prize=prize.name,
        reference=prize.reference,
        theme=prize.theme,
        version=verdict.version,
        met_at=prize.meeting_at,
        members=tuple(_member(one, there) for one in jury.members if one.id in there or not one.is_deputy),
        secretary=by.display_name,
        recusals=tuple(_recusals(jury, nominations)),
        mandate=prize.mandate,
        quorum=prize.quorum,
        criteria=tuple(Weight(each["name"], each["weight"]) for each in frozen.get("criteria", ())),
        counts=proceedings.counts(prize),
        asked=asked,
        answered=answered,
        scores=_scores(frozen) if prize.minutes_show_scores and frozen else None,
        notes=tuple(Told(each.project, text) for each, text in proceedings.notes(nominations)),
        ballots=tuple(_ballot(each) for each in proceedings.ballots(prize)),
        places=tuple(_ranked(each) for each in verdict.places),
        separated_by=str(SEPARATED[verdict.separated_by]) if verdict.separated_by in SEPARATED else None,
        draw=_drawn(verdict, nominations, jury),
        statement=verdict.statement,
        sentence=verdict.diploma_sentence,
        words=tuple(Told(each.project, word_of[each.id]) for each in nominations if word_of.get(each.id)),
    )


def _member(one: JuryMember, there: set[int]) -> Member:
    role = _("juryleder") if one.is_chair else _("vara") if one.is_deputy else ""
    return Member(one.user.name, one.seat.unit, str(role), one.id in there or not there)


def _recusals(jury: Standing, nominations: Sequence[Nomination]) -> list[Recusal]:
    found = []
    for nomination in nominations:
        for member in jury.recused(nomination):
            found.append(Recusal(member.user.name, nomination.project, _why(jury, member, nomination)))
    return found


def _why(jury: Standing, member: JuryMember, nomination: Nomination) -> str:
    """What the others decided, what the member said, or the ground that holds by itself."""
    row = jury.declaration(member, nomination)
    if row is not None and row.settled_as is not None:
        return str(_("Avgjort av de andre i juryen. %(reason)s", reason=row.settled_reason or "")).strip()
    if row is not None and row.reason:
        return row.reason
    ground = jury.ground(member, nomination)
    return grounds.reason(ground) if ground else str(_("Medlemmets eget svar."))


def _ballot(ballot: Ballot) -> Told:
    votes = [vote.nomination_id for vote in ballot.votes]
    parts = [f"{each.nomination.project} {votes.count(each.nomination_id)}" for each in ballot.choices]
    parts.append(str(_("blanke %(count)s", count=votes.count(None))))
    result = _("Valgt: %(project)s.", project=ballot.won.project) if ballot.won else _("Ingen fikk flest stemmer.")
    return Told(ballot.question, f"{', '.join(parts)}. {result}")


def _ranked(each: VerdictPlace) -> Ranked:
    place = _("%(place)s. plass", place=each.place) if each.place else _("Hederlig omtale")
    if each.place and each.is_honourable:
        place = _("%(place)s. plass, hederlig omtale", place=each.place)
    return Ranked(str(place), each.nomination.project, each.nomination.unit)


def _drawn(verdict: Verdict, nominations: Sequence[Nomination], jury: Standing) -> Drawn | None:
    if verdict.draw is None or verdict.draw.seed is None:
        return None
    project_of = {each.reference: each.project for each in nominations}
    return Drawn(
        order=tuple(f"{reference} {project_of.get(reference, '')}".strip() for reference in verdict.draw.drawn),
        openings=tuple(f"{each.member.user.name}: {each.opening}" for each in verdict.draw.numbers),
        seed=verdict.draw.seed,
    )


def _scores(frozen: dict[str, Any]) -> Scores:
    codes = [each["code"] for each in frozen["criteria"]]
    columns = [each["id"] for each in frozen["members"]]
    changed = any(cell["first"] for row in frozen["rows"] for cell in row["cells"].values())
    return Scores(
        members=tuple(each["name"] for each in frozen["members"]),
        means=tuple(_decimal(each["mean"]) for each in frozen["members"]),
        lines=tuple(_line(row, codes, columns) for row in frozen["rows"]),
        is_any_changed=changed,
    )


def _line(row: dict[str, Any], codes: Sequence[str], columns: Sequence[str]) -> Line:
    return Line(
        project=row["project"],
        medians=tuple(_decimal(row["medians"].get(code), half=True) for code in codes),
        total=_decimal(row["total"]),
        spread="–" if row["spread"] is None else str(row["spread"]),
        own=tuple(_cell(row["cells"][column], codes) for column in columns),
    )


def _cell(cell: dict[str, Any], codes: Sequence[str]) -> str:
    """«4 3 5 4 2 4», with what was changed: «5 (før 4)»."""
    if cell["mark"] != Mark.GIVEN:
        return str(CELLS[cell["mark"]])
    return " ".join(_value(cell, code) for code in codes)


def _value(cell: dict[str, Any], code: str) -> str:
    now = _plain(cell["values"].get(code))
    return (
        str(_("%(now)s (før %(first)s)", now=now, first=_plain(cell["first"][code]))) if code in cell["first"] else now
    )


def _plain(value: int | None) -> str:
    return "–" if value is None else str(value)


def _decimal(text: str | None, *, half: bool = False) -> str:
    """«78,8»; a median stays whole where it is whole: «4», «3,5»."""
    if text is None:
        return "–"
    value = Decimal(text)
    return str(int(value)) if half and value == value.to_integral_value() else score(value)
