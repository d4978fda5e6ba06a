"""`flask allocation verify`: compute a kept allocation again and compare."""

import click
from flask.cli import AppGroup

from app.decisions.allocation.queries import run
from app.decisions.allocation.runs import replay

allocation = AppGroup("allocation", help="Kept allocations.")


@allocation.command("verify")
@click.argument("public_id")
def verify(public_id: str) -> None:
    """Prove that a kept allocation follows from its inputs and rules. PUBLIC_ID is the last part of its address."""
    found = replay(run(public_id))
    if found.damaged:
        raise click.ClickException(f"Endret siden den ble lagret: {', '.join(found.damaged)}.")
    if not found.knows_rules:
        raise click.ClickException(f"Regelversjon {found.rule_version_then} er ukjent for dette programmet.")
    if not found.is_same:
        other = "" if found.is_same_solver else f" Regnet ut med {found.solver_then}, nå {found.solver_now}."
        raise click.ClickException(f"Ikke likt: {len(found.differing)} aktiviteter får et annet beløp.{other}")
    click.echo(f"Likt, tegn for tegn, med {found.solver_now}.")
