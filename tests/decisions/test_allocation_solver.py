"""Rounds too large to try everything: against a table of all sums of kroner, and in threads."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from app.decisions.allocation import solver as allocation_solver
from app.decisions.allocation.allocate import allocate
from app.decisions.allocation.candidates import candidates
from app.decisions.allocation.rules import Applied, Rules
from bench.allocating import a_round


def free_round(size: int, seed: int) -> tuple[list[Applied], Rules]:
    """Only the pot binds."""
    inputs, rules = a_round(size, seed)
    return inputs, replace(rules, max_organisation_nok=None, max_organisation_activities=None, spreads=())


def best_by_table(inputs: list[Applied], rules: Rules) -> int:
    """The most benefit for each sum, one activity after another: exact, and nothing like the integer programme."""
    table = {0: 0}
    for stairs in candidates(inputs, rules).ladders:
        grown = dict(table)
        for spent, benefit in table.items():
            for amount in stairs.amounts:
                total = spent + amount
                if total <= rules.frame_nok and benefit + stairs.benefit(amount) > grown.get(total, -1):
                    grown[total] = benefit + stairs.benefit(amount)
        table = grown
    return max(table.values())


@pytest.mark.parametrize("core", [1, 300])
@pytest.mark.parametrize("seed", [0, 2, 4])
def test_a_hundred_and_twenty_activities_as_by_the_table(monkeypatch: pytest.MonkeyPatch, seed: int, core: int) -> None:
    """With a core of one column, nearly all are held at first, and the proof must let the right ones loose."""
    monkeypatch.setattr(allocation_solver, "CORE", core)
    inputs, rules = free_round(120, seed)
    result = allocate(inputs, rules)
    assert result.is_proven
    assert result.benefit == best_by_table(inputs, rules)


def test_a_search_that_is_cut_off_says_how_far_it_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    inputs, rules = a_round(40, 17)
    best = allocate(inputs, rules)
    monkeypatch.setattr(allocation_solver, "MOST_NODES", 0)
    cut_off = allocate(inputs, rules)
    assert cut_off.benefit <= best.benefit <= cut_off.bound
    assert cut_off.is_proven == (cut_off.distance == 0)


def test_threads_do_not_disturb_one_another() -> None:
    rounds = [a_round(60, seed) for seed in range(4)]
    alone = [allocate(*one) for one in rounds]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda one: allocate(*one), rounds * 3))
    assert together == alone * 3
