"""A draw whose seed nobody knows before the last member opens (docs/draw.md). Pure.

Each member chooses a number, adds a salt and hands in the SHA-256 of «number:salt». When all have, all open. The seed
is made of every opening, so that one honest member is enough for nobody to have chosen it.
"""

import hashlib
import hmac
import re
from collections.abc import Iterable, Sequence

FEWEST = 2
COMMITMENT = re.compile(r"[0-9a-f]{64}")
OPENING = re.compile(r"[0-9]{1,12}:[0-9A-Za-z]{16,100}")
"""The salt is long enough that no number can be found by trying them all."""


def sha256(text: str) -> str:
    """Of the text's UTF-8, as 64 figures of base sixteen."""
    return hashlib.sha256(text.encode()).hexdigest()


def is_commitment(text: str) -> bool:
    return COMMITMENT.fullmatch(text) is not None


def is_opening(text: str) -> bool:
    return OPENING.fullmatch(text) is not None


def opens(opening: str, commitment: str) -> bool:
    """Whether this is what was committed to."""
    return hmac.compare_digest(sha256(opening), commitment)


def seed_of(openings: Iterable[str]) -> str:
    """The openings in alphabetical order, a line each, hashed. Raises ValueError for fewer than two: then one person
    would know the seed alone."""
    lines = sorted(openings)
    if len(lines) < FEWEST:
        raise ValueError(f"a draw has at least {FEWEST} numbers")
    return sha256("\n".join(lines))


def order_of(references: Sequence[str], seed: str) -> list[str]:
    """The references in the order drawn, whatever order they came in."""
    return sorted(references, key=lambda reference: sha256(f"{seed}:{reference}"))
