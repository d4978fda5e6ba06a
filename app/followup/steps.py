"""Where a grant stands, line by line: each folder adds its own lines to the party's page and its own part to the page
of staff. Nothing here knows a folder (the same idea as applications.showing)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from app.access import Actor
from app.applications.models import Application
from app.followup.grants.models import Grant


class StepState(StrEnum):
    """Whose turn it is."""

    DONE = "done"
    YOURS = "yours"  # waits for the party
    OURS = "ours"  # waits for us
    LATER = "later"  # its time has not come
    STOPPED = "stopped"  # it will not happen: cancelled, refused, lapsed


@dataclass(frozen=True)
class Step:
    """One line, in the party's words. `on`: when it was done, or by when it is to be. `url` and `link`: where to do it
    or read more of it; the link's words say what it leads to."""

    text: str
    state: StepState
    detail: str = ""
    on: date | datetime | None = None
    url: str | None = None
    link: str | None = None


Of = TypeVar("Of")
Found = TypeVar("Found")


class CaseSeen:
    """A case with its grants, as somebody of the staff reads it at a moment. What several parts of the page ask the
    database is asked once."""

    def __init__(self, application: Application, grants: Sequence[Grant], reader: Actor, at: datetime) -> None:
        self.application, self.grants, self.reader, self.at = application, grants, reader, at
        self.grant_ids = tuple(grant.id for grant in grants)
        self._known: dict[Any, Any] = {}

    def once(self, query: Callable[[Of], Found], of: Of) -> Found:
        """What `query(of)` found, or finds now."""
        if (query, of) not in self._known:
            self._known[query, of] = query(of)
        found: Found = self._known[query, of]
        return found


Source = Callable[[Grant, datetime], Sequence[Step]]
Part = Callable[[CaseSeen], dict[str, Any] | None]
ORDER = ("acceptance", "changes", "programme", "payment", "report", "recovery", "closing")
"""As the party meets them."""
_sources: dict[str, Source] = {}
_parts: dict[str, Part] = {}


def adds_steps(folder: str) -> Callable[[Source], Source]:
    """Have `source(grant, at)` add its lines to the party's page of a grant. `folder`: one of ORDER."""

    def add(source: Source) -> Source:
        _sources[folder] = source
        return source

    return add


def adds_part(folder: str) -> Callable[[Part], Part]:
    """Have the staff page of a case include `followup/_<folder>.html`, with what `part(case)` gives as `part`; None
    leaves it out."""

    def add(part: Part) -> Part:
        _parts[folder] = part
        return part

    return add


def steps(grant: Grant, at: datetime) -> list[Step]:
    """Every line of a grant, in ORDER."""
    return [step for folder in ORDER if folder in _sources for step in _sources[folder](grant, at)]


def parts(case: CaseSeen) -> dict[str, dict[str, Any]]:
    """Folder → what its part of the staff page shows, in ORDER."""
    found = ((folder, _parts[folder](case)) for folder in ORDER if folder in _parts)
    return {folder: shown for folder, shown in found if shown is not None}
