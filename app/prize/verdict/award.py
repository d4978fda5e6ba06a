"""What the public reads of the winner, as plain values; for the year's page and whatever else is public."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.prize.nominations.models import Nomination, NominationImage, Side
from app.prize.verdict import queries
from app.prize.verdict.models import Verdict


@dataclass(frozen=True)
class Picture:
    """`public_id` stands in the address (`prize.public_image`); sizes in pixels."""

    public_id: str
    side: Side
    alt: str
    width: int
    height: int


@dataclass(frozen=True)
class Project:
    project: str
    unit: str


@dataclass(frozen=True)
class Award:
    """The winner of one year, and those with an honourable mention."""

    year: int
    winner: Project
    statement: str
    sentence: str
    pictures: tuple[Picture, ...]
    mentions: tuple[Project, ...]
    published_at: datetime
    was_proven: bool
    was_drawn: bool

    @property
    def before(self) -> list[Picture]:
        return [each for each in self.pictures if each.side is Side.BEFORE]

    @property
    def after(self) -> list[Picture]:
        return [each for each in self.pictures if each.side is Side.AFTER]


def award_of(year: int) -> Award | None:
    """None until the winner is published. At most three statements."""
    verdict = queries.public_verdict(year)
    return None if verdict is None else _award(year, verdict, queries.public_pictures(verdict))


def _award(year: int, verdict: Verdict, pictures: Sequence[NominationImage]) -> Award:
    assert verdict.published_at is not None
    return Award(
        year=year,
        winner=_project(verdict.winner),
        statement=verdict.statement,
        sentence=verdict.diploma_sentence,
        pictures=tuple(Picture(each.public_id, each.side, each.alt, each.width, each.height) for each in pictures),
        mentions=tuple(_project(each) for each in verdict.mentions),
        published_at=verdict.published_at,
        was_proven=verdict.commitment_published_at is not None,
        was_drawn=verdict.draw_id is not None,
    )


def _project(nomination: Nomination) -> Project:
    return Project(nomination.project, nomination.unit)
