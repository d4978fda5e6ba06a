"""How large the picture of an event is, and when it was said that all in it agree

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("programme_event", sa.Column("image_width", sa.Integer(), nullable=True))
    op.add_column("programme_event", sa.Column("image_height", sa.Integer(), nullable=True))
    op.add_column("programme_event", sa.Column("image_consented_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    for name in ("image_consented_at", "image_height", "image_width"):
        op.drop_column("programme_event", name)
