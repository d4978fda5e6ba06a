"""What was said, given and decided in the handling of a case is written once; older appeals can be handled too

Revision ID: 0004
Revises: 0003
"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

INSERT_ONLY = (
    "access_line",
    "allocation_adoption",
    "allocation_run",
    "appeal_answer",
    "appeal_extension",
    "case_message",
    "case_note",
    "information_handling",
    "masked_copy",
    "message_file",
    "message_reading",
    "message_settlement",
    "regretted_decision",
    "reversal_line",
    "score_revision",
    "supplement_extension",
    "third_party_information",
)


# An appeal that came before it could be handled begins as one that was just received.
OLDER_APPEALS = """
INSERT INTO appeal_handling (appeal_id, status, channel, calculation, registered_at, disputes_grant, moved_at)
SELECT id, CASE WHEN in_time THEN 'received' ELSE 'late' END, 'web', '[]', received_at, false, received_at FROM appeal
"""


def upgrade() -> None:
    op.execute(OLDER_APPEALS)
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in INSERT_ONLY:
        if is_sqlite:
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
