"""The draw's arithmetic, and the ten lines of the documentation that anybody may check it with."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.prize.meeting import draw

SALT = "3f9a60b2c18d4e7f"
REFERENCES = ["PRIS-2026-001", "PRIS-2026-002", "PRIS-2026-003"]
DOCUMENT = Path(__file__).parents[2] / "docs" / "draw.md"
openings = st.lists(st.integers(0, 10**12 - 1).map(lambda number: f"{number}:{SALT}"), min_size=2, unique=True)


def script() -> str:
    """What stands in the documentation."""
    found = re.search(r"```python\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


def record_of(opened: list[str], tied: list[str]) -> dict[str, object]:
    seed = draw.seed_of(opened)
    numbers = [{"member": f"m{n}", "commitment": draw.sha256(one), "opening": one} for n, one in enumerate(opened)]
    return {"tied": tied, "numbers": numbers, "seed": seed, "drawn": draw.order_of(tied, seed)}


def verify(tmp_path: Path, record: dict[str, object]) -> "subprocess.CompletedProcess[str]":
    (tmp_path / "draw.json").write_text(json.dumps(record), encoding="utf-8")
    (tmp_path / "check.py").write_text(script(), encoding="utf-8")
    command = [sys.executable, "-I", "check.py", "draw.json"]
    return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)


def test_a_known_draw_comes_out_as_it_always_did() -> None:
    seed = draw.seed_of([f"4711:{SALT}", f"7:{SALT}"])
    assert seed == "152e4fc9f775313072cc07114d696883dac0ab148c239d3b938e16f899fc14e8"
    assert [each[-1] for each in draw.order_of(REFERENCES, seed)] == ["1", "3", "2"]


@given(openings)
def test_the_order_that_members_open_in_does_not_matter(opened: list[str]) -> None:
    assert draw.seed_of(opened) == draw.seed_of(list(reversed(opened)))


@given(openings, st.permutations(REFERENCES))
def test_the_order_that_nominations_come_in_does_not_matter(opened: list[str], tied: list[str]) -> None:
    seed = draw.seed_of(opened)
    assert draw.order_of(tied, seed) == draw.order_of(REFERENCES, seed)


def test_each_comes_first_about_as_often() -> None:
    firsts = [draw.order_of(REFERENCES, draw.seed_of([f"{n}:{SALT}", f"1:{SALT}"]))[0] for n in range(2, 3002)]
    assert {abs(firsts.count(each) - 1000) < 100 for each in REFERENCES} == {True}


def test_one_number_is_no_draw() -> None:
    with pytest.raises(ValueError, match="at least 2"):
        draw.seed_of([f"1:{SALT}"])


@pytest.mark.parametrize(
    "text", ["", "4711", f":{SALT}", f"-1:{SALT}", f"1:{SALT[:-1]}", f"1:{SALT} ", f"1.5:{SALT}", f"1:{SALT}\n"]
)
def test_what_is_no_opening(text: str) -> None:
    assert not draw.is_opening(text)


def test_the_documented_script_is_ten_lines_and_agrees(tmp_path: Path) -> None:
    done = verify(tmp_path, record_of([f"4711:{SALT}", f"7:{SALT}", f"13:{SALT}"], REFERENCES))
    lines = [line for line in script().splitlines() if line.strip()]
    winner = draw.order_of(REFERENCES, draw.seed_of([f"4711:{SALT}", f"7:{SALT}", f"13:{SALT}"]))[0]
    assert (len(lines), done.returncode, done.stdout) == (10, 0, f"Trekningen stemmer. Først: {winner}\n")


@pytest.mark.parametrize("changed", ["opening", "commitment", "seed", "drawn", "numbers"])
def test_the_documented_script_finds_every_change(tmp_path: Path, changed: str) -> None:
    record = json.loads(json.dumps(record_of([f"4711:{SALT}", f"7:{SALT}", f"13:{SALT}"], REFERENCES)))
    if changed in {"opening", "commitment"}:
        record["numbers"][1][changed] = f"8:{SALT}" if changed == "opening" else "0" * 64
    elif changed == "seed":
        record["seed"] = "0" * 64
    elif changed == "drawn":
        record["drawn"].reverse()
    else:
        record["numbers"].pop()
    assert verify(tmp_path, record).returncode != 0
