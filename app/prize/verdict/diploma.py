"""The diploma: A4 across, drawn when it is asked for and not kept (docs/decisions/0009)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from flask_babel import gettext as _

from app.clock import local
from app.letters.page import document
from app.letters.pdf import print_page
from app.prize.jury.models import JuryMember
from app.prize.jury.standing import Standing
from app.prize.verdict.emblem import drawing
from app.prize.verdict.models import Verdict
from app.prize.verdict.watermark import SEALED, watermark

SIZES = ((22, "large", 17), (44, "medium", 21), (999, "small", 27))
"""Up to so many letters in the project's name: its size, and how many letters a line then holds."""
SENTENCE_ROOM = 45


@dataclass(frozen=True)
class Signer:
    """Who writes their name above the line, and the seat they sit in."""

    name: str
    seat: str


@dataclass(frozen=True)
class Diploma:
    """All that stands on it. `sentence` is the jury's own; `place` is where it is handed over."""

    municipality: str
    prize: str
    theme: str
    project: str
    unit: str
    sentence: str
    place: str
    on: date
    jury: tuple[Signer, ...]
    year: int
    colour: str


def diploma_of(verdict: Verdict, standing: Standing, on: date) -> Diploma:
    """The standing verdict's. Those of the jury who judged the winner sign; whoever was recused from it does not.

    `on` is used where no day for the handover is set and it has not happened.
    """
    prize, winner = verdict.prize, verdict.winner
    handed_over = local(verdict.handed_over_at).date() if verdict.handed_over_at else prize.handover_on
    return Diploma(
        municipality=prize.municipality,
        prize=prize.name,
        theme=prize.theme,
        project=winner.project,
        unit=winner.unit,
        sentence=verdict.diploma_sentence,
        place=prize.municipality.removesuffix(" kommune"),
        on=handed_over or on,
        jury=tuple(_signer(each) for each in standing.readers(winner)),
        year=prize.year,
        colour=prize.letter_colour,
    )


def _signer(member: JuryMember) -> Signer:
    seat = member.seat.unit
    return Signer(member.user.name, _("%(seat)s, juryleder", seat=seat) if member.is_chair else seat)


def print_diploma(diploma: Diploma, *, is_sealed: bool) -> bytes:
    """The finished PDF. `is_sealed`: with the mark of the embargo across it."""
    size, room = next((name, room) for most, name, room in SIZES if len(diploma.project) <= most)
    html = document(
        "prize/documents/diploma.html",
        "nb",
        diploma=diploma,
        size=size,
        lines=balanced(diploma.project, room),
        sentence=balanced(diploma.sentence, SENTENCE_ROOM),
        colour=diploma.colour,
        is_sealed=is_sealed,
    )
    pictures = {"emblem": drawing(diploma.year, diploma.colour).encode()}
    if is_sealed:
        pictures[SEALED] = watermark()
    made_at = datetime(diploma.on.year, diploma.on.month, diploma.on.day, tzinfo=UTC)
    return print_page(html, made_at, images=pictures)


def balanced(text: str, room: int) -> list[str]:
    """The text on as few lines of `room` letters as hold it, the longest as short as can be: a heading that stands
    like a block, not with one word alone below. A word longer than the room keeps its line."""
    words = text.split()
    for count in range(1, len(words) + 1):
        ways = [way for way in _parted(words, count) if all(len(line) <= room for line in way)]
        if ways:
            return min(ways, key=lambda way: (max(map(len, way)), -len(way[0])))
    return words


def _parted(words: Sequence[str], count: int) -> Iterator[list[str]]:
    """Every way to part the words into so many lines."""
    if count == 1:
        yield [" ".join(words)]
        return
    for first in range(1, len(words) - count + 2):
        for rest in _parted(words[first:], count - 1):
            yield [" ".join(words[:first]), *rest]
