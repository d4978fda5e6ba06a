"""Commands for whoever runs the house: `flask --app wsgi --help`."""

from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from app import clock
from app.accounts import actions as accounts
from app.accounts.links import site
from app.audit.queries import broken_link, head
from app.cli import diagrams, serving, timers
from app.cli.allocations import allocation
from app.cli.database import database
from app.cli.figures import load_figures
from app.config import ROOT
from app.extensions import db

audit = AppGroup("audit", help="The chain of events.")


@audit.command("verify")
@click.option("--head", "kept", help="A head of the chain that was kept elsewhere: proves that no tail was cut since.")
def verify(kept: str | None) -> None:
    """Prove that no event was changed, removed or cut off."""
    found = broken_link(kept)
    if found:
        raise click.ClickException(f"Kjeden er brutt: {found}.")
    click.echo(f"Kjeden er hel. Hodet er {head()}")


@click.command("tick")
def tick() -> None:
    """Do all that is due now. Safe to run at any time, as often as one likes."""
    for line in timers.run_due(clock.now()):
        click.echo(line)


@click.command("worker")
@click.option("--processes", default=2, show_default=True, help="Each makes one letter at a time.")
def worker(processes: int) -> None:
    """Run background jobs, and the tick once a minute, until stopped."""
    from app.cli.worker import run  # the queue's consumer, which no other command needs

    run(current_app._get_current_object(), processes)  # type: ignore[attr-defined]


@click.command("serve")
@click.option("--port", default=5000, show_default=True)
def serve(port: int) -> None:
    """Run web and worker together; Ctrl-C stops both."""
    serving.run(port)


@click.command("create-administrator")
@click.argument("email")
@click.argument("name")
def create_administrator(email: str, name: str) -> None:
    """The first administrator of an empty house. Prints the link to sign in with; it works once."""
    link = accounts.first_administrator(email, name, site=site(), at=clock.now())
    db.session.commit()
    click.echo(link)


@click.command("diagrams")
def draw() -> None:
    """Write docs/statuses.md from the tables in code."""
    (Path(ROOT) / "docs" / "statuses.md").write_text(diagrams.statuses(), encoding="utf-8")


def init_app(app: Flask) -> None:
    for command in (audit, allocation, tick, worker, serve, create_administrator, draw, database, load_figures):
        app.cli.add_command(command)
