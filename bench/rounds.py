"""Timings as ratios: floor and product take turns, round by round, and each round gives one ratio."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

ROUNDS = 5
REQUESTS = 25

Once = Callable[[], float]
"""One request; returns its milliseconds."""


@dataclass(frozen=True)
class Ratio:
    """Product over floor: the median of the rounds' ratios with the lowest and highest, and both medians in ms."""

    middle: float
    lowest: float
    highest: float
    product_ms: float
    floor_ms: float


def compare(product: Once, floor: Once, *, rounds: int = ROUNDS, requests: int = REQUESTS) -> Ratio:
    """Interleave `rounds` rounds of `requests` requests each, after a warm-up of both."""
    for _ in range(10):
        floor()
        product()
    pairs = [_round(product, floor, requests, product_first=bool(i % 2)) for i in range(rounds)]
    ratios = [mine / base for mine, base in pairs]
    return Ratio(
        middle=median(ratios),
        lowest=min(ratios),
        highest=max(ratios),
        product_ms=median(mine for mine, _ in pairs),
        floor_ms=median(base for _, base in pairs),
    )


def _round(product: Once, floor: Once, requests: int, *, product_first: bool) -> tuple[float, float]:
    if product_first:
        mine = median(product() for _ in range(requests))
        return mine, median(floor() for _ in range(requests))
    base = median(floor() for _ in range(requests))
    return median(product() for _ in range(requests)), base
