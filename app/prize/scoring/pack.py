"""A juror's own reading list on paper: rubric, nominations with pictures, and room for notes. It holds what that juror
may read, in that juror's order, and says on every page whose it is and that it is not public."""

import io
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from app.clock import local
from app.files.queries import read
from app.formatting import HARD, THIN, moment
from app.judging.queries import questions
from app.letters.page import document
from app.letters.pdf import print_page
from app.prize.models import Prize
from app.prize.nominations import checks, marking, showing
from app.prize.nominations.models import Nomination, NominationImage, Side
from app.prize.nominations.queries import for_jury
from app.prize.scoring import reading
from app.prize.scoring.reading import Sitting

LARGE, SMALL = 720, 300
"""Longest side in dots: what 85 mm and 27 mm on paper need at a good 200 and 280 dots an inch."""
QUALITY = 80
LINES = 21
"""For notes on each nomination: the rest of its second page."""
MOST_PRINTED = 4
"""Of each side: one large and a row of three below it. The rest are on the screen."""
AT_ONCE = 2
"""Pictures that are made smaller at the same time: Pillow lets go of the interpreter meanwhile."""


@dataclass(frozen=True)
class Figure:
    """A picture on paper. `name`: what the page calls it."""

    name: str
    alt: str


@dataclass(frozen=True)
class Asked:
    """A question about facts, and what was answered."""

    question: str
    answer: str


@dataclass(frozen=True)
class Sheet:
    """One nomination, as plain values. `sides`: before and after, each with its title and its pictures, the first of
    them large."""

    anchor: str
    number: int
    reference: str
    project: str
    unit: str
    nominated: str
    why: str
    rows: Sequence[showing.Row]
    sides: Sequence[tuple[str, Sequence[Figure]]]
    unprinted: int
    asked: Sequence[Asked]


def pack(seated: Sitting, at: datetime) -> bytes:
    """The PDF. Raises FileNotFoundError when a picture is gone."""
    own = own_list(seated)
    html = page(seated, [_sheet(one, number, seated.prize) for number, one in enumerate(own, start=1)], at)
    return print_page(html, at, images=pictures(own))


def own_list(seated: Sitting) -> list[Nomination]:
    """What the member may read, whole, in the member's own order."""
    found = {one.id: one for one in for_jury(seated.prize)}
    return [found[entry.id] for entry in reading.reading_list(seated).entries]


def page(seated: Sitting, sheets: Sequence[Sheet], at: datetime) -> str:
    prize, member = seated.prize, seated.member
    return document(
        "prize/documents/pack.html",
        "nb",
        colour=prize.letter_colour,
        prize=prize,
        name=member.user.name,
        unit=member.seat.unit,
        mark=marking.page_mark(local(at).date()),
        closes=moment(prize.scoring_closes_at),
        criteria=questions(prize.rubric_id),
        sheets=sheets,
        lines=range(LINES),
    )


def _sheet(nomination: Nomination, number: int, prize: Prize) -> Sheet:
    rules = checks.rules_of(prize)
    relation = showing.relation(nomination, rules)
    return Sheet(
        anchor=f"n{number}",
        number=number,
        reference=nomination.reference,
        project=nomination.project,
        unit=nomination.unit,
        nominated=f"{nomination.nominator_name} («{relation}»)" if relation else nomination.nominator_name,
        why=nomination.why,
        rows=[(label, value.replace(THIN, HARD)) for label, value in showing.fact_rows(nomination, rules)],
        sides=[(str(title), _figures(nomination, side)) for side, title in _titles().items()],
        unprinted=len(nomination.images) - sum(len(_of(nomination, side)) for side in Side),
        asked=[Asked(one.question, one.answer) for one in nomination.requests if one.answer],
    )


def _titles() -> Mapping[Side, str]:
    return {Side.BEFORE: str(_("Før")), Side.AFTER: str(_("Etter"))}


def _figures(nomination: Nomination, side: Side) -> list[Figure]:
    title = _titles()[side]
    return [Figure(image.public_id, image.alt or title) for image in _of(nomination, side)]


def _of(nomination: Nomination, side: Side) -> list[NominationImage]:
    """Those that are printed."""
    return [image for image in nomination.images if image.side is side][:MOST_PRINTED]


def pictures(nominations: Iterable[Nomination]) -> dict[str, bytes]:
    """Every picture that is printed, by its public id, no larger than on paper: the first of each side large."""
    wanted = [
        (image.public_id, image.sha256, SMALL if position else LARGE)
        for nomination in nominations
        for side in Side
        for position, image in enumerate(_of(nomination, side))
    ]
    stored = [read(sha256) for _name, sha256, _longest in wanted]
    with ThreadPoolExecutor(AT_ONCE) as makers:
        made = makers.map(scaled, stored, [longest for _name, _sha256, longest in wanted])
        return {name: data for (name, _sha256, _longest), data in zip(wanted, made, strict=True)}


def scaled(data: bytes, longest: int) -> bytes:
    """A JPEG of ours as a smaller one. One that is small enough stays as it is."""
    from PIL import Image  # 30 ms that only who prints pays

    with Image.open(io.BytesIO(data), formats=("JPEG",)) as picture:
        if max(picture.size) <= longest:
            return data
        picture.draft("RGB", (longest, longest))  # read at a half, a quarter or an eighth
        picture.thumbnail((longest, longest), Image.Resampling.BICUBIC, reducing_gap=2)
        made = io.BytesIO()
        picture.save(made, "JPEG", quality=QUALITY)
        return made.getvalue()
