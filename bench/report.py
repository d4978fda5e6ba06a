"""The figures of one run, as the table of bench/RESULTS.md."""

import os
import platform
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from bench.allocating import MEGABYTES, SECONDS, Sharing
from bench.allocating import ROUNDS as ALLOCATIONS
from bench.letters import LetterSpeed
from bench.rounds import REQUESTS, ROUNDS, Ratio
from bench.scenarios import Scenario

RESULTS = Path(__file__).parent / "RESULTS.md"
PACKAGES = ("flask", "sqlalchemy", "jinja2", "gunicorn", "psycopg", "weasyprint", "huey")
WORKER_MB, GROWTH_MB, START_UP_S, DECIDING_S, RELEASING_S, LETTER_MB = 110, 10, 1.0, 0.4, 45, 140
LETTER_RATIO = 1.3


@dataclass
class Figures:
    """What was measured: ratios by (database, size, scenario), and the rest by (database, size)."""

    ratios: dict[tuple[str, int, Scenario], Ratio] = field(default_factory=dict)
    servers: dict[tuple[str, int], tuple[float, float, float]] = field(default_factory=dict)
    deciding: dict[tuple[str, int], float] = field(default_factory=dict)
    reckoning: dict[tuple[str, int], float] = field(default_factory=dict)
    releasing: dict[str, tuple[int, float, float]] = field(default_factory=dict)
    letters: LetterSpeed | None = None
    sharing: dict[int, Sharing] = field(default_factory=dict)
    drift: float = 1.0


def write(figures: Figures) -> None:
    RESULTS.write_text(text(figures), encoding="utf-8")


def text(figures: Figures) -> str:
    """The whole page."""
    parts = [_head(figures), _ratios(figures), _servers(figures), _acts(figures), _letters(figures), _sharing(figures)]
    return "\n".join(part for part in parts if part)


def _head(figures: Figures) -> str:
    versions = " · ".join(f"{name} {version(name)}" for name in PACKAGES)
    return f"""# Measured

`make bench` writes this page. Each ratio is product over floor (`bench/floor.py`), the median of {ROUNDS} interleaved
rounds of {REQUESTS} requests, lowest and highest in brackets; the milliseconds are the product's median. A ratio in
**bold** is above its limit. One client, the same gunicorn command for both (gthread, 2 workers of 4 threads).

{os.cpu_count()} cores · {_memory_gb()} GB · {platform.system()} · Python {platform.python_version()} · {versions}

The machine's own speed moved by a factor of {figures.drift:.2f} during the run.
"""


def _memory_gb() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9)


def _ratios(figures: Figures) -> str:
    places = sorted({key[:2] for key in figures.ratios}, key=lambda place: (place[0] != "SQLite", place[1]))
    columns = [f"{database} {size:,}".replace(",", " ") for database, size in places]
    lines = [
        "| request | at most | " + " | ".join(columns) + " |",
        "| --- | --- |" + " --- |" * len(columns),
    ]
    names = list(dict.fromkeys(key[2].name for key in figures.ratios))
    for name in names:
        found = {key[:2]: (key[2], ratio) for key, ratio in figures.ratios.items() if key[2].name == name}
        most = next(iter(found.values()))[0].most
        lines.append(f"| {name} | {most} | " + " | ".join(_ratio(*found[place]) for place in places) + " |")
    return "\n".join(lines) + "\n" + _growth(figures)


def _ratio(scenario: Scenario, ratio: Ratio) -> str:
    middle = f"{ratio.middle:.2f}" if ratio.middle <= scenario.most else f"**{ratio.middle:.2f}**"
    return f"{middle} ({ratio.lowest:.2f}–{ratio.highest:.2f}), {ratio.product_ms:.1f} ms"


def _growth(figures: Figures) -> str:
    """Milliseconds at the largest size over those at the smallest."""
    lines = ["\nGrowth from the smallest to the largest size, product's milliseconds:\n"]
    for database in dict.fromkeys(key[0] for key in figures.ratios):
        sizes = sorted({key[1] for key in figures.ratios if key[0] == database})
        for name in dict.fromkeys(key[2].name for key in figures.ratios):
            took = {k[1]: r.product_ms for k, r in figures.ratios.items() if k[0] == database and k[2].name == name}
            lines.append(f"- {database}, {name}: {took[sizes[-1]] / took[sizes[0]]:.2f}")
    return "\n".join(lines) + "\n"


def _servers(figures: Figures) -> str:
    lines = [
        f"| web worker | product MB (≤ {WORKER_MB}) | floor MB | start-up s (≤ {START_UP_S}) |",
        "| --- | --- | --- | --- |",
    ]
    for (database, size), (mine, base, started) in figures.servers.items():
        lines.append(f"| {database}, {size} | {mine:.0f} | {base:.0f} | {started:.2f} |")
    return (
        "\n".join(lines) + f"\n\nGrowth of the worker from the smallest to the largest size: at most {GROWTH_MB} MB.\n"
    )


def _acts(figures: Figures) -> str:
    lines = [f"Deciding 100 cases in one act, with audit (≤ {DECIDING_S} s):\n"]
    lines += [f"- {database}, {size} cases: {took:.2f} s" for (database, size), took in figures.deciding.items()]
    lines.append(
        f"\nReleasing letters in two processes: rendered, stored, notices queued (500 in ≤ {RELEASING_S} s):\n"
    )
    for database, (count, seconds, size_mb) in figures.releasing.items():
        lines.append(f"- {database}: {count} letters in {seconds:.1f} s; {size_mb:.0f} MB (≤ {LETTER_MB}) a process")
    lines.append("\nReckoning a round's advice in the background (agreement, strictness, who crosses the line):\n")
    lines += [f"- {database}, {size} cases: {took:.1f} s" for (database, size), took in figures.reckoning.items()]
    return "\n".join(lines) + "\n"


def _letters(figures: Figures) -> str:
    speed = figures.letters
    if speed is None:
        return ""
    return (
        f"Decision letters as PDF/A-3a + PDF/UA-1, one process: {speed.ours:.1f} a second of processor time; plain "
        f"WeasyPrint {speed.plain:.1f}. Ratio {speed.ratio:.2f} ({speed.lowest:.2f}–{speed.highest:.2f}), at least "
        f"{LETTER_RATIO}. Peak {speed.peak_mb:.0f} MB before the plain ones; the first letter {speed.first_s:.2f} s.\n"
    )


def _sharing(figures: Figures) -> str:
    if not figures.sharing:
        return ""
    lines = [
        f"\n| sharing a pot among | at most s | median s | longest s | first s | proven | MB (≤ {MEGABYTES}) |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for size, found in figures.sharing.items():
        longest = f"{found.longest_s:.2f}" if found.longest_s <= SECONDS[size] else f"**{found.longest_s:.2f}**"
        count = f"{size:,}".replace(",", " ")
        lines.append(
            f"| {count} activities | {SECONDS[size]} | {found.middle_s:.2f} | {longest} | {found.first_s:.2f} "
            f"| {found.proven} of {ALLOCATIONS} | {found.peak_mb:.0f} |"
        )
    return "\n".join(lines) + "\n\nSeconds of processor time; each size in a process of its own.\n"
