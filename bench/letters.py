"""Letters per second of processor time in one process: ours (PDF/A-3a + PDF/UA-1) against plain WeasyPrint."""

import gc
import re
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from app.letters import pdf
from app.letters.content import DecisionContent
from tests.letters.letters import decision

ROUNDS, LETTERS = 5, 20
FONT = re.compile(r'url\("font:([^"]+)"\)')


@dataclass(frozen=True)
class LetterSpeed:
    """Letters a second and core, ours and plain; the median ratio with its range; peak size in MB; the first letter."""

    ours: float
    plain: float
    ratio: float
    lowest: float
    highest: float
    peak_mb: float
    first_s: float


def compare() -> LetterSpeed:
    """Interleaved rounds of different letters; the first one, in a cold process, by itself."""
    started = time.perf_counter()
    _ours(-1)
    first = time.perf_counter() - started
    pdf.warm_up()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    _plain(-1)
    pairs = [(_per_second(_ours, turn), _per_second(_plain, turn)) for turn in range(ROUNDS)]
    gc.unfreeze()
    ratios = [mine / base for mine, base in pairs]
    return LetterSpeed(
        ours=median(mine for mine, _ in pairs),
        plain=median(base for _, base in pairs),
        ratio=median(ratios),
        lowest=min(ratios),
        highest=max(ratios),
        peak_mb=peak,
        first_s=first,
    )


def _letter(number: int) -> DecisionContent:
    """The same length each time, never the same words."""
    return decision(reference=f"OMB-2026-{number + 1:04d}")


def _ours(number: int) -> None:
    pdf.render(_letter(number))


def _plain(number: int) -> None:
    """The same page and style, all made fresh, no variant."""
    from weasyprint import HTML

    style = FONT.sub(rf'url("file://{pdf.FONTS}/\1.woff2")', pdf.STYLESHEET.read_text(encoding="utf-8"))
    html = pdf.page.html(_letter(number)).replace("</head>", f"<style>{style}</style></head>")
    HTML(string=html).write_pdf()


def _per_second(make: Callable[[int], None], turn: int) -> float:
    started = time.process_time()
    for number in range(LETTERS):
        make(turn * LETTERS + number)
    return LETTERS / (time.process_time() - started)
