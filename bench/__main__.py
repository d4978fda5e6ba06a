"""`make bench`: speed as ratios to the floor, on SQLite and PostgreSQL, at 300, 3 000 and 30 000 cases.

`python -m bench 300 3000` measures only those sizes. The table goes to bench/RESULTS.md.
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from bench import allocating, floor, letters, report
from bench.client import Client
from bench.deciding import decide_hundred, release_many
from bench.product import Product, prepare
from bench.report import Figures
from bench.rounds import Ratio, compare
from bench.scenarios import READS, Scenario, writes
from bench.servers import Server, gunicorn
from tests import postgresql

SIZES = (300, 3_000, 30_000)
TUNED = "-c shared_buffers=512MB -c work_mem=16MB -c max_connections=60"
CPU_LIMIT = 1.15


def main() -> None:
    sizes = tuple(int(size) for size in sys.argv[1:]) or SIZES
    figures = Figures()
    before = _calibrate()
    for database, size, floor_url, product_url, folder in _places(sizes):
        print(f"{database}, {size} cases: filling", flush=True)
        _measure(figures, database, size, floor_url, product_url, folder)
        report.write(figures)  # what is measured is kept, should the run be cut short
    figures.letters = letters.compare()
    figures.sharing = allocating.compare()
    figures.drift = _calibrate() / before
    report.write(figures)
    print(report.text(figures))
    if figures.drift > CPU_LIMIT:
        print(f"The machine slowed down by {figures.drift:.2f} during the run: measure again.")


def _calibrate() -> float:
    """Seconds for a fixed loop: tells whether the machine's own speed moved between start and end."""
    started = time.perf_counter()
    total = 0
    for number in range(12_000_000):
        total += number & 3
    return time.perf_counter() - started


def _places(sizes: tuple[int, ...]) -> Iterator[tuple[str, int, str, str, Path]]:
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            yield "SQLite", size, f"sqlite:///{folder}/floor.db", "", folder
    with postgresql.server(TUNED) as address:
        for size in sizes:
            with tempfile.TemporaryDirectory() as name, _databases(address, size) as (floor_url, product_url):
                yield "PostgreSQL", size, floor_url, product_url, Path(name)


@contextmanager
def _databases(address: str, size: int) -> Iterator[tuple[str, str]]:
    names = (f"floor_{size}", f"product_{size}")
    with psycopg.connect(address, autocommit=True) as connection:
        for name in names:
            connection.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
    base = address.removesuffix("/postgres")
    yield f"{base.replace('postgresql:', 'postgresql+psycopg:')}/{names[0]}", f"{base}/{names[1]}"
    with psycopg.connect(address, autocommit=True) as connection:
        for name in names:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[arg-type]


def _measure(figures: Figures, database: str, size: int, floor_url: str, product_url: str, folder: Path) -> None:
    floor.seed(floor_url, size)
    product = prepare(folder, product_url, size)
    figures.reckoning[database, size] = product.reckoned_s
    with (
        gunicorn("bench.floor:create_app()", "/real", {"FLOOR_DATABASE": floor_url}) as base,
        gunicorn("wsgi:app", "/", product.environment) as mine,
    ):
        for scenario in (*READS, *writes(product, mine.port)):
            ratio = _compare(scenario, product, base, mine)
            figures.ratios[database, size, scenario] = ratio
            print(f"  {scenario.name}: {ratio.middle:.2f} x the floor, {ratio.product_ms:.1f} ms", flush=True)
        figures.servers[database, size] = (mine.largest_worker_mb(), base.largest_worker_mb(), mine.start_up_s)
    if size < 3_000:
        return
    figures.deciding[database, size] = decide_hundred(folder, product_url)
    if size == 3_000:
        figures.releasing[database] = release_many(folder, product_url)


def _compare(scenario: Scenario, product: Product, base: Server, mine: Server) -> Ratio:
    theirs, ours = Client(base.port), Client(mine.port, {"ombruk": product.cookies[scenario.person]})
    method, path = ("POST", "/save") if scenario.values else ("GET", "/real")
    floor_values = {"x": "1"} if scenario.values else None
    return compare(
        lambda: ours.timed(scenario.method, scenario.path(product), scenario.values),
        lambda: theirs.timed(method, path, floor_values),
    )


if __name__ == "__main__":
    main()
