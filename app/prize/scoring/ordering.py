"""The order in which a juror meets the nominations: shuffled for each, so that no nomination is always read first or
last, and the same every time, so that nobody loses the place. Nothing of scores or outcomes goes into it."""

import hashlib
from collections.abc import Iterable
from typing import Protocol, TypeVar


class Named(Protocol):
    """What is put in order, by its public reference."""

    @property
    def reference(self) -> str: ...


One = TypeVar("One", bound=Named)


def shuffled(entries: Iterable[One], juror: str) -> list[One]:
    """`juror`: the member's public id. One that is added or taken away moves none of the others."""
    return sorted(entries, key=lambda entry: (_lot(juror, entry.reference), entry.reference))


def _lot(juror: str, reference: str) -> bytes:
    return hashlib.sha256(f"{juror}:{reference}".encode()).digest()
