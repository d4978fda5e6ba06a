"""An event's own part of its address: words of its title, kept for good, whatever it is called later."""

import re

from sqlalchemy import select

from app.extensions import db
from app.programme.models import ProgrammeEvent

LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ä": "a", "ö": "o", "é": "e", "ü": "u"})
MOST = 50
TAKEN = frozenset({"kart", "meld-pa", "takk"})
"""Pages of the programme that are no events."""


def slug_of(title: str) -> str:
    """«Fiksekveld på Tøyen!» → fiksekveld-pa-toyen. A long title is cut between its words."""
    plain = re.sub(r"[^a-z0-9]+", "-", title.lower().translate(LETTERS)).strip("-")
    if len(plain) > MOST:
        plain = plain[: MOST + 1].rpartition("-")[0] or plain[:MOST]
    return plain or "arrangement"


def free_slug(week_id: int, title: str) -> str:
    """The title's slug, with a number where the week has it already."""
    slug = slug_of(title)
    like = ProgrammeEvent.slug.like(f"{slug}%")
    taken = TAKEN | set(db.session.scalars(select(ProgrammeEvent.slug).where(ProgrammeEvent.week_id == week_id, like)))
    if slug not in taken:
        return slug
    return next(name for number in range(2, len(taken) + 3) if (name := f"{slug}-{number}") not in taken)
