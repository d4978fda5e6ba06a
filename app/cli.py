"""Commands for whoever runs the house: `flask --app wsgi --help`."""

import click
from flask import Flask
from flask.cli import AppGroup

from app.audit.queries import broken_link

audit = AppGroup("audit", help="The chain of events.")


@audit.command("verify")
@click.option("--head", help="A hash of the chain's head that was kept elsewhere: proves that no tail was cut since.")
def verify(head: str | None) -> None:
    """Prove that no event was changed, removed or cut off."""
    found = broken_link(head)
    if found:
        raise click.ClickException(f"Kjeden er brutt: {found}")
    click.echo("Kjeden er hel.")


def init_app(app: Flask) -> None:
    app.cli.add_command(audit)
