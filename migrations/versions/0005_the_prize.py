"""The prize

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

Json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:

    op.create_table(
        "prize",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "planned",
                "appointed",
                "declaring",
                "scoring",
                "locked",
                "meeting",
                "ranked",
                "statement_ready",
                "signed",
                "embargo",
                "handed_over",
                "published",
                "archived",
                "cancelled",
                name="prizestatus",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("theme", sa.String(length=160), nullable=False),
        sa.Column("theme_text", sa.Text(), nullable=False),
        sa.Column("rubric_id", sa.Integer(), nullable=False),
        sa.Column("residents_may_nominate", sa.Boolean(), nullable=False),
        sa.Column("finished_by", sa.Date(), nullable=False),
        sa.Column("requires_agreement", sa.Boolean(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("scoring_closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("meeting_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handover_on", sa.Date(), nullable=True),
        sa.Column("prize_text", sa.String(length=300), nullable=False),
        sa.Column("prize_nok", sa.Integer(), nullable=True),
        sa.Column("mandate", sa.Text(), nullable=False),
        sa.Column("quorum", sa.Integer(), nullable=False),
        sa.Column("chair_breaks_ties", sa.Boolean(), nullable=False),
        sa.Column("minutes_show_scores", sa.Boolean(), nullable=False),
        sa.Column("municipality", sa.String(length=80), nullable=False),
        sa.Column("owner_unit", sa.String(length=120), nullable=False),
        sa.Column("owner_orgnr", sa.String(length=9), nullable=True),
        sa.Column("owner_address", sa.String(length=200), nullable=False),
        sa.Column("contact_email", sa.String(length=254), nullable=False),
        sa.Column("contact_phone", sa.String(length=20), nullable=False),
        sa.Column("letter_colour", sa.String(length=7), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("scores_locked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("ck_prize_opens_before_closing")),
        sa.CheckConstraint("prize_nok IS NULL OR prize_nok > 0", name=op.f("ck_prize_amount_positive")),
        sa.CheckConstraint("quorum BETWEEN 1 AND 9", name=op.f("ck_prize_quorum_in_range")),
        sa.ForeignKeyConstraint(["rubric_id"], ["rubric.id"], name=op.f("fk_prize_rubric_id_rubric")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prize")),
        sa.UniqueConstraint("reference", name=op.f("uq_prize_reference")),
        sa.UniqueConstraint("year", name=op.f("uq_prize_year")),
    )
    op.create_table(
        "jury_seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("prize_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("unit", sa.String(length=120), nullable=False),
        sa.Column("is_external", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["prize_id"], ["prize.id"], name=op.f("fk_jury_seat_prize_id_prize")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jury_seat")),
        sa.UniqueConstraint("prize_id", "code", name=op.f("uq_jury_seat_prize_id_code")),
    )
    op.create_table(
        "nomination",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=30), nullable=False),
        sa.Column("prize_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "submitted",
                "screening",
                "needs_info",
                "qualified",
                "not_qualified",
                "merged",
                "withdrawn",
                "winner",
                "honourable",
                "not_awarded",
                "informed",
                "archived",
                name="nominationstatus",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("nominator_name", sa.String(length=80), nullable=False),
        sa.Column("nominator_email", sa.String(length=254), nullable=False),
        sa.Column("relation", sa.String(length=30), nullable=True),
        sa.Column("registered_by_id", sa.Integer(), nullable=True),
        sa.Column("project", sa.String(length=80), nullable=False),
        sa.Column("unit", sa.String(length=120), nullable=False),
        sa.Column("unit_code", sa.String(length=10), nullable=True),
        sa.Column("district_code", sa.String(length=10), nullable=True),
        sa.Column("contact_name", sa.String(length=80), nullable=False),
        sa.Column("contact_email", sa.String(length=254), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=True),
        sa.Column("period_to", sa.Date(), nullable=True),
        sa.Column("is_finished", sa.Boolean(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column(
            "image_consent",
            sa.Enum("jury", "internal", "public", name="imageconsent", native_enum=False, length=30),
            nullable=True,
        ),
        sa.Column("agreement", sa.String(length=30), nullable=True),
        sa.Column("order_form", sa.String(length=30), nullable=True),
        sa.Column("supplier", sa.String(length=80), nullable=False),
        sa.Column("value_nok", sa.Integer(), nullable=True),
        sa.Column("new_price_nok", sa.Integer(), nullable=True),
        sa.Column("new_price_basis", sa.String(length=150), nullable=False),
        sa.Column("weight_kg", sa.Integer(), nullable=True),
        sa.Column("co2e_kg", sa.Integer(), nullable=True),
        sa.Column("method", sa.String(length=300), nullable=False),
        sa.Column("social", Json, nullable=False),
        sa.Column("social_text", sa.String(length=300), nullable=False),
        sa.Column("users", sa.String(length=300), nullable=False),
        sa.Column("transfer", sa.String(length=400), nullable=False),
        sa.Column("transfer_link", sa.String(length=300), nullable=False),
        sa.Column("is_confirmed", sa.Boolean(), nullable=False),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("not_qualified_reason", sa.String(length=600), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", sa.String(length=600), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("scores_reopened_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status <> 'merged' OR merged_into_id IS NOT NULL", name=op.f("ck_nomination_merged_into_another")
        ),
        sa.CheckConstraint(
            "merged_into_id IS NULL OR merged_into_id <> id", name=op.f("ck_nomination_not_merged_into_itself")
        ),
        sa.CheckConstraint(
            "new_price_nok IS NULL OR new_price_nok >= 0", name=op.f("ck_nomination_new_price_not_negative")
        ),
        sa.CheckConstraint("value_nok IS NULL OR value_nok >= 0", name=op.f("ck_nomination_value_not_negative")),
        sa.ForeignKeyConstraint(
            ["district_code"], ["district.code"], name=op.f("fk_nomination_district_code_district")
        ),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["nomination.id"], name=op.f("fk_nomination_merged_into_id_nomination")
        ),
        sa.ForeignKeyConstraint(["prize_id"], ["prize.id"], name=op.f("fk_nomination_prize_id_prize")),
        sa.ForeignKeyConstraint(
            ["registered_by_id"], ["user_account.id"], name=op.f("fk_nomination_registered_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f("fk_nomination_subject_id_subject")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination")),
        sa.UniqueConstraint("reference", name=op.f("uq_nomination_reference")),
        sa.UniqueConstraint("subject_id", name=op.f("uq_nomination_subject_id")),
    )
    with op.batch_alter_table("nomination", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_nomination_merged_into_id"), ["merged_into_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_nomination_nominator_email"), ["nominator_email"], unique=False)
        batch_op.create_index(batch_op.f("ix_nomination_prize_id_status"), ["prize_id", "status"], unique=False)

    op.create_table(
        "prize_draw",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("prize_id", sa.Integer(), nullable=False),
        sa.Column("tied", Json, nullable=False),
        sa.Column(
            "status",
            sa.Enum("committing", "opening", "drawn", "abandoned", name="drawstatus", native_enum=False, length=30),
            nullable=False,
        ),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opening_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("abandoned_reason", sa.String(length=300), nullable=True),
        sa.Column("seed", sa.String(length=64), nullable=True),
        sa.Column("drawn", Json, nullable=False),
        sa.CheckConstraint("(status = 'drawn') = (seed IS NOT NULL)", name=op.f("ck_prize_draw_drawn_has_seed")),
        sa.ForeignKeyConstraint(["prize_id"], ["prize.id"], name=op.f("fk_prize_draw_prize_id_prize")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prize_draw")),
        sa.UniqueConstraint("public_id", name=op.f("uq_prize_draw_public_id")),
    )
    with op.batch_alter_table("prize_draw", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_prize_draw_prize_id"), ["prize_id"], unique=False)

    op.create_table(
        "prize_option",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("prize_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("agreement", "order_form", "relation", "social", name="optionkind", native_enum=False, length=30),
            nullable=False,
        ),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("qualifies", sa.Boolean(), nullable=False),
        sa.Column("is_own", sa.Boolean(), nullable=False),
        sa.Column("is_resident", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["prize_id"], ["prize.id"], name=op.f("fk_prize_option_prize_id_prize")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prize_option")),
        sa.UniqueConstraint("prize_id", "kind", "code", name=op.f("uq_prize_option_prize_id_kind_code")),
    )
    op.create_table(
        "ballot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("prize_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=200), nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column(
            "status",
            sa.Enum("open", "closed", "withdrawn", name="ballotstatus", native_enum=False, length=30),
            nullable=False,
        ),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("won_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(status = 'open') = (closed_at IS NULL)", name=op.f("ck_ballot_closed_has_time")),
        sa.CheckConstraint("place IS NULL OR place BETWEEN 1 AND 3", name=op.f("ck_ballot_place_in_range")),
        sa.ForeignKeyConstraint(["prize_id"], ["prize.id"], name=op.f("fk_ballot_prize_id_prize")),
        sa.ForeignKeyConstraint(["won_id"], ["nomination.id"], name=op.f("fk_ballot_won_id_nomination")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot")),
        sa.UniqueConstraint("public_id", name=op.f("uq_ballot_public_id")),
    )
    with op.batch_alter_table("ballot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ballot_prize_id"), ["prize_id"], unique=False)

    op.create_table(
        "fact_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("is_for_finalists", sa.Boolean(), nullable=False),
        sa.Column("to_email", sa.String(length=254), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name=op.f("ck_fact_request_answered_has_time")),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["user_account.id"], name=op.f("fk_fact_request_asked_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_fact_request_nomination_id_nomination")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact_request")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_fact_request_token_hash")),
    )
    with op.batch_alter_table("fact_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fact_request_nomination_id"), ["nomination_id"], unique=False)

    op.create_table(
        "juror_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_juror_note_nomination_id_nomination")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_juror_note_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_juror_note")),
        sa.UniqueConstraint("nomination_id", "user_id", name=op.f("uq_juror_note_nomination_id_user_id")),
    )
    with op.batch_alter_table("juror_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_juror_note_user_id"), ["user_id"], unique=False)

    op.create_table(
        "jury_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("prize_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("is_deputy", sa.Boolean(), nullable=False),
        sa.Column("is_chair", sa.Boolean(), nullable=False),
        sa.Column("appointed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confidentiality_signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("NOT (is_chair AND is_deputy)", name=op.f("ck_jury_member_chair_is_no_deputy")),
        sa.ForeignKeyConstraint(["prize_id"], ["prize.id"], name=op.f("fk_jury_member_prize_id_prize")),
        sa.ForeignKeyConstraint(["seat_id"], ["jury_seat.id"], name=op.f("fk_jury_member_seat_id_jury_seat")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_jury_member_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jury_member")),
        sa.UniqueConstraint("public_id", name=op.f("uq_jury_member_public_id")),
    )
    with op.batch_alter_table("jury_member", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_jury_member_seat_id_is_deputy"),
            ["seat_id", "is_deputy"],
            unique=True,
            sqlite_where=sa.text("left_at IS NULL"),
            postgresql_where=sa.text("left_at IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_jury_member_user_id"), ["user_id"], unique=False)
        batch_op.create_index(
            "uq_jury_member_person",
            ["prize_id", "user_id"],
            unique=True,
            sqlite_where=sa.text("left_at IS NULL"),
            postgresql_where=sa.text("left_at IS NULL"),
        )

    op.create_table(
        "meeting_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_meeting_note_nomination_id_nomination")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_note")),
        sa.UniqueConstraint("nomination_id", name=op.f("uq_meeting_note_nomination_id")),
    )
    op.create_table(
        "nomination_image",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.Enum("before", "after", name="side", native_enum=False, length=30), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("alt", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_nomination_image_nomination_id_nomination")
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["stored_file.sha256"], name=op.f("fk_nomination_image_sha256_stored_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination_image")),
        sa.UniqueConstraint(
            "nomination_id", "sha256", "side", name=op.f("uq_nomination_image_nomination_id_sha256_side")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_nomination_image_public_id")),
    )
    with op.batch_alter_table("nomination_image", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_nomination_image_nomination_id"), ["nomination_id"], unique=False)

    op.create_table(
        "nomination_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("count > 0", name=op.f("ck_nomination_item_count_positive")),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_nomination_item_nomination_id_nomination")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination_item")),
    )
    with op.batch_alter_table("nomination_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_nomination_item_nomination_id"), ["nomination_id"], unique=False)

    op.create_table(
        "nomination_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_nomination_link_nomination_id_nomination")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_nomination_link_token_hash")),
    )
    with op.batch_alter_table("nomination_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_nomination_link_nomination_id"), ["nomination_id"], unique=False)

    op.create_table(
        "verdict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("prize_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("separated_by", sa.String(length=30), nullable=True),
        sa.Column("draw_id", sa.Integer(), nullable=True),
        sa.Column("matrix", Json, nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("diploma_sentence", sa.String(length=160), nullable=False),
        sa.Column("ranked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes_sha256", sa.String(length=64), nullable=True),
        sa.Column("minutes_made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("minutes", Json, nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=True),
        sa.Column("sealed_json", sa.Text(), nullable=True),
        sa.Column("commitment", sa.String(length=64), nullable=True),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("commitment_published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handed_over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shown_images", Json, nullable=False),
        sa.Column("image_consent", sa.String(length=300), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", sa.String(length=600), nullable=True),
        sa.CheckConstraint("(sealed_at IS NULL) = (commitment IS NULL)", name=op.f("ck_verdict_sealed_has_commitment")),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_reason IS NULL)", name=op.f("ck_verdict_withdrawn_has_reason")
        ),
        sa.CheckConstraint(
            "published_at IS NULL OR handed_over_at IS NOT NULL", name=op.f("ck_verdict_published_after_handover")
        ),
        sa.ForeignKeyConstraint(["draw_id"], ["prize_draw.id"], name=op.f("fk_verdict_draw_id_prize_draw")),
        sa.ForeignKeyConstraint(
            ["minutes_sha256"], ["stored_file.sha256"], name=op.f("fk_verdict_minutes_sha256_stored_file")
        ),
        sa.ForeignKeyConstraint(["prize_id"], ["prize.id"], name=op.f("fk_verdict_prize_id_prize")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdict")),
        sa.UniqueConstraint("prize_id", "version", name=op.f("uq_verdict_prize_id_version")),
    )
    op.create_table(
        "ballot_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ballot_id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_ballot_choice_ballot_id_ballot")),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_ballot_choice_nomination_id_nomination")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot_choice")),
        sa.UniqueConstraint("ballot_id", "nomination_id", name=op.f("uq_ballot_choice_ballot_id_nomination_id")),
    )
    with op.batch_alter_table("ballot_choice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ballot_choice_nomination_id"), ["nomination_id"], unique=False)

    op.create_table(
        "draw_number",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draw_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("commitment", sa.String(length=64), nullable=False),
        sa.Column("committed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opening", sa.String(length=120), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(commitment) = 64", name=op.f("ck_draw_number_commitment_is_sha256")),
        sa.ForeignKeyConstraint(["draw_id"], ["prize_draw.id"], name=op.f("fk_draw_number_draw_id_prize_draw")),
        sa.ForeignKeyConstraint(["member_id"], ["jury_member.id"], name=op.f("fk_draw_number_member_id_jury_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draw_number")),
        sa.UniqueConstraint("draw_id", "commitment", name=op.f("uq_draw_number_draw_id_commitment")),
        sa.UniqueConstraint("draw_id", "member_id", name=op.f("uq_draw_number_draw_id_member_id")),
    )
    with op.batch_alter_table("draw_number", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_draw_number_member_id"), ["member_id"], unique=False)

    op.create_table(
        "impartiality_vote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("impartiality_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column(
            "vote",
            sa.Enum("impartial", "disqualified", "doubt", name="impartialityanswer", native_enum=False, length=30),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("voted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_impartiality_vote_reason_given")),
        sa.ForeignKeyConstraint(
            ["impartiality_id"], ["impartiality.id"], name=op.f("fk_impartiality_vote_impartiality_id_impartiality")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["jury_member.id"], name=op.f("fk_impartiality_vote_member_id_jury_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_impartiality_vote")),
        sa.UniqueConstraint(
            "impartiality_id", "member_id", name=op.f("uq_impartiality_vote_impartiality_id_member_id")
        ),
    )
    with op.batch_alter_table("impartiality_vote", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_impartiality_vote_member_id"), ["member_id"], unique=False)

    op.create_table(
        "jury_vote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ballot_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=True),
        sa.Column("voted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_jury_vote_ballot_id_ballot")),
        sa.ForeignKeyConstraint(["member_id"], ["jury_member.id"], name=op.f("fk_jury_vote_member_id_jury_member")),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_jury_vote_nomination_id_nomination")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jury_vote")),
        sa.UniqueConstraint("ballot_id", "member_id", name=op.f("uq_jury_vote_ballot_id_member_id")),
    )
    with op.batch_alter_table("jury_vote", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_jury_vote_member_id"), ["member_id"], unique=False)

    op.create_table(
        "jury_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("verdict_id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_jury_word_nomination_id_nomination")
        ),
        sa.ForeignKeyConstraint(["verdict_id"], ["verdict.id"], name=op.f("fk_jury_word_verdict_id_verdict")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jury_word")),
        sa.UniqueConstraint("verdict_id", "nomination_id", name=op.f("uq_jury_word_verdict_id_nomination_id")),
    )
    with op.batch_alter_table("jury_word", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_jury_word_nomination_id"), ["nomination_id"], unique=False)

    op.create_table(
        "meeting_attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("prize_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["jury_member.id"], name=op.f("fk_meeting_attendance_member_id_jury_member")
        ),
        sa.ForeignKeyConstraint(["prize_id"], ["prize.id"], name=op.f("fk_meeting_attendance_prize_id_prize")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_attendance")),
        sa.UniqueConstraint("prize_id", "member_id", name=op.f("uq_meeting_attendance_prize_id_member_id")),
    )
    with op.batch_alter_table("meeting_attendance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_attendance_member_id"), ["member_id"], unique=False)

    op.create_table(
        "minutes_confirmation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("verdict_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("dissent", sa.Text(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["jury_member.id"], name=op.f("fk_minutes_confirmation_member_id_jury_member")
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["stored_file.sha256"], name=op.f("fk_minutes_confirmation_sha256_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["verdict_id"], ["verdict.id"], name=op.f("fk_minutes_confirmation_verdict_id_verdict")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_confirmation")),
        sa.UniqueConstraint(
            "verdict_id", "member_id", "sha256", name=op.f("uq_minutes_confirmation_verdict_id_member_id_sha256")
        ),
    )
    with op.batch_alter_table("minutes_confirmation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_minutes_confirmation_member_id"), ["member_id"], unique=False)

    op.create_table(
        "verdict_place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("verdict_id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("is_honourable", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("place IS NOT NULL OR is_honourable", name=op.f("ck_verdict_place_place_or_mention")),
        sa.CheckConstraint("place IS NULL OR place BETWEEN 1 AND 3", name=op.f("ck_verdict_place_place_in_range")),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_verdict_place_nomination_id_nomination")
        ),
        sa.ForeignKeyConstraint(["verdict_id"], ["verdict.id"], name=op.f("fk_verdict_place_verdict_id_verdict")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdict_place")),
        sa.UniqueConstraint("verdict_id", "nomination_id", name=op.f("uq_verdict_place_verdict_id_nomination_id")),
        sa.UniqueConstraint("verdict_id", "place", name=op.f("uq_verdict_place_verdict_id_place")),
    )
    with op.batch_alter_table("verdict_place", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_verdict_place_nomination_id"), ["nomination_id"], unique=False)


def downgrade() -> None:

    with op.batch_alter_table("verdict_place", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_verdict_place_nomination_id"))

    op.drop_table("verdict_place")
    with op.batch_alter_table("minutes_confirmation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_minutes_confirmation_member_id"))

    op.drop_table("minutes_confirmation")
    with op.batch_alter_table("meeting_attendance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_attendance_member_id"))

    op.drop_table("meeting_attendance")
    with op.batch_alter_table("jury_word", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_jury_word_nomination_id"))

    op.drop_table("jury_word")
    with op.batch_alter_table("jury_vote", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_jury_vote_member_id"))

    op.drop_table("jury_vote")
    with op.batch_alter_table("impartiality_vote", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_impartiality_vote_member_id"))

    op.drop_table("impartiality_vote")
    with op.batch_alter_table("draw_number", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_draw_number_member_id"))

    op.drop_table("draw_number")
    with op.batch_alter_table("ballot_choice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ballot_choice_nomination_id"))

    op.drop_table("ballot_choice")
    op.drop_table("verdict")
    with op.batch_alter_table("nomination_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_nomination_link_nomination_id"))

    op.drop_table("nomination_link")
    with op.batch_alter_table("nomination_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_nomination_item_nomination_id"))

    op.drop_table("nomination_item")
    with op.batch_alter_table("nomination_image", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_nomination_image_nomination_id"))

    op.drop_table("nomination_image")
    op.drop_table("meeting_note")
    with op.batch_alter_table("jury_member", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_jury_member_person",
            sqlite_where=sa.text("left_at IS NULL"),
            postgresql_where=sa.text("left_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_jury_member_user_id"))
        batch_op.drop_index(
            batch_op.f("ix_jury_member_seat_id_is_deputy"),
            sqlite_where=sa.text("left_at IS NULL"),
            postgresql_where=sa.text("left_at IS NULL"),
        )

    op.drop_table("jury_member")
    with op.batch_alter_table("juror_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_juror_note_user_id"))

    op.drop_table("juror_note")
    with op.batch_alter_table("fact_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fact_request_nomination_id"))

    op.drop_table("fact_request")
    with op.batch_alter_table("ballot", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ballot_prize_id"))

    op.drop_table("ballot")
    op.drop_table("prize_option")
    with op.batch_alter_table("prize_draw", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_prize_draw_prize_id"))

    op.drop_table("prize_draw")
    with op.batch_alter_table("nomination", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_nomination_prize_id_status"))
        batch_op.drop_index(batch_op.f("ix_nomination_nominator_email"))
        batch_op.drop_index(batch_op.f("ix_nomination_merged_into_id"))

    op.drop_table("nomination")
    op.drop_table("jury_seat")
    op.drop_table("prize")
