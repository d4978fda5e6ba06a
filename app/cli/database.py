"""`flask db …`: Flask-Migrate's commands, loaded when one of them is asked for, since web workers build the app too."""

import click


class Database(click.Group):
    """The same commands under the same names; Alembic comes with them."""

    @property
    def loaded(self) -> click.Group:
        from flask_migrate.cli import db  # 10 MB and 0.2 s

        commands: click.Group = db
        return commands

    def list_commands(self, ctx: click.Context) -> list[str]:
        return self.loaded.list_commands(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return self.loaded.get_command(ctx, cmd_name)
