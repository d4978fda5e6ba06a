"""`flask load-figures`: the ten years of key figures that come with the house."""

import click

from app import clock
from app.access import SYSTEM
from app.extensions import db
from app.insight.loading import load_history
from app.insight.summary_jobs import draw_charts


@click.command("load-figures")
def load_figures() -> None:
    """Load the key figures of 2014–2024 and draw their charts. Run again, it adds nothing."""
    added = load_history(SYSTEM, clock.now())
    db.session.commit()
    draw_charts.run()
    click.echo(f"Nye nøkkeltall: {added}")
