"""Reports that come after they were written off, and claims that are set down after they were decided

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_write_off",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_report_write_off_by_id_user_account")),
        sa.ForeignKeyConstraint(
            ["report_id"], ["activity_report.id"], name=op.f("fk_report_write_off_report_id_activity_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_write_off")),
    )
    op.create_index(op.f("ix_report_write_off_report_id"), "report_write_off", ["report_id"], unique=False)
    _insert_only("report_write_off")
    op.create_table(
        "recovery_reduction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recovery_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("from_nok", sa.Integer(), nullable=False),
        sa.Column("to_nok", sa.Integer(), nullable=False),
        sa.Column("overpaid_nok", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("to_nok BETWEEN 0 AND from_nok - 1", name=op.f("ck_recovery_reduction_becomes_less")),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_recovery_reduction_by_id_user_account")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_recovery_reduction_letter_id_letter")),
        sa.ForeignKeyConstraint(
            ["recovery_id"], ["recovery.id"], name=op.f("fk_recovery_reduction_recovery_id_recovery")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_reduction")),
        sa.UniqueConstraint("recovery_id", "number", name=op.f("uq_recovery_reduction_recovery_id_number")),
    )
    op.add_column("recovery", sa.Column("interest_from", sa.Date(), nullable=True))
    op.add_column("recovery", sa.Column("reduced_to_nok", sa.Integer(), nullable=True))
    op.add_column("recovery", sa.Column("is_receipted", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("payment", sa.Column("refunds_claim", sa.Integer(), nullable=True))


def _insert_only(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for change in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{change} BEFORE {change} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is insert-only'); END"
            )
    else:
        op.execute(
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def downgrade() -> None:
    raise NotImplementedError("The history is insert-only; restore a backup instead.")
