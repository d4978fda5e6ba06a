"""After the letter

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

Json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:

    op.create_table(
        "campaign_goal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("help_text", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_from <= valid_to", name=op.f("ck_campaign_goal_validity_in_order")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_goal")),
        sa.UniqueConstraint("code", name=op.f("uq_campaign_goal_code")),
        sa.UniqueConstraint("public_id", name=op.f("uq_campaign_goal_public_id")),
    )
    op.create_table(
        "key_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("value_to", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("value_text", sa.String(length=120), nullable=True),
        sa.Column("count_method", sa.String(length=20), nullable=True),
        sa.Column("what", sa.String(length=120), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("line_from", sa.Integer(), nullable=True),
        sa.Column("line_to", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=400), nullable=True),
        sa.Column("contradicts", sa.Boolean(), nullable=False),
        sa.Column("added_by_name", sa.String(length=80), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("line_to IS NULL OR line_from <= line_to", name=op.f("ck_key_figure_lines_in_order")),
        sa.CheckConstraint("value IS NOT NULL OR value_text IS NOT NULL", name=op.f("ck_key_figure_says_something")),
        sa.CheckConstraint("value_to IS NULL OR value_to >= value", name=op.f("ck_key_figure_range_in_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_figure")),
        sa.UniqueConstraint("public_id", name=op.f("uq_key_figure_public_id")),
    )
    with op.batch_alter_table("key_figure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_key_figure_year_kind"), ["year", "kind"], unique=False)

    op.create_table(
        "learning_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("worked", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_name", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_note")),
        sa.UniqueConstraint("public_id", name=op.f("uq_learning_note_public_id")),
    )
    with op.batch_alter_table("learning_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_learning_note_year"), ["year"], unique=False)

    op.create_table(
        "press_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("paper", "web", "radio", "television", "trade", name="presskind", native_enum=False, length=30),
            nullable=False,
        ),
        sa.Column("outlet", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("url", sa.String(length=500), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=True),
        sa.Column("added_by_name", sa.String(length=80), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_press_item")),
        sa.UniqueConstraint("public_id", name=op.f("uq_press_item_public_id")),
    )
    with op.batch_alter_table("press_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_press_item_year"), ["year"], unique=False)

    op.create_table(
        "subscriber",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("topics", Json, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriber")),
        sa.UniqueConstraint("email", name=op.f("uq_subscriber_email")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_subscriber_token_hash")),
    )
    op.create_table(
        "year_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=True),
        sa.Column("day", sa.Integer(), nullable=True),
        sa.Column("days_from_week", sa.Integer(), nullable=True),
        sa.Column("remind_days", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("(month IS NULL) <> (days_from_week IS NULL)", name=op.f("ck_year_task_fixed_or_counted")),
        sa.CheckConstraint("(month IS NULL) = (day IS NULL)", name=op.f("ck_year_task_whole_date")),
        sa.CheckConstraint(
            "month IS NULL OR (month BETWEEN 1 AND 12 AND day BETWEEN 1 AND 31)",
            name=op.f("ck_year_task_date_in_range"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_year_task")),
        sa.UniqueConstraint("code", name=op.f("uq_year_task_code")),
        sa.UniqueConstraint("public_id", name=op.f("uq_year_task_public_id")),
    )
    op.create_table(
        "campaign_week",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("intro", sa.Text(), nullable=False),
        sa.Column("municipality", sa.String(length=80), nullable=False),
        sa.Column("owner_unit", sa.String(length=120), nullable=False),
        sa.Column("contact_email", sa.String(length=254), nullable=False),
        sa.Column("contact_phone", sa.String(length=20), nullable=False),
        sa.Column("programme_opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("registration_opens_on", sa.Date(), nullable=False),
        sa.Column("registration_closes_on", sa.Date(), nullable=False),
        sa.Column("day_themes", Json, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("sentence", sa.String(length=300), nullable=False),
        sa.Column("logo_sha256", sa.String(length=64), nullable=True),
        sa.Column("logo_filename", sa.String(length=120), nullable=True),
        sa.CheckConstraint(
            "registration_opens_on <= registration_closes_on", name=op.f("ck_campaign_week_registration_in_order")
        ),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_campaign_week_days_in_order")),
        sa.ForeignKeyConstraint(
            ["logo_sha256"], ["stored_file.sha256"], name=op.f("fk_campaign_week_logo_sha256_stored_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_week")),
        sa.UniqueConstraint("year", name=op.f("uq_campaign_week_year")),
    )
    op.create_table(
        "final_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("waiting", "working", "done", "failed", name="finalreportstate", native_enum=False, length=30),
            nullable=False,
        ),
        sa.Column("done_steps", sa.Integer(), nullable=False),
        sa.Column("all_steps", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=80), nullable=True),
        sa.Column("problem", sa.String(length=300), nullable=True),
        sa.Column("pdf_sha256", sa.String(length=64), nullable=True),
        sa.Column("docx_sha256", sa.String(length=64), nullable=True),
        sa.Column("asked_by_name", sa.String(length=80), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["docx_sha256"], ["stored_file.sha256"], name=op.f("fk_final_report_docx_sha256_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["pdf_sha256"], ["stored_file.sha256"], name=op.f("fk_final_report_pdf_sha256_stored_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_final_report")),
        sa.UniqueConstraint("public_id", name=op.f("uq_final_report_public_id")),
        sa.UniqueConstraint("year", "number", name=op.f("uq_final_report_year_number")),
    )
    op.create_table(
        "network_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_network_member_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_member")),
        sa.UniqueConstraint("public_id", name=op.f("uq_network_member_public_id")),
    )
    with op.batch_alter_table("network_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_network_member_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_network_member_withdrawn_at"), ["withdrawn_at"], unique=False)

    op.create_table(
        "payout_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=11), nullable=False),
        sa.Column("holder", sa.String(length=120), nullable=False),
        sa.Column("is_own_name", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=True),
        sa.Column(
            "status",
            sa.Enum("waiting", "current", "refused", "replaced", name="accountstatus", native_enum=False, length=30),
            nullable=False,
        ),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_how", sa.String(length=300), nullable=True),
        sa.CheckConstraint("is_own_name OR reason IS NOT NULL", name=op.f("ck_payout_account_other_name_has_reason")),
        sa.CheckConstraint(
            "settled_by_id IS NULL OR settled_by_id <> entered_by_id", name=op.f("ck_payout_account_settled_by_another")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["user_account.id"], name=op.f("fk_payout_account_entered_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_payout_account_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["user_account.id"], name=op.f("fk_payout_account_settled_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout_account")),
        sa.UniqueConstraint("public_id", name=op.f("uq_payout_account_public_id")),
    )
    with op.batch_alter_table("payout_account", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_payout_account_number"), ["number"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_payout_account_organisation_id_status"), ["organisation_id", "status"], unique=False
        )

    op.create_table(
        "year_task_done",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_year_task_done_by_id_user_account")),
        sa.ForeignKeyConstraint(["task_id"], ["year_task.id"], name=op.f("fk_year_task_done_task_id_year_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_year_task_done")),
        sa.UniqueConstraint("task_id", "year", name=op.f("uq_year_task_done_task_id_year")),
    )
    op.create_table(
        "payment_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=35), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("pay_on", sa.Date(), nullable=False),
        sa.Column("total_nok", sa.Integer(), nullable=False),
        sa.Column("payments_count", sa.Integer(), nullable=False),
        sa.Column("csv_sha256", sa.String(length=64), nullable=False),
        sa.Column("pain_sha256", sa.String(length=64), nullable=True),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_by_name", sa.String(length=80), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("total_nok > 0 AND payments_count > 0", name=op.f("ck_payment_batch_not_empty")),
        sa.ForeignKeyConstraint(
            ["csv_sha256"], ["stored_file.sha256"], name=op.f("fk_payment_batch_csv_sha256_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["user_account.id"], name=op.f("fk_payment_batch_made_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["pain_sha256"], ["stored_file.sha256"], name=op.f("fk_payment_batch_pain_sha256_stored_file")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["grant_round.id"], name=op.f("fk_payment_batch_round_id_grant_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_batch")),
        sa.UniqueConstraint("reference", name=op.f("uq_payment_batch_reference")),
    )
    with op.batch_alter_table("payment_batch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_payment_batch_round_id"), ["round_id"], unique=False)

    op.create_table(
        "round_summary",
        sa.Column("round_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", Json, nullable=False),
        sa.Column("reckoned_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["grant_round.id"], name=op.f("fk_round_summary_round_id_grant_round")),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_round_summary")),
    )
    op.create_table(
        "activity_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("accepted_nok", sa.Integer(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("plan", Json, nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("report_due_on", sa.Date(), nullable=False),
        sa.CheckConstraint("accepted_nok >= 0", name=op.f("ck_activity_grant_accepted_not_negative")),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_activity_grant_activity_id_activity")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_activity_grant_application_id_application")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["grant_round.id"], name=op.f("fk_activity_grant_round_id_grant_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_grant")),
        sa.UniqueConstraint("activity_id", name=op.f("uq_activity_grant_activity_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_activity_grant_public_id")),
    )
    with op.batch_alter_table("activity_grant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_activity_grant_application_id"), ["application_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_activity_grant_round_id_report_due_on"), ["round_id", "report_due_on"], unique=False
        )

    op.create_table(
        "give_back",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("kept_nok", sa.Integer(), nullable=False),
        sa.Column(
            "cause",
            sa.Enum("cancelled", "reduced", "recovered", name="givebackcause", native_enum=False, length=30),
            nullable=False,
        ),
        sa.Column("by_name", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kept_nok >= 0", name=op.f("ck_give_back_kept_not_negative")),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_give_back_activity_id_activity")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_give_back")),
        sa.UniqueConstraint("activity_id", name=op.f("uq_give_back_activity_id")),
    )
    op.create_table(
        "acceptance_reminder",
        sa.Column("decision_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_acceptance_reminder_decision_id_decision")
        ),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_acceptance_reminder")),
    )
    op.create_table(
        "activity_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("grant_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "returned",
                "approved",
                "written_off",
                name="reportstate",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("length", sa.String(length=10), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("held", sa.Enum("yes", "partly", "no", name="held", native_enum=False, length=30), nullable=True),
        sa.Column("actual", Json, nullable=False),
        sa.Column("actual_place", sa.String(length=200), nullable=True),
        sa.Column(
            "count_method",
            sa.Enum("counted", "estimated", "not_counted", name="countmethod", native_enum=False, length=30),
            nullable=True,
        ),
        sa.Column("count_reason", sa.String(length=150), nullable=True),
        sa.Column("visitors", sa.Integer(), nullable=True),
        sa.Column("outcomes", Json, nullable=False),
        sa.Column(
            "ran_out", sa.Enum("no", "a_little", "much", name="ranout", native_enum=False, length=30), nullable=True
        ),
        sa.Column("ran_out_text", sa.String(length=200), nullable=True),
        sa.Column("reach", Json, nullable=False),
        sa.Column("learned", sa.Text(), nullable=True),
        sa.Column("differently", sa.Text(), nullable=True),
        sa.Column("deviations", sa.Text(), nullable=True),
        sa.Column("accounts", Json, nullable=False),
        sa.Column("total_cost_nok", sa.Integer(), nullable=True),
        sa.Column("other_income_nok", sa.Integer(), nullable=True),
        sa.Column("unused_nok", sa.Integer(), nullable=True),
        sa.Column("unused_confirmed", sa.Boolean(), nullable=False),
        sa.Column("again", sa.Enum("yes", "perhaps", "no", name="again", native_enum=False, length=30), nullable=True),
        sa.Column("story_ok", sa.Boolean(), nullable=True),
        sa.Column("is_confirmed", sa.Boolean(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_by_name", sa.String(length=80), nullable=True),
        sa.Column("receipts_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_reason", sa.Text(), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_by_name", sa.String(length=80), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("written_off_reason", sa.Text(), nullable=True),
        sa.Column("receipt_version", sa.Integer(), nullable=False),
        sa.Column("is_thanked", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "count_method IS NULL OR count_method <> 'not_counted' OR visitors IS NULL",
            name=op.f("ck_activity_report_uncounted_has_no_number"),
        ),
        sa.CheckConstraint(
            "state <> 'approved' OR approved_at IS NOT NULL", name=op.f("ck_activity_report_approved_has_time")
        ),
        sa.CheckConstraint(
            "total_cost_nok IS NULL OR total_cost_nok >= 0", name=op.f("ck_activity_report_cost_not_negative")
        ),
        sa.CheckConstraint(
            "visitors IS NULL OR visitors BETWEEN 0 AND 50000", name=op.f("ck_activity_report_visitors_in_range")
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["user_account.id"], name=op.f("fk_activity_report_approved_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["grant_id"], ["activity_grant.id"], name=op.f("fk_activity_report_grant_id_activity_grant")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_report")),
        sa.UniqueConstraint("grant_id", name=op.f("uq_activity_report_grant_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_activity_report_public_id")),
    )
    with op.batch_alter_table("activity_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_activity_report_state"), ["state"], unique=False)

    op.create_table(
        "change_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("grant_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "open", "approved", "refused", "noted", "withdrawn", name="changestatus", native_enum=False, length=30
            ),
            nullable=False,
        ),
        sa.Column(
            "weight", sa.Enum("small", "large", name="changeweight", native_enum=False, length=30), nullable=False
        ),
        sa.Column("before", Json, nullable=False),
        sa.Column("after", Json, nullable=False),
        sa.Column("amount_nok", sa.Integer(), nullable=True),
        sa.Column("cancels", sa.Boolean(), nullable=False),
        sa.Column("changes_purpose", sa.Boolean(), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=False),
        sa.Column("sent_by_name", sa.String(length=80), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_by_name", sa.String(length=80), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (status IN ('open', 'withdrawn'))", name=op.f("ck_change_notice_decided_has_time")
        ),
        sa.CheckConstraint("amount_nok IS NULL OR amount_nok > 0", name=op.f("ck_change_notice_amount_positive")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user_account.id"], name=op.f("fk_change_notice_decided_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["grant_id"], ["activity_grant.id"], name=op.f("fk_change_notice_grant_id_activity_grant")
        ),
        sa.ForeignKeyConstraint(
            ["sent_by_id"], ["user_account.id"], name=op.f("fk_change_notice_sent_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_notice")),
        sa.UniqueConstraint("grant_id", "number", name=op.f("uq_change_notice_grant_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_change_notice_public_id")),
    )
    with op.batch_alter_table("change_notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_change_notice_status"), ["status"], unique=False)

    op.create_table(
        "payment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=35), nullable=False),
        sa.Column("grant_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "means", sa.Enum("bank", "internal", name="paymentmeans", native_enum=False, length=30), nullable=False
        ),
        sa.Column("amount_nok", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "planned",
                "approved",
                "exported",
                "confirmed",
                "failed",
                "cancelled",
                name="paymentstatus",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("account_number", sa.String(length=11), nullable=True),
        sa.Column("cost_centre", sa.String(length=20), nullable=True),
        sa.Column("receiver", sa.String(length=120), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("failed_because", sa.String(length=300), nullable=True),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(status = 'failed') = (failed_because IS NOT NULL)", name=op.f("ck_payment_failed_has_reason")
        ),
        sa.CheckConstraint(
            "status NOT IN ('exported', 'confirmed') OR batch_id IS NOT NULL", name=op.f("ck_payment_exported_in_batch")
        ),
        sa.CheckConstraint("amount_nok > 0", name=op.f("ck_payment_amount_positive")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["payout_account.id"], name=op.f("fk_payment_account_id_payout_account")
        ),
        sa.ForeignKeyConstraint(["batch_id"], ["payment_batch.id"], name=op.f("fk_payment_batch_id_payment_batch")),
        sa.ForeignKeyConstraint(["grant_id"], ["activity_grant.id"], name=op.f("fk_payment_grant_id_activity_grant")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_payment_letter_id_letter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
        sa.UniqueConstraint("grant_id", "number", name=op.f("uq_payment_grant_id_number")),
        sa.UniqueConstraint("reference", name=op.f("uq_payment_reference")),
    )
    with op.batch_alter_table("payment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_payment_batch_id"), ["batch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_payment_status"), ["status"], unique=False)

    op.create_table(
        "permit_proof",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("grant_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("filename", sa.String(length=120), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_accepted", sa.Boolean(), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["grant_id"], ["activity_grant.id"], name=op.f("fk_permit_proof_grant_id_activity_grant")
        ),
        sa.ForeignKeyConstraint(
            ["sent_by_id"], ["user_account.id"], name=op.f("fk_permit_proof_sent_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["user_account.id"], name=op.f("fk_permit_proof_settled_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(["sha256"], ["stored_file.sha256"], name=op.f("fk_permit_proof_sha256_stored_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_permit_proof")),
        sa.UniqueConstraint("public_id", name=op.f("uq_permit_proof_public_id")),
    )
    with op.batch_alter_table("permit_proof", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_permit_proof_grant_id"), ["grant_id"], unique=False)

    op.create_table(
        "programme_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("week_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column(
            "origin",
            sa.Enum("funded", "registered", "own", name="eventorigin", native_enum=False, length=30),
            nullable=False,
        ),
        sa.Column("grant_id", sa.Integer(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "proposed",
                "approved",
                "refused",
                "withdrawn",
                "cancelled",
                name="eventstatus",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("is_lighthouse", sa.Boolean(), nullable=False),
        sa.Column("is_internal", sa.Boolean(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("summary", sa.String(length=300), nullable=False),
        sa.Column("description", sa.String(length=2000), nullable=True),
        sa.Column("organiser", sa.String(length=120), nullable=False),
        sa.Column("category", sa.String(length=80), nullable=True),
        sa.Column("activity_types", Json, nullable=False),
        sa.Column("is_digital", sa.Boolean(), nullable=False),
        sa.Column("venue_name", sa.String(length=80), nullable=True),
        sa.Column("address", sa.String(length=120), nullable=True),
        sa.Column("postal_code", sa.String(length=4), nullable=True),
        sa.Column("district_code", sa.String(length=10), nullable=True),
        sa.Column("is_indoor", sa.Boolean(), nullable=True),
        sa.Column("url", sa.String(length=300), nullable=True),
        sa.Column("audience_text", sa.String(length=150), nullable=True),
        sa.Column("bring", sa.String(length=120), nullable=True),
        sa.Column("signup", sa.String(length=20), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("accessibility", Json, nullable=False),
        sa.Column("accessibility_text", sa.String(length=200), nullable=True),
        sa.Column("image_sha256", sa.String(length=64), nullable=True),
        sa.Column("image_alt", sa.String(length=120), nullable=True),
        sa.Column("image_credit", sa.String(length=80), nullable=True),
        sa.Column("cancelled_because", sa.String(length=600), nullable=True),
        sa.Column("contact_name", sa.String(length=80), nullable=True),
        sa.Column("contact_email", sa.String(length=254), nullable=True),
        sa.Column("contact_phone", sa.String(length=20), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("proposal", Json, nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("settled_by_name", sa.String(length=80), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(origin = 'funded') = (grant_id IS NOT NULL)", name=op.f("ck_programme_event_funded_has_grant")
        ),
        sa.CheckConstraint(
            "status <> 'refused' OR answer IS NOT NULL", name=op.f("ck_programme_event_refused_has_reason")
        ),
        sa.CheckConstraint(
            "image_sha256 IS NULL OR image_alt IS NOT NULL", name=op.f("ck_programme_event_image_has_alt")
        ),
        sa.ForeignKeyConstraint(
            ["district_code"], ["district.code"], name=op.f("fk_programme_event_district_code_district")
        ),
        sa.ForeignKeyConstraint(
            ["grant_id"], ["activity_grant.id"], name=op.f("fk_programme_event_grant_id_activity_grant")
        ),
        sa.ForeignKeyConstraint(
            ["image_sha256"], ["stored_file.sha256"], name=op.f("fk_programme_event_image_sha256_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["week_id"], ["campaign_week.id"], name=op.f("fk_programme_event_week_id_campaign_week")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_event")),
        sa.UniqueConstraint("grant_id", name=op.f("uq_programme_event_grant_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_programme_event_public_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_programme_event_token_hash")),
        sa.UniqueConstraint("week_id", "slug", name=op.f("uq_programme_event_week_id_slug")),
    )
    with op.batch_alter_table("programme_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_programme_event_week_id_status"), ["week_id", "status"], unique=False)

    op.create_table(
        "recovery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("grant_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "warned",
                "claimed",
                "paid",
                "written_off",
                "dropped",
                name="recoverystatus",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column(
            "cause",
            sa.Enum("unused", "not_held", "no_report", "other_use", name="recoverycause", native_enum=False, length=30),
            nullable=False,
        ),
        sa.Column("amount_nok", sa.Integer(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("prepared_by_id", sa.Integer(), nullable=False),
        sa.Column("prepared_by_name", sa.String(length=80), nullable=False),
        sa.Column("warned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("comment_by", sa.Date(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("commented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("commented_by_name", sa.String(length=80), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_by_name", sa.String(length=80), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reasons", sa.Text(), nullable=True),
        sa.Column("pay_by", sa.Date(), nullable=True),
        sa.Column("returned_nok", sa.Integer(), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("appeal_text", sa.Text(), nullable=True),
        sa.Column("appealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("appeal_answer", sa.Text(), nullable=True),
        sa.Column("closed_reason", sa.Text(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("warning_letter_id", sa.Integer(), nullable=True),
        sa.Column("claim_letter_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "status <> 'claimed' OR decided_at IS NOT NULL", name=op.f("ck_recovery_claimed_is_decided")
        ),
        sa.CheckConstraint(
            "status NOT IN ('written_off', 'dropped') OR closed_reason IS NOT NULL",
            name=op.f("ck_recovery_end_has_reason"),
        ),
        sa.CheckConstraint("amount_nok > 0", name=op.f("ck_recovery_amount_positive")),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id <> prepared_by_id", name=op.f("ck_recovery_decided_by_another")
        ),
        sa.CheckConstraint(
            "returned_nok IS NULL OR returned_nok BETWEEN 0 AND amount_nok", name=op.f("ck_recovery_returned_in_range")
        ),
        sa.ForeignKeyConstraint(["claim_letter_id"], ["letter.id"], name=op.f("fk_recovery_claim_letter_id_letter")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user_account.id"], name=op.f("fk_recovery_decided_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(["grant_id"], ["activity_grant.id"], name=op.f("fk_recovery_grant_id_activity_grant")),
        sa.ForeignKeyConstraint(
            ["prepared_by_id"], ["user_account.id"], name=op.f("fk_recovery_prepared_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["warning_letter_id"], ["letter.id"], name=op.f("fk_recovery_warning_letter_id_letter")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery")),
        sa.UniqueConstraint("grant_id", "number", name=op.f("uq_recovery_grant_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_recovery_public_id")),
    )
    with op.batch_alter_table("recovery", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recovery_status"), ["status"], unique=False)

    op.create_table(
        "report_extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("grant_id", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_report_extension_by_id_user_account")),
        sa.ForeignKeyConstraint(
            ["grant_id"], ["activity_grant.id"], name=op.f("fk_report_extension_grant_id_activity_grant")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_extension")),
    )
    with op.batch_alter_table("report_extension", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_extension_grant_id"), ["grant_id"], unique=False)

    op.create_table(
        "report_reminder",
        sa.Column("grant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "stage",
            sa.Enum("how", "first", "second", "warning", name="reminderstage", native_enum=False, length=30),
            nullable=False,
        ),
        sa.Column("of_day", sa.Date(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["grant_id"], ["activity_grant.id"], name=op.f("fk_report_reminder_grant_id_activity_grant")
        ),
        sa.PrimaryKeyConstraint("grant_id", "stage", "of_day", name=op.f("pk_report_reminder")),
    )
    op.create_table(
        "grant_lapse",
        sa.Column("decision_line_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_line_id"], ["decision_line.id"], name=op.f("fk_grant_lapse_decision_line_id_decision_line")
        ),
        sa.PrimaryKeyConstraint("decision_line_id", name=op.f("pk_grant_lapse")),
    )
    op.create_table(
        "payment_approval",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("payment_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_payment_approval_by_id_user_account")),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name=op.f("fk_payment_approval_payment_id_payment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_approval")),
        sa.UniqueConstraint("payment_id", "by_id", name=op.f("uq_payment_approval_payment_id_by_id")),
    )
    op.create_table(
        "permit_demand",
        sa.Column("decision_line_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("what", sa.String(length=300), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["decision_line_id"], ["decision_line.id"], name=op.f("fk_permit_demand_decision_line_id_decision_line")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["user_account.id"], name=op.f("fk_permit_demand_made_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("decision_line_id", name=op.f("pk_permit_demand")),
    )
    op.create_table(
        "programme_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("week_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=True),
        sa.Column("ends", sa.Time(), nullable=True),
        sa.Column("place", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["programme_event.id"], name=op.f("fk_programme_session_event_id_programme_event")
        ),
        sa.ForeignKeyConstraint(
            ["week_id"], ["campaign_week.id"], name=op.f("fk_programme_session_week_id_campaign_week")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_session")),
    )
    with op.batch_alter_table("programme_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_programme_session_event_id"), ["event_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_programme_session_week_id_held_on_starts"), ["week_id", "held_on", "starts"], unique=False
        )

    op.create_table(
        "report_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("filename", sa.String(length=120), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["activity_report.id"], name=op.f("fk_report_file_report_id_activity_report")
        ),
        sa.ForeignKeyConstraint(["sha256"], ["stored_file.sha256"], name=op.f("fk_report_file_sha256_stored_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_file")),
        sa.UniqueConstraint("public_id", name=op.f("uq_report_file_public_id")),
    )
    with op.batch_alter_table("report_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_file_report_id"), ["report_id"], unique=False)

    op.create_table(
        "report_photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("alt_text", sa.String(length=120), nullable=True),
        sa.Column("credit", sa.String(length=80), nullable=True),
        sa.Column("has_consent", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["activity_report.id"], name=op.f("fk_report_photo_report_id_activity_report")
        ),
        sa.ForeignKeyConstraint(["sha256"], ["stored_file.sha256"], name=op.f("fk_report_photo_sha256_stored_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_photo")),
        sa.UniqueConstraint("public_id", name=op.f("uq_report_photo_public_id")),
    )
    with op.batch_alter_table("report_photo", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_photo_report_id"), ["report_id"], unique=False)

    op.create_table(
        "report_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", Json, nullable=False),
        sa.Column("submitted_by_id", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["activity_report.id"], name=op.f("fk_report_version_report_id_activity_report")
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["user_account.id"], name=op.f("fk_report_version_submitted_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_version")),
        sa.UniqueConstraint("report_id", "number", name=op.f("uq_report_version_report_id_number")),
    )
    with op.batch_alter_table("grant_round", schema=None) as batch_op:
        batch_op.add_column(sa.Column("pays_before_report", sa.Boolean(), server_default=sa.true(), nullable=False))
        batch_op.add_column(sa.Column("report_due_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("payer_account", sa.String(length=11), nullable=True))


def downgrade() -> None:

    with op.batch_alter_table("grant_round", schema=None) as batch_op:
        batch_op.drop_column("payer_account")
        batch_op.drop_column("report_due_on")
        batch_op.drop_column("pays_before_report")

    op.drop_table("report_version")
    with op.batch_alter_table("report_photo", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_photo_report_id"))

    op.drop_table("report_photo")
    with op.batch_alter_table("report_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_file_report_id"))

    op.drop_table("report_file")
    with op.batch_alter_table("programme_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_programme_session_week_id_held_on_starts"))
        batch_op.drop_index(batch_op.f("ix_programme_session_event_id"))

    op.drop_table("programme_session")
    op.drop_table("permit_demand")
    op.drop_table("payment_approval")
    op.drop_table("grant_lapse")
    op.drop_table("report_reminder")
    with op.batch_alter_table("report_extension", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_extension_grant_id"))

    op.drop_table("report_extension")
    with op.batch_alter_table("recovery", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recovery_status"))

    op.drop_table("recovery")
    with op.batch_alter_table("programme_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_programme_event_week_id_status"))

    op.drop_table("programme_event")
    with op.batch_alter_table("permit_proof", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_permit_proof_grant_id"))

    op.drop_table("permit_proof")
    with op.batch_alter_table("payment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_payment_status"))
        batch_op.drop_index(batch_op.f("ix_payment_batch_id"))

    op.drop_table("payment")
    with op.batch_alter_table("change_notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_change_notice_status"))

    op.drop_table("change_notice")
    with op.batch_alter_table("activity_report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_activity_report_state"))

    op.drop_table("activity_report")
    op.drop_table("acceptance_reminder")
    op.drop_table("give_back")
    with op.batch_alter_table("activity_grant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_activity_grant_round_id_report_due_on"))
        batch_op.drop_index(batch_op.f("ix_activity_grant_application_id"))

    op.drop_table("activity_grant")
    op.drop_table("round_summary")
    with op.batch_alter_table("payment_batch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_payment_batch_round_id"))

    op.drop_table("payment_batch")
    op.drop_table("year_task_done")
    with op.batch_alter_table("payout_account", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_payout_account_organisation_id_status"))
        batch_op.drop_index(batch_op.f("ix_payout_account_number"))

    op.drop_table("payout_account")
    with op.batch_alter_table("network_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_network_member_withdrawn_at"))
        batch_op.drop_index(batch_op.f("ix_network_member_organisation_id"))

    op.drop_table("network_member")
    op.drop_table("final_report")
    op.drop_table("campaign_week")
    op.drop_table("year_task")
    op.drop_table("subscriber")
    with op.batch_alter_table("press_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_press_item_year"))

    op.drop_table("press_item")
    with op.batch_alter_table("learning_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_learning_note_year"))

    op.drop_table("learning_note")
    with op.batch_alter_table("key_figure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_key_figure_year_kind"))

    op.drop_table("key_figure")
    op.drop_table("campaign_goal")
