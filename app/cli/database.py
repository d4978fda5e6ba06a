"""`flask db …`: Flask-Migrate's commands, loaded when one of them is asked for, since web workers build the app too."""

import click


@click.command(
    "db",
    add_help_option=False,
    context_settings={"ignore_unknown_options": True},
    short_help="The schema: upgrade, check, migrate, …",
)
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def database(context: click.Context, words: tuple[str, ...]) -> None:
    """Handed on word by word; Alembic comes with it (10 MB, 0.2 s)."""
    from flask_migrate.cli import db

    db.main(list(words), prog_name="flask db", obj=context.obj)
