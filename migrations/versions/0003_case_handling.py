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
        "organisation_merger",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("merged_id", sa.Integer(), nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind", sa.Enum("fusion", "duplicate", name="mergerkind", native_enum=False, length=30), nullable=False
        ),
        sa.Column(
            "status",
            sa.Enum("proposed", "confirmed", "declined", "undone", name="mergerstatus", native_enum=False, length=30),
            nullable=False,
        ),
        sa.Column("merged_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_by_name", sa.String(length=80), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("settled_by_name", sa.String(length=80), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_name", sa.String(length=80), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("since_number", sa.Integer(), nullable=True),
        sa.Column("moved", Json, nullable=False),
        sa.CheckConstraint(
            "(status = 'proposed') = (settled_at IS NULL)", name=op.f("ck_organisation_merger_settled_has_time")
        ),
        sa.CheckConstraint(
            "(status = 'undone') = (undone_at IS NOT NULL)", name=op.f("ck_organisation_merger_undone_has_time")
        ),
        sa.CheckConstraint("merged_id <> into_id", name=op.f("ck_organisation_merger_not_itself")),
        sa.CheckConstraint("proposed_by_id <> settled_by_id", name=op.f("ck_organisation_merger_settled_by_another")),
        sa.ForeignKeyConstraint(
            ["into_id"], ["organisation.id"], name=op.f("fk_organisation_merger_into_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["merged_id"], ["organisation.id"], name=op.f("fk_organisation_merger_merged_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["user_account.id"], name=op.f("fk_organisation_merger_proposed_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["user_account.id"], name=op.f("fk_organisation_merger_settled_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_merger")),
        sa.UniqueConstraint("public_id", name=op.f("uq_organisation_merger_public_id")),
    )
    with op.batch_alter_table("organisation_merger", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_merger_into_id"), ["into_id"], unique=False)
        batch_op.create_index(
            "uq_organisation_merger_merged",
            ["merged_id"],
            unique=True,
            sqlite_where=sa.text("status IN ('proposed', 'confirmed')"),
            postgresql_where=sa.text("status IN ('proposed', 'confirmed')"),
        )

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

    op.create_table(
        "allocation_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("cases_round_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Enum("real", "what_if", name="runkind", native_enum=False, length=30), nullable=False),
        sa.Column("is_whole", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("rule_version", sa.String(length=20), nullable=False),
        sa.Column("solver", sa.String(length=40), nullable=False),
        sa.Column("inputs", sa.Text(), nullable=False),
        sa.Column("inputs_sha256", sa.String(length=64), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("rules_sha256", sa.String(length=64), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("result_sha256", sa.String(length=64), nullable=False),
        sa.Column("activities", sa.Integer(), nullable=False),
        sa.Column("given_nok", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_by_name", sa.String(length=80), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind <> 'real' OR cases_round_id = round_id", name=op.f("ck_allocation_run_real_has_own_cases")
        ),
        sa.CheckConstraint("kind <> 'real' OR is_whole", name=op.f("ck_allocation_run_real_is_whole")),
        sa.ForeignKeyConstraint(
            ["cases_round_id"], ["grant_round.id"], name=op.f("fk_allocation_run_cases_round_id_grant_round")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["user_account.id"], name=op.f("fk_allocation_run_made_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["grant_round.id"], name=op.f("fk_allocation_run_round_id_grant_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation_run")),
        sa.UniqueConstraint("public_id", name=op.f("uq_allocation_run_public_id")),
    )
    with op.batch_alter_table("allocation_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_allocation_run_cases_round_id"), ["cases_round_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_allocation_run_made_by_id"), ["made_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_allocation_run_round_id_made_at"), ["round_id", "made_at"], unique=False)

    op.create_table(
        "ranking_mark",
        sa.Column("round_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("proposed_changes", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["round_id"], ["grant_round.id"], name=op.f("fk_ranking_mark_round_id_grant_round")),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_ranking_mark")),
    )
    op.create_table(
        "ranking_review",
        sa.Column("round_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("basis", sa.Enum("all", "proposed", name="basis", native_enum=False, length=30), nullable=False),
        sa.Column("reckoned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("sought_nok", sa.Integer(), nullable=False),
        sa.Column("inputs", sa.String(length=64), nullable=False),
        sa.Column("seen_by", Json, nullable=False),
        sa.Column("result", Json, nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["grant_round.id"], name=op.f("fk_ranking_review_round_id_grant_round")),
        sa.PrimaryKeyConstraint("round_id", "basis", name=op.f("pk_ranking_review")),
    )
    op.create_table(
        "access_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("asked_about", sa.String(length=120), nullable=True),
        sa.Column("wanted", sa.Text(), nullable=False),
        sa.Column("requester_name", sa.String(length=80), nullable=True),
        sa.Column("requester_email", sa.String(length=254), nullable=True),
        sa.Column("requester_id", sa.Integer(), nullable=True),
        sa.Column("is_party", sa.Boolean(), nullable=False),
        sa.Column(
            "channel", sa.Enum("web", "post", "email", name="channel", native_enum=False, length=30), nullable=False
        ),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("registered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_by_name", sa.String(length=80), nullable=True),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.Column("weighing", sa.Text(), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("link_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answered_by_id IS NULL)", name=op.f("ck_access_request_answered_by_somebody")
        ),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (letter_id IS NULL)", name=op.f("ck_access_request_answered_has_letter")
        ),
        sa.CheckConstraint(
            "(token_hash IS NULL) = (link_expires_at IS NULL)", name=op.f("ck_access_request_link_expires")
        ),
        sa.CheckConstraint(
            "NOT is_party OR requester_id IS NOT NULL", name=op.f("ck_access_request_party_is_somebody")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["user_account.id"], name=op.f("fk_access_request_answered_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_access_request_application_id_application")
        ),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_access_request_letter_id_letter")),
        sa.ForeignKeyConstraint(
            ["registered_by_id"], ["user_account.id"], name=op.f("fk_access_request_registered_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["requester_id"], ["user_account.id"], name=op.f("fk_access_request_requester_id_user_account")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["grant_round.id"], name=op.f("fk_access_request_round_id_grant_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_request")),
        sa.UniqueConstraint("public_id", name=op.f("uq_access_request_public_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_access_request_token_hash")),
    )
    with op.batch_alter_table("access_request", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_access_request_answered_at_due_on"), ["answered_at", "due_on"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_access_request_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_access_request_letter_id"), ["letter_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_access_request_requester_id"), ["requester_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_access_request_round_id"), ["round_id"], unique=False)

    op.create_table(
        "allocation_adoption",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("adopted_by_id", sa.Integer(), nullable=False),
        sa.Column("adopted_by_name", sa.String(length=80), nullable=False),
        sa.Column("adopted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("adjusted", Json, nullable=False),
        sa.Column("outcomes", Json, nullable=False),
        sa.ForeignKeyConstraint(
            ["adopted_by_id"], ["user_account.id"], name=op.f("fk_allocation_adoption_adopted_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["allocation_run.id"], name=op.f("fk_allocation_adoption_run_id_allocation_run")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation_adoption")),
    )
    with op.batch_alter_table("allocation_adoption", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_allocation_adoption_adopted_by_id"), ["adopted_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_allocation_adoption_run_id"), ["run_id"], unique=False)

    op.create_table(
        "allocation_order",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("asked", Json, nullable=False),
        sa.Column("activities", sa.Integer(), nullable=False),
        sa.Column("ordered_by_id", sa.Integer(), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["ordered_by_id"], ["user_account.id"], name=op.f("fk_allocation_order_ordered_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["grant_round.id"], name=op.f("fk_allocation_order_round_id_grant_round")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["allocation_run.id"], name=op.f("fk_allocation_order_run_id_allocation_run")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation_order")),
        sa.UniqueConstraint("public_id", name=op.f("uq_allocation_order_public_id")),
    )
    with op.batch_alter_table("allocation_order", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_allocation_order_ordered_by_id"), ["ordered_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_allocation_order_round_id"), ["round_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_allocation_order_run_id"), ["run_id"], unique=False)

    op.create_table(
        "case_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("is_internal", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("author_name", sa.String(length=80), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_case_note_text_not_empty")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_case_note_application_id_application")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["user_account.id"], name=op.f("fk_case_note_author_id_user_account")),
        sa.ForeignKeyConstraint(["corrects_id"], ["case_note.id"], name=op.f("fk_case_note_corrects_id_case_note")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_note")),
        sa.UniqueConstraint("corrects_id", name=op.f("uq_case_note_corrects_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_case_note_public_id")),
    )
    with op.batch_alter_table("case_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_note_application_id"), ["application_id"], unique=False)

    op.create_table(
        "masked_copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("document_key", sa.String(length=60), nullable=False),
        sa.Column("source_sha256", sa.String(length=64), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("marks", Json, nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_by_name", sa.String(length=80), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("pages > 0", name=op.f("ck_masked_copy_has_pages")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_masked_copy_application_id_application")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["user_account.id"], name=op.f("fk_masked_copy_made_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(["sha256"], ["stored_file.sha256"], name=op.f("fk_masked_copy_sha256_stored_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_masked_copy")),
        sa.UniqueConstraint("public_id", name=op.f("uq_masked_copy_public_id")),
    )
    with op.batch_alter_table("masked_copy", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_masked_copy_application_id_document_key"), ["application_id", "document_key"], unique=False
        )

    op.create_table(
        "score_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("score_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("cannot_assess", sa.Boolean(), nullable=False),
        sa.Column("comment", sa.String(length=600), nullable=True),
        sa.Column("reason", sa.String(length=600), nullable=False),
        sa.Column("revised_by_id", sa.Integer(), nullable=False),
        sa.Column("revised_by_name", sa.String(length=80), nullable=False),
        sa.Column("revised_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(value IS NULL) = cannot_assess", name=op.f("ck_score_revision_value_or_cannot_assess")),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_score_revision_reason_given")),
        sa.CheckConstraint("value BETWEEN 1 AND 5", name=op.f("ck_score_revision_value_in_range")),
        sa.ForeignKeyConstraint(
            ["revised_by_id"], ["user_account.id"], name=op.f("fk_score_revision_revised_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(["score_id"], ["score.id"], name=op.f("fk_score_revision_score_id_score")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_revision")),
        sa.UniqueConstraint("score_id", name=op.f("uq_score_revision_score_id")),
    )
    with op.batch_alter_table("score_revision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_score_revision_revised_by_id"), ["revised_by_id"], unique=False)

    op.create_table(
        "shielding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("document_key", sa.String(length=60), nullable=False),
        sa.Column("ground", sa.String(length=30), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_by_name", sa.String(length=80), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name=op.f("ck_shielding_withdrawn_by_somebody")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_shielding_application_id_application")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_shielding_by_id_user_account")),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["user_account.id"], name=op.f("fk_shielding_withdrawn_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shielding")),
    )
    with op.batch_alter_table("shielding", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_shielding_application_id_document_key"), ["application_id", "document_key"], unique=False
        )

    op.create_table(
        "supplement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("waiting", "answered", "expired", "ended", name="supplementstatus", native_enum=False, length=30),
            nullable=False,
        ),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_name", sa.String(length=80), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("reminded_of", sa.Date(), nullable=True),
        sa.Column(
            "channel",
            sa.Enum("web", "phone", "email", "post", name="answerchannel", native_enum=False, length=30),
            nullable=True,
        ),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_by_name", sa.String(length=80), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(status = 'answered') = (channel IS NOT NULL)", name=op.f("ck_supplement_answered_has_channel")
        ),
        sa.CheckConstraint(
            "(status = 'ended') = (end_reason IS NOT NULL)", name=op.f("ck_supplement_ended_has_reason")
        ),
        sa.CheckConstraint("(status = 'waiting') = (closed_at IS NULL)", name=op.f("ck_supplement_closed_has_time")),
        sa.CheckConstraint("number BETWEEN 1 AND 2", name=op.f("ck_supplement_at_most_two")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_supplement_application_id_application")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["user_account.id"], name=op.f("fk_supplement_asked_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["user_account.id"], name=op.f("fk_supplement_closed_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_supplement_letter_id_letter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplement")),
        sa.UniqueConstraint("application_id", "number", name=op.f("uq_supplement_application_id_number")),
    )
    with op.batch_alter_table("supplement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_supplement_status_due_on"), ["status", "due_on"], unique=False)

    op.create_table(
        "task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(done_at IS NULL) = (done_by_id IS NULL)", name=op.f("ck_task_done_by_somebody")),
        sa.CheckConstraint("length(title) > 0", name=op.f("ck_task_title_not_empty")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_task_application_id_application")
        ),
        sa.ForeignKeyConstraint(["done_by_id"], ["user_account.id"], name=op.f("fk_task_done_by_id_user_account")),
        sa.ForeignKeyConstraint(["made_by_id"], ["user_account.id"], name=op.f("fk_task_made_by_id_user_account")),
        sa.ForeignKeyConstraint(["person_id"], ["user_account.id"], name=op.f("fk_task_person_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
        sa.UniqueConstraint("public_id", name=op.f("uq_task_public_id")),
    )
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_done_at_due_on"), ["done_at", "due_on"], unique=False)

    op.create_table(
        "third_party_information",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("is_internal", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_name", sa.String(length=80), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_third_party_information_text_not_empty")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_third_party_information_application_id_application")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user_account.id"], name=op.f("fk_third_party_information_recorded_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_third_party_information")),
        sa.UniqueConstraint("public_id", name=op.f("uq_third_party_information_public_id")),
    )
    with op.batch_alter_table("third_party_information", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_third_party_information_application_id"), ["application_id"], unique=False)

    op.create_table(
        "time_reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Enum("interim", "delay", name="replykind", native_enum=False, length=30), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=False),
        sa.Column("sent_by_name", sa.String(length=80), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_time_reply_application_id_application")
        ),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_time_reply_letter_id_letter")),
        sa.ForeignKeyConstraint(
            ["sent_by_id"], ["user_account.id"], name=op.f("fk_time_reply_sent_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_reply")),
        sa.UniqueConstraint("application_id", "number", name=op.f("uq_time_reply_application_id_number")),
    )
    with op.batch_alter_table("time_reply", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_time_reply_letter_id"), ["letter_id"], unique=False)

    op.create_table(
        "access_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("document_key", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column(
            "given", sa.Enum("full", "masked", "refused", name="given", native_enum=False, length=30), nullable=False
        ),
        sa.Column("grounds", Json, nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("filename", sa.String(length=120), nullable=True),
        sa.Column("media_type", sa.String(length=100), nullable=True),
        sa.CheckConstraint("(given = 'full') = (legal_basis IS NULL)", name=op.f("ck_access_line_kept_back_has_basis")),
        sa.CheckConstraint("(given = 'refused') = (sha256 IS NULL)", name=op.f("ck_access_line_given_has_file")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["access_request.id"], name=op.f("fk_access_line_request_id_access_request")
        ),
        sa.ForeignKeyConstraint(["sha256"], ["stored_file.sha256"], name=op.f("fk_access_line_sha256_stored_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_line")),
        sa.UniqueConstraint("request_id", "document_key", name=op.f("uq_access_line_request_id_document_key")),
        sa.UniqueConstraint("request_id", "position", name=op.f("uq_access_line_request_id_position")),
    )
    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("user_name", sa.String(length=80), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=True),
        sa.Column("given_by_name", sa.String(length=80), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_by_name", sa.String(length=80), nullable=True),
        sa.Column("withdrawn_reason", sa.String(length=300), nullable=True),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by_name IS NULL) AND (withdrawn_at IS NULL) = (withdrawn_reason IS NULL)",
            name=op.f("ck_assignment_withdrawn_has_reason"),
        ),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_assignment_activity_id_activity")),
        sa.ForeignKeyConstraint(
            ["given_by_id"], ["user_account.id"], name=op.f("fk_assignment_given_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_assignment_user_id_user_account")),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["user_account.id"], name=op.f("fk_assignment_withdrawn_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignment_activity_id"), ["activity_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_assignment_user_id_withdrawn_at"), ["user_id", "withdrawn_at"], unique=False
        )
        batch_op.create_index(
            "uq_assignment_open",
            ["activity_id", "user_id"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.create_table(
        "case_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("is_internal", sa.Boolean(), nullable=False),
        sa.Column("from_applicant", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answer_due_on", sa.Date(), nullable=True),
        sa.Column("information_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("author_name", sa.String(length=80), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "answer_due_on IS NULL OR NOT from_applicant", name=op.f("ck_case_message_only_we_set_a_date")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_case_message_application_id_application")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user_account.id"], name=op.f("fk_case_message_author_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["information_id"],
            ["third_party_information.id"],
            name=op.f("fk_case_message_information_id_third_party_information"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_message")),
        sa.UniqueConstraint("public_id", name=op.f("uq_case_message_public_id")),
    )
    with op.batch_alter_table("case_message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_message_application_id"), ["application_id"], unique=False)

    op.create_table(
        "regretted_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("recommendation_id", sa.Integer(), nullable=False),
        sa.Column("lines", Json, nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back_by_id", sa.Integer(), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_regretted_decision_application_id_application")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user_account.id"], name=op.f("fk_regretted_decision_decided_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["recommendation_id"],
            ["recommendation.id"],
            name=op.f("fk_regretted_decision_recommendation_id_recommendation"),
        ),
        sa.ForeignKeyConstraint(
            ["taken_back_by_id"], ["user_account.id"], name=op.f("fk_regretted_decision_taken_back_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regretted_decision")),
    )
    with op.batch_alter_table("regretted_decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_regretted_decision_application_id"), ["application_id"], unique=False)

    op.create_table(
        "supplement_extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supplement_id", sa.Integer(), nullable=False),
        sa.Column("due_before", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column("given_by_name", sa.String(length=80), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["given_by_id"], ["user_account.id"], name=op.f("fk_supplement_extension_given_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["supplement_id"], ["supplement.id"], name=op.f("fk_supplement_extension_supplement_id_supplement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplement_extension")),
    )
    with op.batch_alter_table("supplement_extension", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_supplement_extension_supplement_id"), ["supplement_id"], unique=False)

    op.create_table(
        "supplement_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supplement_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("asked", sa.String(length=400), nullable=False),
        sa.Column("why", sa.String(length=300), nullable=True),
        sa.Column(
            "check_code",
            sa.Enum(
                "in_time",
                "within_week",
                "free_entry",
                "open_to_all",
                "alcohol_free",
                "within_cap",
                "budget_balances",
                "organisation_number",
                "duplicate",
                "same_expense",
                "previous_report",
                "several_applications",
                "permits",
                "de_minimis",
                "running_costs",
                "plausible_reach",
                name="checkcode",
                native_enum=False,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("activity_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("has_not", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=True),
        sa.Column("saved_by_name", sa.String(length=80), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(asked) > 0", name=op.f("ck_supplement_item_asked_not_empty")),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_supplement_item_activity_id_activity")),
        sa.ForeignKeyConstraint(
            ["saved_by_id"], ["user_account.id"], name=op.f("fk_supplement_item_saved_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["supplement_id"], ["supplement.id"], name=op.f("fk_supplement_item_supplement_id_supplement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplement_item")),
        sa.UniqueConstraint("supplement_id", "position", name=op.f("uq_supplement_item_supplement_id_position")),
    )
    op.create_table(
        "appeal_extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column("given_by_name", sa.String(length=80), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_appeal_extension_decision_id_decision")
        ),
        sa.ForeignKeyConstraint(
            ["given_by_id"], ["user_account.id"], name=op.f("fk_appeal_extension_given_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal_extension")),
    )
    with op.batch_alter_table("appeal_extension", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appeal_extension_decision_id"), ["decision_id"], unique=False)

    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("proposed", "approved", "returned", "withdrawn", name="changestatus", native_enum=False, length=30),
            nullable=False,
        ),
        sa.Column("changes", Json, nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_by_name", sa.String(length=80), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_by_name", sa.String(length=80), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("return_comment", sa.Text(), nullable=True),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(status = 'approved') = (letter_id IS NOT NULL)", name=op.f("ck_correction_approved_has_letter")
        ),
        sa.CheckConstraint(
            "status <> 'returned' OR return_comment IS NOT NULL", name=op.f("ck_correction_returned_has_comment")
        ),
        sa.CheckConstraint("decided_by_id <> proposed_by_id", name=op.f("ck_correction_decided_by_another")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user_account.id"], name=op.f("fk_correction_decided_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_correction_decision_id_decision")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_correction_letter_id_letter")),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["user_account.id"], name=op.f("fk_correction_proposed_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
        sa.UniqueConstraint("decision_id", "number", name=op.f("uq_correction_decision_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_correction_public_id")),
    )
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.create_index(
            "uq_correction_proposed",
            ["decision_id"],
            unique=True,
            sqlite_where=sa.text("status = 'proposed'"),
            postgresql_where=sa.text("status = 'proposed'"),
        )

    op.create_table(
        "information_handling",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("information_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("put", "not_needed", "comment", name="handlingkind", native_enum=False, length=30),
            nullable=False,
        ),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind = 'put' OR message_id IS NOT NULL OR length(text) > 0",
            name=op.f("ck_information_handling_says_something"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user_account.id"], name=op.f("fk_information_handling_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["information_id"],
            ["third_party_information.id"],
            name=op.f("fk_information_handling_information_id_third_party_information"),
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["case_message.id"], name=op.f("fk_information_handling_message_id_case_message")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_information_handling")),
        sa.UniqueConstraint(
            "information_id", "message_id", name=op.f("uq_information_handling_information_id_message_id")
        ),
    )
    with op.batch_alter_table("information_handling", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_information_handling_message_id"), ["message_id"], unique=False)

    op.create_table(
        "message_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("filename", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["case_message.id"], name=op.f("fk_message_file_message_id_case_message")
        ),
        sa.ForeignKeyConstraint(["sha256"], ["stored_file.sha256"], name=op.f("fk_message_file_sha256_stored_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_file")),
        sa.UniqueConstraint("public_id", name=op.f("uq_message_file_public_id")),
    )
    with op.batch_alter_table("message_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_message_file_message_id"), ["message_id"], unique=False)

    op.create_table(
        "message_reading",
        sa.Column("message_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("user_name", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["case_message.id"], name=op.f("fk_message_reading_message_id_case_message")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_message_reading_user_id_user_account")),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_message_reading")),
    )
    op.create_table(
        "message_settlement",
        sa.Column("message_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("user_name", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["case_message.id"], name=op.f("fk_message_settlement_message_id_case_message")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_message_settlement_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_message_settlement")),
    )
    op.create_table(
        "reasons_demand",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("demanded_by", sa.String(length=80), nullable=False),
        sa.Column("registered_by_id", sa.Integer(), nullable=False),
        sa.Column("registered_by_name", sa.String(length=80), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("were_left_out", sa.Boolean(), nullable=True),
        sa.Column("answered_by_name", sa.String(length=80), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name=op.f("ck_reasons_demand_answer_has_time")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_reasons_demand_decision_id_decision")),
        sa.ForeignKeyConstraint(
            ["registered_by_id"], ["user_account.id"], name=op.f("fk_reasons_demand_registered_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reasons_demand")),
        sa.UniqueConstraint("public_id", name=op.f("uq_reasons_demand_public_id")),
    )
    with op.batch_alter_table("reasons_demand", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reasons_demand_decision_id"), ["decision_id"], unique=False)

    op.create_table(
        "supplement_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("filename", sa.String(length=120), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name=op.f("fk_supplement_file_attachment_id_attachment")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["supplement_item.id"], name=op.f("fk_supplement_file_item_id_supplement_item")
        ),
        sa.ForeignKeyConstraint(["sha256"], ["stored_file.sha256"], name=op.f("fk_supplement_file_sha256_stored_file")),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["user_account.id"], name=op.f("fk_supplement_file_uploaded_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplement_file")),
        sa.UniqueConstraint("attachment_id", name=op.f("uq_supplement_file_attachment_id")),
        sa.UniqueConstraint("item_id", "sha256", name=op.f("uq_supplement_file_item_id_sha256")),
        sa.UniqueConstraint("public_id", name=op.f("uq_supplement_file_public_id")),
    )
    op.create_table(
        "appeal_handling",
        sa.Column("appeal_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "received",
                "late",
                "dismissal_prepared",
                "dismissed",
                "under_review",
                "reversal_prepared",
                "reversed_fully",
                "reversed_partly",
                "upheld",
                "forwarded",
                "decided",
                "closed",
                "withdrawn",
                name="appealstatus",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column(
            "channel", sa.Enum("web", "post", "email", name="channel", native_enum=False, length=30), nullable=False
        ),
        sa.Column("posted_on", sa.Date(), nullable=True),
        sa.Column("calculation", Json, nullable=False),
        sa.Column("registered_by_id", sa.Integer(), nullable=True),
        sa.Column("registered_by_name", sa.String(length=80), nullable=True),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handler_id", sa.Integer(), nullable=True),
        sa.Column("handler_name", sa.String(length=80), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_up_reason", sa.Text(), nullable=True),
        sa.Column("disputes_grant", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("grants_all", sa.Boolean(), nullable=True),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("forwarded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("comments_due", sa.Date(), nullable=True),
        sa.Column("body_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "posted_on IS NULL OR channel = 'post'", name=op.f("ck_appeal_handling_only_paper_is_posted")
        ),
        sa.CheckConstraint(
            "(handler_id IS NULL) = (taken_at IS NULL)", name=op.f("ck_appeal_handling_handler_has_time")
        ),
        sa.ForeignKeyConstraint(["about_id"], ["appeal.id"], name=op.f("fk_appeal_handling_about_id_appeal")),
        sa.ForeignKeyConstraint(["appeal_id"], ["appeal.id"], name=op.f("fk_appeal_handling_appeal_id_appeal")),
        sa.ForeignKeyConstraint(
            ["handler_id"], ["user_account.id"], name=op.f("fk_appeal_handling_handler_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["registered_by_id"], ["user_account.id"], name=op.f("fk_appeal_handling_registered_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("appeal_id", name=op.f("pk_appeal_handling")),
    )
    with op.batch_alter_table("appeal_handling", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appeal_handling_about_id"), ["about_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appeal_handling_handler_id"), ["handler_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appeal_handling_status"), ["status"], unique=False)

    op.create_table(
        "reversal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("reversed_id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("appeal_id", sa.Integer(), nullable=True),
        sa.Column(
            "status",
            sa.Enum("proposed", "approved", "returned", "withdrawn", name="changestatus", native_enum=False, length=30),
            nullable=False,
        ),
        sa.Column(
            "ground",
            sa.Enum(
                "favourable",
                "not_told_yet",
                "invalid",
                "reserved_power",
                "law",
                "appeal",
                name="ground",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("condition", sa.Text(), nullable=True),
        sa.Column("is_detriment", sa.Boolean(), nullable=False),
        sa.Column("prepared_by_id", sa.Integer(), nullable=False),
        sa.Column("prepared_by_name", sa.String(length=80), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noticed_on", sa.Date(), nullable=True),
        sa.Column("comment_by", sa.Date(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("comment_on", sa.Date(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_by_name", sa.String(length=80), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("return_comment", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_name", sa.String(length=80), nullable=True),
        sa.CheckConstraint(
            "(status = 'approved') = (decision_id IS NOT NULL)", name=op.f("ck_reversal_approved_has_decision")
        ),
        sa.CheckConstraint(
            "ground <> 'appeal' OR appeal_id IS NOT NULL", name=op.f("ck_reversal_appeal_ground_has_appeal")
        ),
        sa.CheckConstraint(
            "status <> 'returned' OR return_comment IS NOT NULL", name=op.f("ck_reversal_returned_has_comment")
        ),
        sa.CheckConstraint("(noticed_on IS NULL) = (comment_by IS NULL)", name=op.f("ck_reversal_notice_has_deadline")),
        sa.CheckConstraint("decided_by_id <> prepared_by_id", name=op.f("ck_reversal_decided_by_another")),
        sa.CheckConstraint("length(explanation) > 0", name=op.f("ck_reversal_explanation_not_empty")),
        sa.ForeignKeyConstraint(["appeal_id"], ["appeal.id"], name=op.f("fk_reversal_appeal_id_appeal")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user_account.id"], name=op.f("fk_reversal_decided_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_reversal_decision_id_decision")),
        sa.ForeignKeyConstraint(
            ["prepared_by_id"], ["user_account.id"], name=op.f("fk_reversal_prepared_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(["reversed_id"], ["decision.id"], name=op.f("fk_reversal_reversed_id_decision")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reversal")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_reversal_decision_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_reversal_public_id")),
    )
    with op.batch_alter_table("reversal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reversal_appeal_id"), ["appeal_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reversal_reversed_id"), ["reversed_id"], unique=False)
        batch_op.create_index(
            "uq_reversal_proposed",
            ["reversed_id"],
            unique=True,
            sqlite_where=sa.text("status = 'proposed'"),
            postgresql_where=sa.text("status = 'proposed'"),
        )

    op.create_table(
        "appeal_answer",
        sa.Column("appeal_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "result",
            sa.Enum(
                "confirmed", "changed", "set_aside", "dismissed", name="appealresult", native_enum=False, length=30
            ),
            nullable=False,
        ),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("is_worse", sa.Boolean(), nullable=False),
        sa.Column("warned_on", sa.Date(), nullable=True),
        sa.Column("file_sha256", sa.String(length=64), nullable=True),
        sa.Column("filename", sa.String(length=120), nullable=True),
        sa.Column("registered_by_id", sa.Integer(), nullable=False),
        sa.Column("registered_by_name", sa.String(length=80), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "is_worse = false OR result = 'changed'", name=op.f("ck_appeal_answer_only_a_change_is_worse")
        ),
        sa.ForeignKeyConstraint(
            ["appeal_id"], ["appeal_handling.appeal_id"], name=op.f("fk_appeal_answer_appeal_id_appeal_handling")
        ),
        sa.ForeignKeyConstraint(
            ["file_sha256"], ["stored_file.sha256"], name=op.f("fk_appeal_answer_file_sha256_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["registered_by_id"], ["user_account.id"], name=op.f("fk_appeal_answer_registered_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("appeal_id", name=op.f("pk_appeal_answer")),
    )
    op.create_table(
        "appeal_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appeal_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=False),
        sa.Column("sent_by_name", sa.String(length=80), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("passed_on_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["appeal_id"], ["appeal_handling.appeal_id"], name=op.f("fk_appeal_comment_appeal_id_appeal_handling")
        ),
        sa.ForeignKeyConstraint(
            ["sent_by_id"], ["user_account.id"], name=op.f("fk_appeal_comment_sent_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal_comment")),
    )
    with op.batch_alter_table("appeal_comment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appeal_comment_appeal_id"), ["appeal_id"], unique=False)

    op.create_table(
        "appeal_letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appeal_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "receipt",
                "decision",
                "appeal_receipt",
                "supplement",
                "supplement_receipt",
                "interim_reply",
                "delay_notice",
                "appeal_dismissal",
                "appeal_forwarding",
                "appeal_result",
                "correction",
                "access_answer",
                name="letterkind",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("content", Json, nullable=False),
        sa.Column("recipients", Json, nullable=False),
        sa.Column("wanted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["appeal_id"], ["appeal_handling.appeal_id"], name=op.f("fk_appeal_letter_appeal_id_appeal_handling")
        ),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_appeal_letter_letter_id_letter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal_letter")),
        sa.UniqueConstraint("appeal_id", "kind", name=op.f("uq_appeal_letter_appeal_id_kind")),
    )
    with op.batch_alter_table("appeal_letter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appeal_letter_letter_id"), ["letter_id"], unique=False)

    op.create_table(
        "appeal_statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appeal_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("dismissal", "forwarding", name="statementkind", native_enum=False, length=30),
            nullable=False,
        ),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("assessment", sa.Text(), nullable=False),
        sa.Column("documents", Json, nullable=False),
        sa.Column("prepared_by_id", sa.Integer(), nullable=False),
        sa.Column("prepared_by_name", sa.String(length=80), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_by_name", sa.String(length=80), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_by_name", sa.String(length=80), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("return_comment", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "approved_by_id IS NULL OR approved_by_id <> prepared_by_id",
            name=op.f("ck_appeal_statement_approved_by_another"),
        ),
        sa.CheckConstraint(
            "returned_at IS NULL OR return_comment IS NOT NULL", name=op.f("ck_appeal_statement_returned_has_comment")
        ),
        sa.ForeignKeyConstraint(
            ["appeal_id"], ["appeal_handling.appeal_id"], name=op.f("fk_appeal_statement_appeal_id_appeal_handling")
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["user_account.id"], name=op.f("fk_appeal_statement_approved_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["prepared_by_id"], ["user_account.id"], name=op.f("fk_appeal_statement_prepared_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal_statement")),
        sa.UniqueConstraint("appeal_id", "number", name=op.f("uq_appeal_statement_appeal_id_number")),
    )
    op.create_table(
        "reversal_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reversal_id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "granted_full", "granted_part", "rejected", "dismissed", name="outcome", native_enum=False, length=30
            ),
            nullable=False,
        ),
        sa.Column("sought_nok", sa.Integer(), nullable=False),
        sa.Column("amount_nok", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("reduction_reasons", sa.Text(), nullable=True),
        sa.Column("expected_for_less", sa.Text(), nullable=True),
        sa.Column("advice", sa.Text(), nullable=True),
        sa.Column("special_condition", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(outcome = 'granted_full' AND amount_nok = sought_nok) OR (outcome = 'granted_part' AND amount_nok > 0 AND amount_nok < sought_nok) OR (outcome IN ('rejected', 'dismissed') AND amount_nok = 0)",
            name=op.f("ck_reversal_line_amount_fits_outcome"),
        ),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_reversal_line_activity_id_activity")),
        sa.ForeignKeyConstraint(["reversal_id"], ["reversal.id"], name=op.f("fk_reversal_line_reversal_id_reversal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reversal_line")),
        sa.UniqueConstraint("reversal_id", "activity_id", name=op.f("uq_reversal_line_reversal_id_activity_id")),
    )
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_assessment_assessor_id_sent_at_subject_id"),
            ["assessor_id", "sent_at", "subject_id"],
            unique=False,
        )

    with op.batch_alter_table("case_row", schema=None) as batch_op:
        batch_op.add_column(sa.Column("mean", sa.Numeric(precision=7, scale=4), nullable=True))
        batch_op.add_column(sa.Column("relevance", sa.Numeric(precision=7, scale=4), nullable=True))
        batch_op.add_column(sa.Column("adjusted_score", sa.Numeric(precision=7, scale=4), nullable=True))
        batch_op.add_column(sa.Column("adjusted_rank", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("proposed_adjusted_score", sa.Numeric(precision=7, scale=4), nullable=True))
        batch_op.add_column(sa.Column("proposed_adjusted_rank", sa.Integer(), nullable=True))
        batch_op.create_index(
            "ix_case_row_ranked",
            [
                "round_id",
                "score",
                "mean",
                "relevance",
                "received_at",
                "activity_id",
                "status",
                "subject_id",
                "sought_nok",
                "assessments",
            ],
            unique=False,
        )

    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.add_column(sa.Column("appeal_counted_from", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("appeal_until", sa.Date(), nullable=True))

    with op.batch_alter_table("grant_round", schema=None) as batch_op:
        batch_op.add_column(sa.Column("max_organisation_nok", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("max_organisation_activities", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("floor_criterion", sa.String(length=30), nullable=True))
        batch_op.add_column(sa.Column("floor_value", sa.Integer(), server_default="2", nullable=False))
        batch_op.add_column(sa.Column("spread_score", sa.Numeric(), server_default="50", nullable=False))
        batch_op.add_column(sa.Column("spreads_categories", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("spreads_districts", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("assessors_per_activity", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("assessing_closed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("supplement_days", sa.Integer(), server_default="7", nullable=False))

    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))


def downgrade() -> None:

    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_column("merged_into_id")

    with op.batch_alter_table("grant_round", schema=None) as batch_op:
        batch_op.drop_column("supplement_days")
        batch_op.drop_column("assessing_closed_at")
        batch_op.drop_column("assessors_per_activity")
        batch_op.drop_column("spreads_districts")
        batch_op.drop_column("spreads_categories")
        batch_op.drop_column("spread_score")
        batch_op.drop_column("floor_value")
        batch_op.drop_column("floor_criterion")
        batch_op.drop_column("max_organisation_activities")
        batch_op.drop_column("max_organisation_nok")

    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_column("appeal_until")
        batch_op.drop_column("appeal_counted_from")

    with op.batch_alter_table("case_row", schema=None) as batch_op:
        batch_op.drop_index("ix_case_row_ranked")
        batch_op.drop_column("proposed_adjusted_rank")
        batch_op.drop_column("proposed_adjusted_score")
        batch_op.drop_column("adjusted_rank")
        batch_op.drop_column("adjusted_score")
        batch_op.drop_column("relevance")
        batch_op.drop_column("mean")

    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assessment_assessor_id_sent_at_subject_id"))

    op.drop_table("reversal_line")
    op.drop_table("appeal_statement")
    with op.batch_alter_table("appeal_letter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_appeal_letter_letter_id"))

    op.drop_table("appeal_letter")
    with op.batch_alter_table("appeal_comment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_appeal_comment_appeal_id"))

    op.drop_table("appeal_comment")
    op.drop_table("appeal_answer")
    with op.batch_alter_table("reversal", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_reversal_proposed",
            sqlite_where=sa.text("status = 'proposed'"),
            postgresql_where=sa.text("status = 'proposed'"),
        )
        batch_op.drop_index(batch_op.f("ix_reversal_reversed_id"))
        batch_op.drop_index(batch_op.f("ix_reversal_appeal_id"))

    op.drop_table("reversal")
    with op.batch_alter_table("appeal_handling", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_appeal_handling_status"))
        batch_op.drop_index(batch_op.f("ix_appeal_handling_handler_id"))
        batch_op.drop_index(batch_op.f("ix_appeal_handling_about_id"))

    op.drop_table("appeal_handling")
    op.drop_table("supplement_file")
    with op.batch_alter_table("reasons_demand", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reasons_demand_decision_id"))

    op.drop_table("reasons_demand")
    op.drop_table("message_settlement")
    op.drop_table("message_reading")
    with op.batch_alter_table("message_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_message_file_message_id"))

    op.drop_table("message_file")
    with op.batch_alter_table("information_handling", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_information_handling_message_id"))

    op.drop_table("information_handling")
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_correction_proposed",
            sqlite_where=sa.text("status = 'proposed'"),
            postgresql_where=sa.text("status = 'proposed'"),
        )

    op.drop_table("correction")
    with op.batch_alter_table("appeal_extension", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_appeal_extension_decision_id"))

    op.drop_table("appeal_extension")
    op.drop_table("supplement_item")
    with op.batch_alter_table("supplement_extension", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_supplement_extension_supplement_id"))

    op.drop_table("supplement_extension")
    with op.batch_alter_table("regretted_decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_regretted_decision_application_id"))

    op.drop_table("regretted_decision")
    with op.batch_alter_table("case_message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_message_application_id"))

    op.drop_table("case_message")
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_assignment_open",
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_assignment_user_id_withdrawn_at"))
        batch_op.drop_index(batch_op.f("ix_assignment_activity_id"))

    op.drop_table("assignment")
    op.drop_table("access_line")
    with op.batch_alter_table("time_reply", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_time_reply_letter_id"))

    op.drop_table("time_reply")
    with op.batch_alter_table("third_party_information", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_third_party_information_application_id"))

    op.drop_table("third_party_information")
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_task_done_at_due_on"))
        batch_op.drop_index(batch_op.f("ix_task_application_id"))

    op.drop_table("task")
    with op.batch_alter_table("supplement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_supplement_status_due_on"))

    op.drop_table("supplement")
    with op.batch_alter_table("shielding", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shielding_application_id_document_key"))

    op.drop_table("shielding")
    with op.batch_alter_table("score_revision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_score_revision_revised_by_id"))

    op.drop_table("score_revision")
    with op.batch_alter_table("masked_copy", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_masked_copy_application_id_document_key"))

    op.drop_table("masked_copy")
    with op.batch_alter_table("case_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_note_application_id"))

    op.drop_table("case_note")
    with op.batch_alter_table("allocation_order", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_allocation_order_run_id"))
        batch_op.drop_index(batch_op.f("ix_allocation_order_round_id"))
        batch_op.drop_index(batch_op.f("ix_allocation_order_ordered_by_id"))

    op.drop_table("allocation_order")
    with op.batch_alter_table("allocation_adoption", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_allocation_adoption_run_id"))
        batch_op.drop_index(batch_op.f("ix_allocation_adoption_adopted_by_id"))

    op.drop_table("allocation_adoption")
    with op.batch_alter_table("access_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_access_request_round_id"))
        batch_op.drop_index(batch_op.f("ix_access_request_requester_id"))
        batch_op.drop_index(batch_op.f("ix_access_request_letter_id"))
        batch_op.drop_index(batch_op.f("ix_access_request_application_id"))
        batch_op.drop_index(batch_op.f("ix_access_request_answered_at_due_on"))

    op.drop_table("access_request")
    op.drop_table("ranking_review")
    op.drop_table("ranking_mark")
    with op.batch_alter_table("allocation_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_allocation_run_round_id_made_at"))
        batch_op.drop_index(batch_op.f("ix_allocation_run_made_by_id"))
        batch_op.drop_index(batch_op.f("ix_allocation_run_cases_round_id"))

    op.drop_table("allocation_run")
    with op.batch_alter_table("superior", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_superior_leader_id"))

    op.drop_table("superior")
    with op.batch_alter_table("organisation_merger", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_organisation_merger_merged",
            sqlite_where=sa.text("status IN ('proposed', 'confirmed')"),
            postgresql_where=sa.text("status IN ('proposed', 'confirmed')"),
        )
        batch_op.drop_index(batch_op.f("ix_organisation_merger_into_id"))

    op.drop_table("organisation_merger")
