"""The same gunicorn command for floor and product, and what its workers cost."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

WORKERS = ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--keep-alive", "60"]
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Server:
    """A running gunicorn: its port, its workers, and the seconds from start to first answer."""

    port: int
    master: int
    start_up_s: float

    def workers(self) -> list[int]:
        children = Path(f"/proc/{self.master}/task/{self.master}/children").read_text()
        return [int(pid) for pid in children.split()]

    def cpu_ms(self) -> float:
        """Processor time of all workers so far."""
        total = 0
        for pid in self.workers():
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            total += int(fields[11]) + int(fields[12])
        return total * 1000 / TICKS

    def largest_worker_mb(self) -> float:
        """Resident memory of the largest worker, MB."""
        return max(_resident_mb(pid) for pid in self.workers())


def _resident_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise ValueError(f"no resident size for {pid}")


@contextmanager
def gunicorn(target: str, ready: str, environment: dict[str, str]) -> Iterator[Server]:
    """Serve `target` on a free port until the block ends; `ready` is the path of the first request."""
    port = _free_port()
    command = [sys.executable, "-m", "gunicorn", target, "--bind", f"127.0.0.1:{port}", *WORKERS]
    started = time.perf_counter()
    process = subprocess.Popen([*command, "--log-level", "error"], env={**os.environ, **environment})
    try:
        _first_answer(port, ready, process)
        yield Server(port, process.pid, time.perf_counter() - started)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


def _first_answer(port: int, path: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError(f"the server stopped with {process.returncode}")
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("GET", path)
            connection.getresponse().read()
            return
        except ConnectionError:
            time.sleep(0.01)
    raise RuntimeError("the server never answered")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
