"""Case handling

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

Json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:

    op.create_table(
        "superior",
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("leader_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("user_id <> leader_id", name=op.f("ck_superior_not_oneself")),
        sa.ForeignKeyConstraint(["leader_id"], ["user_account.id"], name=op.f("fk_superior_leader_id_user_account")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_superior_user_id_user_account")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_superior")),
    )
    with op.batch_alter_table("superior", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_superior_leader_id"), ["leader_id"], unique=False)

    with op.batch_alter_table("case_row", schema=None) as batch_op:
        batch_op.add_column(sa.Column("mean", sa.Numeric(precision=7, scale=4), nullable=True))
        batch_op.add_column(sa.Column("adjusted_score", sa.Numeric(precision=7, scale=4), nullable=True))

    with op.batch_alter_table("grant_round", schema=None) as batch_op:
        batch_op.add_column(sa.Column("max_organisation_nok", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("max_organisation_activities", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("floor_criterion", sa.String(length=30), nullable=True))
        batch_op.add_column(sa.Column("floor_value", sa.Integer(), server_default="2", nullable=False))
        batch_op.add_column(sa.Column("spread_score", sa.Numeric(), server_default="50", nullable=False))
        batch_op.add_column(sa.Column("spreads_categories", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("spreads_districts", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("assessors_per_activity", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("supplement_days", sa.Integer(), server_default="7", nullable=False))


def downgrade() -> None:

    with op.batch_alter_table("grant_round", schema=None) as batch_op:
        batch_op.drop_column("supplement_days")
        batch_op.drop_column("assessors_per_activity")
        batch_op.drop_column("spreads_districts")
        batch_op.drop_column("spreads_categories")
        batch_op.drop_column("spread_score")
        batch_op.drop_column("floor_value")
        batch_op.drop_column("floor_criterion")
        batch_op.drop_column("max_organisation_activities")
        batch_op.drop_column("max_organisation_nok")

    with op.batch_alter_table("case_row", schema=None) as batch_op:
        batch_op.drop_column("adjusted_score")
        batch_op.drop_column("mean")

    with op.batch_alter_table("superior", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_superior_leader_id"))

    op.drop_table("superior")
