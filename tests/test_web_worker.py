"""What a web worker carries: it answers pages and makes no letters, so it loads nothing that letters are made with."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.config import ROOT, Config

HEAVY = (
    "highspy",
    "numpy",
    "weasyprint",
    "pydyf",
    "fontTools",
    "PIL",
    "tinycss2",
    "huey.consumer",
    "holidays",
    "html5lib",
    "aiosmtpd",
    "altair",
    "vl_convert",
    "openpyxl",
    "docx",
    "lxml",
    "xmlschema",
    "sepaxml",
    "icalendar",
)
ONE_REQUEST = """
import json, sys, time
began = time.perf_counter()
from wsgi import app
started = time.perf_counter() - began
status = app.test_client().get("/logg-inn").status_code
memory = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(json.dumps({
    "status": status,
    "modules": sorted(sys.modules),
    "seconds": started,
    "megabytes": int(memory.split()[1]) / 1024,
}))
"""


def run(program: str, instance: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OMBRUK_", "DATABASE_"))}
    environment = {**kept, "OMBRUK_INSTANCE": str(instance), **settings}
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, env=environment, check=False
    )


@pytest.fixture(scope="module")
def worker(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """A fresh web worker after its first page."""
    done = run(ONE_REQUEST, tmp_path_factory.mktemp("worker"), OMBRUK_SECRET_KEY="for tests")
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_a_web_worker_loads_nothing_that_letters_are_made_with(worker: dict[str, object]) -> None:
    assert worker["status"] == 200
    modules = worker["modules"]
    assert isinstance(modules, list)
    assert [name for name in HEAVY if name in modules] == []


def test_a_web_worker_is_small(worker: dict[str, object]) -> None:
    """Measured: about 112 MB, half of it the libraries. WeasyPrint alone would bring it past 160."""
    megabytes = worker["megabytes"]
    assert isinstance(megabytes, float)
    assert megabytes < 120


@pytest.mark.parametrize("settings", [{}, {"OMBRUK_SECRET_KEY": ""}, {"OMBRUK_DEMO": "0"}, {"OMBRUK_DEMO": "yes"}])
def test_without_a_secret_it_does_not_start(tmp_path: Path, settings: dict[str, str]) -> None:
    done = run("import wsgi", tmp_path, **settings)
    assert done.returncode != 0
    assert "Set OMBRUK_SECRET_KEY to a long random string" in done.stderr


def test_the_demonstration_starts_without_a_secret(tmp_path: Path) -> None:
    assert Config(demo=True, secret_key="", instance=tmp_path).secret_key != ""
    with pytest.raises(RuntimeError, match="OMBRUK_SECRET_KEY"):
        Config(demo=False, secret_key="", instance=tmp_path)
