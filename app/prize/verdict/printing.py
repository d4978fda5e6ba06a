"""The jury's minutes on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from app.letters.page import document
from app.letters.pdf import print_page
from app.prize.verdict.minutes import Minutes
from app.prize.verdict.watermark import SEALED, watermark

UNDATED = datetime(1970, 1, 1, tzinfo=UTC)
"""Nothing is embedded, so the file tells no time."""


@dataclass(frozen=True)
class Confirmed:
    """One member's confirmation, with what they disagree with."""

    name: str
    seat: str
    at: datetime
    dissent: str | None


def print_minutes(
    minutes: Minutes, confirmed: Sequence[Confirmed] = (), *, sha256: str | None = None, is_sealed: bool
) -> bytes:
    """The same words give the same file. `sha256`: of the file that was confirmed, when this is printed with the
    confirmations."""
    html = document(
        "prize/documents/minutes.html",
        "nb",
        minutes=minutes,
        confirmed=confirmed,
        sha256=sha256,
        is_sealed=is_sealed,
        colour=minutes.sender.colour,
    )
    return print_page(html, UNDATED, images={SEALED: watermark()} if is_sealed else {})
