"""Web and worker together, for `make run` and small installations: one command starts both and stops both."""

import os
import signal
import subprocess
import sys
from types import FrameType

WEB = ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--access-logfile", "/dev/null"]


def run(port: int) -> None:
    """Start both and wait. Ctrl-C, or either of them stopping, stops both."""
    web = [sys.executable, "-m", "gunicorn", "wsgi:app", "--bind", f"127.0.0.1:{port}", *WEB]
    worker = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]
    processes = [subprocess.Popen(command, env=os.environ) for command in (web, worker)]  # noqa: S603
    signal.signal(signal.SIGTERM, _as_interrupt)
    print(f"\nOmbruk svarer på http://localhost:{port} – stopp med Ctrl-C\n", flush=True)
    try:
        while all(process.poll() is None for process in processes):
            try:
                processes[0].wait(timeout=1)
            except subprocess.TimeoutExpired:
                continue
    except KeyboardInterrupt:
        pass
    finally:
        _stop(processes)


def _as_interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _stop(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    for process in processes:
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
