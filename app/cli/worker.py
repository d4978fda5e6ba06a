"""The worker: runs the queue's jobs in processes of its own, and the tick once a minute."""

from flask import Flask
from huey import crontab

from app import clock
from app.cli.timers import run_due
from app.extensions import db


def run(app: Flask, processes: int) -> None:
    """Blocks until it is stopped. The letters' libraries are loaded here and never in a web worker."""
    queue = app.extensions["jobs"]
    huey = queue.huey
    _ = queue.tasks  # registers every room's jobs

    @huey.periodic_task(crontab(minute="*"))
    def tick() -> None:
        with app.app_context():
            for line in run_due(clock.now()):
                app.logger.info(line)

    @huey.on_startup()
    def own_connections() -> None:
        with app.app_context():  # a forked process must not share its parent's connections
            db.engine.dispose(close=False)

    huey.create_consumer(workers=processes, worker_type="process", max_delay=1.0).run()
