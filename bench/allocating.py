"""Sharing a pot among 40, 500 and 5 000 activities: seconds and peak memory, each size in a process of its own.

The rounds are as hard as real ones could be: every rule is on, many organisations seek more than they may get, and
there is money for about 36 per cent of what is sought. Every second round gives only the tiers; the others amounts
between, and two fifths of what is sought there is some odd sum.
"""

import json
import random
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from app.decisions.allocation.allocate import allocate
from app.decisions.allocation.rules import Applied, Rules, Spread

SIZES = (40, 500, 5_000)
SECONDS = {40: 0.1, 500: 1.0, 5_000: 10.0}
MEGABYTES = 300
ROUNDS = 10
WEIGHTS = (("relevance", 25), ("participation", 20), ("delivery", 20), ("budget", 15), ("roots", 10), ("novelty", 10))
PLACES = tuple(f"0301{number:02}" for number in range(1, 18))


@dataclass(frozen=True)
class Sharing:
    """Median seconds of processor time of ROUNDS different rounds, and the longest; the first in a cold process, with
    loading the solver; how many were proven best; the peak of the process in MB."""

    middle_s: float
    longest_s: float
    first_s: float
    proven: int
    peak_mb: float


def compare() -> dict[int, Sharing]:
    return {size: _in_own_process(size) for size in SIZES}


def _in_own_process(size: int) -> Sharing:
    done = subprocess.run([sys.executable, "-m", "bench.allocating", str(size)], capture_output=True, check=True)
    return Sharing(**json.loads(done.stdout))


def measure(size: int) -> Sharing:
    """The first is not counted among the others: it loads the solver."""
    runs = [_once(size, seed) for seed in range(ROUNDS + 1)]
    seconds = [took for took, _proven in runs[1:]]
    return Sharing(
        middle_s=median(seconds),
        longest_s=max(seconds),
        first_s=runs[0][0],
        proven=sum(proven for _took, proven in runs[1:]),
        peak_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    )


def _once(size: int, seed: int) -> tuple[float, bool]:
    inputs, rules = a_round(size, seed)
    started = time.process_time()
    result = allocate(inputs, rules)
    return time.process_time() - started, result.is_proven


def a_round(size: int, seed: int) -> tuple[list[Applied], Rules]:
    """The same for the same seed."""
    dice, between = random.Random(seed), bool(seed % 2)
    inputs = [_applied(number, size, dice, odd=between) for number in range(size)]
    pot = sum(one.sought_nok for one in inputs) * 2 // 5
    return inputs, Rules(
        pot_nok=pot,
        reserve_nok=pot // 10,
        tiers=(2500, 5000, 10_000),
        allows_between=between,
        step_nok=100,
        max_activity_nok=10_000,
        weights=WEIGHTS,
        max_organisation_nok=15_000,
        max_organisation_activities=3,
        floor_criterion="relevance",
        spreads=(Spread("category", needs_one=True), Spread("district", needs_one=True)),
        places=PLACES,
    )


def _applied(number: int, size: int, dice: random.Random, *, odd: bool) -> Applied:
    sought = dice.choice([2500, 2500, 5000, 5000, 10_000, 10_000, 10_000])
    if odd and dice.random() < 0.4:
        sought = dice.randint(1500, 10_000) if dice.random() < 0.5 else dice.randrange(1500, 10_000, 100)
    return Applied(
        key=f"OMB-2026-{number:05}/1",
        organisation=f"org-{dice.randrange(max(1, size * 3 // 5))}",
        category=f"category-{dice.randrange(6)}",
        district=dice.choice(PLACES),
        applicant_type="voluntary",
        sought_nok=sought,
        expenses_nok=None,
        received=f"{dice.randrange(10**6):06}",
        medians=tuple((code, Decimal(dice.choice([2, 4, 5, 6, 6, 7, 8, 8, 9, 10])) / 2) for code, _weight in WEIGHTS),
    )


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1])).__dict__))
