"""Nominations that may be about the same project. Pure: over what stands in them, never a verdict, only a hint."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.prize.nominations.models import Nomination, NominationStatus

WORD = re.compile(r"\w{3,}")
EMPTY_WORDS = frozenset(
    {"avdeling", "avdelingen", "ble", "det", "den", "for", "fra", "med", "nye", "nytt", "ombruk", "prosjekt"}
    | {"prosjektet", "redesign", "reparasjon", "selv", "som", "til", "ved"}
)
SHARED_WORDS = 0.5
"""From this share of the shorter name's words two names are alike."""
OUT = frozenset({NominationStatus.DRAFT, NominationStatus.MERGED, NominationStatus.WITHDRAWN})
SPECIMEN = re.compile(r"\(.*?\)|[^\w ]")


class Likeness(StrEnum):
    """What two nominations have in common."""

    PROJECT = "project"
    UNIT = "unit"
    SUPPLIER = "supplier"


@dataclass(frozen=True)
class Twin:
    """Another nomination that is probably of the same project, and by what."""

    nomination: Nomination
    alike: tuple[Likeness, ...]


@dataclass(frozen=True)
class Print:
    """What two nominations are compared by."""

    nomination: Nomination
    words: frozenset[str]
    unit: str
    supplier: str


def _plain(text: str) -> str:
    """«Verksted A (fiktivt)» and «verksted a» are the same."""
    return " ".join(SPECIMEN.sub(" ", text.casefold()).split())


def print_of(nomination: Nomination) -> Print:
    words = frozenset(WORD.findall(nomination.project.casefold())) - EMPTY_WORDS
    return Print(nomination, words, _plain(nomination.unit), _plain(nomination.supplier))


def likeness(one: Print, other: Print) -> tuple[Likeness, ...]:
    """Empty unless they have the name in common, or two of three: one supplier repairs for many, and one unit does
    several projects."""
    shorter = min(len(one.words), len(other.words))
    same_words = bool(shorter) and len(one.words & other.words) >= SHARED_WORDS * shorter
    found = (
        *((Likeness.PROJECT,) if same_words else ()),
        *((Likeness.UNIT,) if one.unit and one.unit == other.unit else ()),
        *((Likeness.SUPPLIER,) if one.supplier and one.supplier == other.supplier else ()),
    )
    return found if same_words or len(found) >= 2 else ()


def twins(nomination: Nomination, others: Iterable[Nomination]) -> list[Twin]:
    """Those of the same year that are alike, most alike first; not those that are out or merged."""
    own = print_of(nomination)
    rest = (each for each in others if each.id != nomination.id and each.status not in OUT)
    found = [Twin(each, alike) for each in rest if (alike := likeness(own, print_of(each)))]
    return sorted(found, key=lambda twin: -len(twin.alike))


def all_twins(nominations: Sequence[Nomination]) -> dict[int, list[Nomination]]:
    """The same for a whole list, by id: each is read once."""
    prints = [print_of(each) for each in nominations if each.status not in OUT]
    found: dict[int, list[Nomination]] = {}
    for position, one in enumerate(prints):
        for other in prints[position + 1 :]:
            if likeness(one, other):
                found.setdefault(one.nomination.id, []).append(other.nomination)
                found.setdefault(other.nomination.id, []).append(one.nomination)
    return found
