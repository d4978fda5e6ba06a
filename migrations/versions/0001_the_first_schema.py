"""The first schema

Revision ID: 0001
Revises: 
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None

Json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:

    op.create_table('audit_chain_head',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.CheckConstraint('id = 1', name=op.f('ck_audit_chain_head_one_row')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_chain_head'))
    )
    op.create_table('audit_event',
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('case_reference', sa.String(length=40), nullable=True),
    sa.Column('audience', sa.String(length=20), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('actor_name', sa.String(length=80), nullable=False),
    sa.Column('fields', Json, nullable=False),
    sa.Column('previous_hash', sa.String(length=64), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_audit_event')),
    sa.UniqueConstraint('hash', name=op.f('uq_audit_event_hash'))
    )
    with op.batch_alter_table('audit_event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_audit_event_case_reference_number'), ['case_reference', 'number'], unique=False)

    op.create_table('district',
    sa.Column('code', sa.String(length=10), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('covers_city', sa.Boolean(), nullable=False),
    sa.Column('is_online', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_district'))
    )
    op.create_table('mail',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=120), nullable=False),
    sa.Column('recipient', sa.String(length=254), nullable=False),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('case_reference', sa.String(length=40), nullable=True),
    sa.Column('is_secret', sa.Boolean(), nullable=False),
    sa.Column('status', sa.Enum('queued', 'sent', 'failed', name='mailstatus', native_enum=False, length=30), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('queued_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('next_attempt_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('last_error', sa.String(length=300), nullable=True),
    sa.CheckConstraint("(status = 'sent') = (sent_at IS NOT NULL)", name=op.f('ck_mail_sent_has_time')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mail')),
    sa.UniqueConstraint('key', name=op.f('uq_mail_key'))
    )
    with op.batch_alter_table('mail', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mail_case_reference'), ['case_reference'], unique=False)
        batch_op.create_index(batch_op.f('ix_mail_status_next_attempt_at'), ['status', 'next_attempt_at'], unique=False)

    op.create_table('organisation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('applicant_type', sa.Enum('voluntary', 'sports', 'housing', 'faith', 'foundation', 'student', 'business', 'municipal', 'informal', name='applicanttype', native_enum=False, length=30), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('orgnr', sa.String(length=9), nullable=True),
    sa.Column('cost_centre', sa.String(length=20), nullable=True),
    sa.Column('is_vat_registered', sa.Boolean(), nullable=False),
    sa.Column('de_minimis_nok', sa.Integer(), nullable=True),
    sa.Column('de_minimis_declared_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('district_code', sa.String(length=10), nullable=True),
    sa.Column('address', sa.String(length=120), nullable=True),
    sa.Column('postal_code', sa.String(length=4), nullable=True),
    sa.Column('city', sa.String(length=60), nullable=True),
    sa.Column('about', sa.String(length=300), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("applicant_type <> 'informal' OR orgnr IS NULL", name=op.f('ck_organisation_informal_has_no_number')),
    sa.CheckConstraint("applicant_type <> 'municipal' OR cost_centre IS NOT NULL", name=op.f('ck_organisation_municipal_has_cost_centre')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation')),
    sa.UniqueConstraint('public_id', name=op.f('uq_organisation_public_id'))
    )
    with op.batch_alter_table('organisation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_organisation_orgnr'), ['orgnr'], unique=False)

    op.create_table('rubric',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rubric'))
    )
    op.create_table('scheme',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=60), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scheme')),
    sa.UniqueConstraint('slug', name=op.f('uq_scheme_slug'))
    )
    op.create_table('sign_in_attempt',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('password', 'link_request', name='attemptkind', native_enum=False, length=30), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('client', sa.String(length=64), nullable=False),
    sa.Column('succeeded', sa.Boolean(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in_attempt'))
    )
    with op.batch_alter_table('sign_in_attempt', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_in_attempt_client_at'), ['client', 'at'], unique=False)
        batch_op.create_index(batch_op.f('ix_sign_in_attempt_email_at'), ['email', 'at'], unique=False)

    op.create_table('stored_file',
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('size_bytes', sa.Integer(), nullable=False),
    sa.Column('media_type', sa.String(length=100), nullable=False),
    sa.Column('stored_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('size_bytes > 0', name=op.f('ck_stored_file_not_empty')),
    sa.PrimaryKeyConstraint('sha256', name=op.f('pk_stored_file'))
    )
    op.create_table('subject',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_subject'))
    )
    op.create_table('user_account',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('title', sa.String(length=80), nullable=True),
    sa.Column('password_hash', sa.String(length=200), nullable=True),
    sa.Column('session_key', sa.String(length=30), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_user_account')),
    sa.UniqueConstraint('email', name=op.f('uq_user_account_email')),
    sa.UniqueConstraint('public_id', name=op.f('uq_user_account_public_id')),
    sa.UniqueConstraint('session_key', name=op.f('uq_user_account_session_key'))
    )
    op.create_table('assessment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('assessor_id', sa.Integer(), nullable=False),
    sa.Column('assessor_name', sa.String(length=80), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['assessor_id'], ['user_account.id'], name=op.f('fk_assessment_assessor_id_user_account')),
    sa.ForeignKeyConstraint(['subject_id'], ['subject.id'], name=op.f('fk_assessment_subject_id_subject')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assessment')),
    sa.UniqueConstraint('subject_id', 'assessor_id', name=op.f('uq_assessment_subject_id_assessor_id'))
    )
    with op.batch_alter_table('assessment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_assessment_assessor_id'), ['assessor_id'], unique=False)

    op.create_table('criterion',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('rubric_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=30), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('description', sa.String(length=300), nullable=False),
    sa.Column('weight', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.CheckConstraint('weight BETWEEN 1 AND 100', name=op.f('ck_criterion_weight_per_cent')),
    sa.ForeignKeyConstraint(['rubric_id'], ['rubric.id'], name=op.f('fk_criterion_rubric_id_rubric')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_criterion')),
    sa.UniqueConstraint('rubric_id', 'code', name=op.f('uq_criterion_rubric_id_code'))
    )
    op.create_table('grant_history',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('case_reference', sa.String(length=40), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('granted_nok', sa.Integer(), nullable=False),
    sa.Column('report_status', sa.Enum('not_due', 'on_time', 'late', 'missing', name='reportstatus', native_enum=False, length=30), nullable=False),
    sa.CheckConstraint('granted_nok >= 0', name=op.f('ck_grant_history_granted_not_negative')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_grant_history_organisation_id_organisation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_grant_history')),
    sa.UniqueConstraint('organisation_id', 'case_reference', name=op.f('uq_grant_history_organisation_id_case_reference'))
    )
    with op.batch_alter_table('grant_history', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_grant_history_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('grant_round',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=60), nullable=False),
    sa.Column('scheme_id', sa.Integer(), nullable=False),
    sa.Column('rubric_id', sa.Integer(), nullable=True),
    sa.Column('status', sa.Enum('draft', 'announced', 'open', 'closed', 'finished', 'cancelled', name='roundstatus', native_enum=False, length=30), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('purpose', sa.Text(), nullable=False),
    sa.Column('opens_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('week_starts_on', sa.Date(), nullable=False),
    sa.Column('week_ends_on', sa.Date(), nullable=False),
    sa.Column('answer_due_on', sa.Date(), nullable=False),
    sa.Column('acceptance_days', sa.Integer(), nullable=False),
    sa.Column('pot_nok', sa.Integer(), nullable=False),
    sa.Column('reserve_nok', sa.Integer(), nullable=False),
    sa.Column('committed_nok', sa.Integer(), nullable=False),
    sa.Column('max_activity_nok', sa.Integer(), nullable=False),
    sa.Column('step_nok', sa.Integer(), nullable=False),
    sa.Column('allows_amounts_between', sa.Boolean(), nullable=False),
    sa.Column('requires_own_share', sa.Boolean(), nullable=False),
    sa.Column('allows_sales_income', sa.Boolean(), nullable=False),
    sa.Column('max_activities', sa.Integer(), nullable=False),
    sa.Column('max_applications', sa.Integer(), nullable=True),
    sa.Column('requires_free_entry', sa.Boolean(), nullable=False),
    sa.Column('requires_open_to_all', sa.Boolean(), nullable=False),
    sa.Column('requires_alcohol_free', sa.Boolean(), nullable=False),
    sa.Column('fundable_score', sa.Numeric(), nullable=False),
    sa.Column('publishes_scores', sa.Boolean(), nullable=False),
    sa.Column('gives_individual_decisions', sa.Boolean(), nullable=False),
    sa.Column('municipal_units_may_appeal', sa.Boolean(), nullable=False),
    sa.Column('dismissal_grounds', Json, nullable=False),
    sa.Column('municipality', sa.String(length=80), nullable=False),
    sa.Column('owner_unit', sa.String(length=120), nullable=False),
    sa.Column('owner_orgnr', sa.String(length=9), nullable=True),
    sa.Column('owner_address', sa.String(length=200), nullable=False),
    sa.Column('contact_email', sa.String(length=254), nullable=False),
    sa.Column('contact_phone', sa.String(length=20), nullable=False),
    sa.Column('appeal_body', sa.String(length=120), nullable=False),
    sa.Column('appeal_address', sa.String(length=200), nullable=False),
    sa.Column('budget_decision', sa.String(length=200), nullable=False),
    sa.Column('guidelines', sa.String(length=200), nullable=False),
    sa.Column('letter_colour', sa.String(length=7), nullable=False),
    sa.Column('reference_prefix', sa.String(length=20), nullable=False),
    sa.Column('last_case_number', sa.Integer(), nullable=False),
    sa.CheckConstraint('committed_nok + reserve_nok <= pot_nok', name=op.f('ck_grant_round_pot_not_overspent')),
    sa.CheckConstraint('max_activity_nok > 0 AND step_nok > 0', name=op.f('ck_grant_round_cap_and_step_positive')),
    sa.CheckConstraint('opens_at < closes_at', name=op.f('ck_grant_round_opens_before_closing')),
    sa.CheckConstraint('pot_nok > 0 AND reserve_nok >= 0 AND committed_nok >= 0', name=op.f('ck_grant_round_amounts_not_negative')),
    sa.CheckConstraint('week_starts_on <= week_ends_on', name=op.f('ck_grant_round_week_in_order')),
    sa.ForeignKeyConstraint(['rubric_id'], ['rubric.id'], name=op.f('fk_grant_round_rubric_id_rubric')),
    sa.ForeignKeyConstraint(['scheme_id'], ['scheme.id'], name=op.f('fk_grant_round_scheme_id_scheme')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_grant_round')),
    sa.UniqueConstraint('reference_prefix', name=op.f('uq_grant_round_reference_prefix')),
    sa.UniqueConstraint('slug', name=op.f('uq_grant_round_slug'))
    )
    op.create_table('impartiality',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('user_name', sa.String(length=80), nullable=False),
    sa.Column('answer', sa.Enum('impartial', 'disqualified', 'doubt', name='impartialityanswer', native_enum=False, length=30), nullable=False),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('declared_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('settled_as', sa.Enum('impartial', 'disqualified', 'doubt', name='impartialityanswer', native_enum=False, length=30), nullable=True),
    sa.Column('settled_by_id', sa.Integer(), nullable=True),
    sa.Column('settled_reason', sa.Text(), nullable=True),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('(settled_at IS NULL) = (settled_by_id IS NULL)', name=op.f('ck_impartiality_settled_has_settler')),
    sa.ForeignKeyConstraint(['settled_by_id'], ['user_account.id'], name=op.f('fk_impartiality_settled_by_id_user_account')),
    sa.ForeignKeyConstraint(['subject_id'], ['subject.id'], name=op.f('fk_impartiality_subject_id_subject')),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_impartiality_user_id_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_impartiality')),
    sa.UniqueConstraint('subject_id', 'user_id', name=op.f('uq_impartiality_subject_id_user_id'))
    )
    with op.batch_alter_table('impartiality', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_impartiality_user_id'), ['user_id'], unique=False)

    op.create_table('letter',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('kind', sa.Enum('receipt', 'decision', 'appeal_receipt', name='letterkind', native_enum=False, length=30), nullable=False),
    sa.Column('case_reference', sa.String(length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('content', Json, nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('issued_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['sha256'], ['stored_file.sha256'], name=op.f('fk_letter_sha256_stored_file')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_letter')),
    sa.UniqueConstraint('kind', 'case_reference', 'version', name=op.f('uq_letter_kind_case_reference_version')),
    sa.UniqueConstraint('public_id', name=op.f('uq_letter_public_id'))
    )
    with op.batch_alter_table('letter', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_letter_case_reference'), ['case_reference'], unique=False)

    op.create_table('membership',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('joined_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_membership_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_membership_user_id_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_membership')),
    sa.UniqueConstraint('user_id', 'organisation_id', name=op.f('uq_membership_user_id_organisation_id'))
    )
    with op.batch_alter_table('membership', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_membership_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('one_time_link',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('purpose', sa.Enum('sign_up', 'sign_in', 'staff_invitation', 'member_invitation', name='linkpurpose', native_enum=False, length=30), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=True),
    sa.Column('password_hash', sa.String(length=200), nullable=True),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('made_by_id', sa.Integer(), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['made_by_id'], ['user_account.id'], name=op.f('fk_one_time_link_made_by_id_user_account')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_one_time_link_organisation_id_organisation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_one_time_link')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_one_time_link_token_hash'))
    )
    op.create_table('role_grant',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.Enum('applicant', 'case_handler', 'approver', 'reader', 'administrator', name='role', native_enum=False, length=30), nullable=False),
    sa.Column('granted_by_id', sa.Integer(), nullable=True),
    sa.Column('granted_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['granted_by_id'], ['user_account.id'], name=op.f('fk_role_grant_granted_by_id_user_account')),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_role_grant_user_id_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_role_grant')),
    sa.UniqueConstraint('user_id', 'role', name=op.f('uq_role_grant_user_id_role'))
    )
    op.create_table('amount_tier',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('amount_nok', sa.Integer(), nullable=False),
    sa.Column('label', sa.String(length=60), nullable=False),
    sa.Column('guidance', sa.String(length=200), nullable=False),
    sa.Column('up_to_participants', sa.Integer(), nullable=True),
    sa.Column('up_to_sessions', sa.Integer(), nullable=True),
    sa.Column('form_length', sa.Enum('short', 'standard', 'full', name='formlength', native_enum=False, length=30), nullable=False),
    sa.CheckConstraint('amount_nok > 0', name=op.f('ck_amount_tier_amount_positive')),
    sa.ForeignKeyConstraint(['round_id'], ['grant_round.id'], name=op.f('fk_amount_tier_round_id_grant_round')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_amount_tier')),
    sa.UniqueConstraint('round_id', 'amount_nok', name=op.f('uq_amount_tier_round_id_amount_nok'))
    )
    op.create_table('anchor',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('criterion_id', sa.Integer(), nullable=False),
    sa.Column('value', sa.Integer(), nullable=False),
    sa.Column('sentence', sa.String(length=200), nullable=False),
    sa.CheckConstraint('value BETWEEN 1 AND 5', name=op.f('ck_anchor_value_in_range')),
    sa.ForeignKeyConstraint(['criterion_id'], ['criterion.id'], name=op.f('fk_anchor_criterion_id_criterion')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_anchor')),
    sa.UniqueConstraint('criterion_id', 'value', name=op.f('uq_anchor_criterion_id_value'))
    )
    op.create_table('application',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('reference', sa.String(length=40), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=False),
    sa.Column('status', sa.Enum('draft', 'submitted', 'withdrawn', 'screening', 'supplement', 'eligible', 'review', 'recommended', 'decided', 'released', 'closed', 'archived', name='status', native_enum=False, length=30), nullable=False),
    sa.Column('channel', sa.Enum('web', 'post', 'email', name='channel', native_enum=False, length=30), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('handler_id', sa.Integer(), nullable=True),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('field_revisions', Json, nullable=False),
    sa.Column('contact_name', sa.String(length=80), nullable=True),
    sa.Column('contact_email', sa.String(length=254), nullable=True),
    sa.Column('contact_phone', sa.String(length=20), nullable=True),
    sa.Column('second_contact_email', sa.String(length=254), nullable=True),
    sa.Column('about', sa.String(length=300), nullable=True),
    sa.Column('is_first_time', sa.Boolean(), nullable=True),
    sa.Column('has_other_municipal', sa.Boolean(), nullable=True),
    sa.Column('other_municipal', Json, nullable=False),
    sa.Column('de_minimis_nok', sa.Integer(), nullable=True),
    sa.Column('de_minimis_confirmed', sa.Boolean(), nullable=False),
    sa.Column('signatory_confirmed', sa.Boolean(), nullable=False),
    sa.Column('truth_confirmed', sa.Boolean(), nullable=False),
    sa.Column('warnings_seen', sa.Boolean(), nullable=False),
    sa.Column('network_consent_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("status IN ('draft') OR submitted_at IS NOT NULL", name=op.f('ck_application_sent_has_time')),
    sa.CheckConstraint('(received_at IS NULL) = (submitted_at IS NULL)', name=op.f('ck_application_received_when_sent')),
    sa.ForeignKeyConstraint(['created_by_id'], ['user_account.id'], name=op.f('fk_application_created_by_id_user_account')),
    sa.ForeignKeyConstraint(['handler_id'], ['user_account.id'], name=op.f('fk_application_handler_id_user_account')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_application_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['round_id'], ['grant_round.id'], name=op.f('fk_application_round_id_grant_round')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_application')),
    sa.UniqueConstraint('reference', name=op.f('uq_application_reference'))
    )
    with op.batch_alter_table('application', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_application_handler_id'), ['handler_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_application_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_application_round_id_status'), ['round_id', 'status'], unique=False)

    op.create_table('case_tally',
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('status', sa.Enum('draft', 'submitted', 'withdrawn', 'screening', 'supplement', 'eligible', 'review', 'recommended', 'decided', 'released', 'closed', 'archived', name='status', native_enum=False, length=30), nullable=False),
    sa.Column('activities', sa.Integer(), nullable=False),
    sa.Column('sought_nok', sa.Integer(), nullable=False),
    sa.Column('recommended_nok', sa.Integer(), nullable=False),
    sa.Column('decided_nok', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['round_id'], ['grant_round.id'], name=op.f('fk_case_tally_round_id_grant_round')),
    sa.PrimaryKeyConstraint('round_id', 'status', name=op.f('pk_case_tally'))
    )
    op.create_table('category',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=30), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('help_text', sa.String(length=200), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['round_id'], ['grant_round.id'], name=op.f('fk_category_round_id_grant_round')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_category')),
    sa.UniqueConstraint('round_id', 'code', name=op.f('uq_category_round_id_code'))
    )
    op.create_table('letter_opening',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('letter_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('by_party', sa.Boolean(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['letter_id'], ['letter.id'], name=op.f('fk_letter_opening_letter_id_letter')),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_letter_opening_user_id_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_letter_opening')),
    sa.UniqueConstraint('letter_id', 'user_id', name=op.f('uq_letter_opening_letter_id_user_id'))
    )
    op.create_table('notice',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('letter_id', sa.Integer(), nullable=False),
    sa.Column('mail_id', sa.Integer(), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('queued_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['letter_id'], ['letter.id'], name=op.f('fk_notice_letter_id_letter')),
    sa.ForeignKeyConstraint(['mail_id'], ['mail.id'], name=op.f('fk_notice_mail_id_mail')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice')),
    sa.UniqueConstraint('letter_id', 'ordinal', 'mail_id', name=op.f('uq_notice_letter_id_ordinal_mail_id')),
    sa.UniqueConstraint('mail_id', name=op.f('uq_notice_mail_id'))
    )
    op.create_table('release',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('release_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('planned_by_id', sa.Integer(), nullable=False),
    sa.Column('planned_by_name', sa.String(length=80), nullable=False),
    sa.Column('planned_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('cancelled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['planned_by_id'], ['user_account.id'], name=op.f('fk_release_planned_by_id_user_account')),
    sa.ForeignKeyConstraint(['round_id'], ['grant_round.id'], name=op.f('fk_release_round_id_grant_round')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_release')),
    sa.UniqueConstraint('public_id', name=op.f('uq_release_public_id'))
    )
    with op.batch_alter_table('release', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_release_round_id'), ['round_id'], unique=False)

    op.create_table('round_option',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('activity_type', 'goal', 'audience', 'accessibility', 'permit', 'expense_group', name='optionkind', native_enum=False, length=30), nullable=False),
    sa.Column('code', sa.String(length=30), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('help_text', sa.String(length=200), nullable=False),
    sa.Column('lead_days', sa.Integer(), nullable=True),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['round_id'], ['grant_round.id'], name=op.f('fk_round_option_round_id_grant_round')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_round_option')),
    sa.UniqueConstraint('round_id', 'kind', 'code', name=op.f('uq_round_option_round_id_kind_code'))
    )
    op.create_table('round_text',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('applicant', 'supported', 'not_supported', 'condition', 'snippet', name='textkind', native_enum=False, length=30), nullable=False),
    sa.Column('code', sa.String(length=30), nullable=True),
    sa.Column('title', sa.String(length=80), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['round_id'], ['grant_round.id'], name=op.f('fk_round_text_round_id_grant_round')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_round_text'))
    )
    op.create_table('score',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('assessment_id', sa.Integer(), nullable=False),
    sa.Column('criterion_id', sa.Integer(), nullable=False),
    sa.Column('value', sa.Integer(), nullable=True),
    sa.Column('cannot_assess', sa.Boolean(), nullable=False),
    sa.Column('comment', sa.String(length=600), nullable=True),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('value BETWEEN 1 AND 5', name=op.f('ck_score_value_in_range')),
    sa.CheckConstraint('value IS NULL OR NOT cannot_assess', name=op.f('ck_score_value_or_cannot_assess')),
    sa.ForeignKeyConstraint(['assessment_id'], ['assessment.id'], name=op.f('fk_score_assessment_id_assessment')),
    sa.ForeignKeyConstraint(['criterion_id'], ['criterion.id'], name=op.f('fk_score_criterion_id_criterion')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_score')),
    sa.UniqueConstraint('assessment_id', 'criterion_id', name=op.f('uq_score_assessment_id_criterion_id'))
    )
    op.create_table('activity',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=80), nullable=True),
    sa.Column('public_text', sa.String(length=300), nullable=True),
    sa.Column('description', sa.String(length=2000), nullable=True),
    sa.Column('learn', sa.String(length=300), nullable=True),
    sa.Column('visible_offer', sa.String(length=200), nullable=True),
    sa.Column('category_id', sa.Integer(), nullable=True),
    sa.Column('activity_types', Json, nullable=False),
    sa.Column('goals', Json, nullable=False),
    sa.Column('is_pilot', sa.Boolean(), nullable=True),
    sa.Column('scale_plan', sa.String(length=300), nullable=True),
    sa.Column('is_digital', sa.Boolean(), nullable=False),
    sa.Column('venue_name', sa.String(length=80), nullable=True),
    sa.Column('address', sa.String(length=120), nullable=True),
    sa.Column('postal_code', sa.String(length=4), nullable=True),
    sa.Column('is_indoor', sa.Boolean(), nullable=True),
    sa.Column('district_code', sa.String(length=10), nullable=True),
    sa.Column('is_free', sa.Boolean(), nullable=True),
    sa.Column('is_open', sa.Boolean(), nullable=True),
    sa.Column('is_alcohol_free', sa.Boolean(), nullable=True),
    sa.Column('audience', Json, nullable=False),
    sa.Column('audience_text', sa.String(length=150), nullable=True),
    sa.Column('expected_participants', sa.Integer(), nullable=True),
    sa.Column('expected_reach', sa.Integer(), nullable=True),
    sa.Column('reach_basis', sa.String(length=150), nullable=True),
    sa.Column('signup', sa.String(length=20), nullable=True),
    sa.Column('capacity', sa.Integer(), nullable=True),
    sa.Column('bring', sa.String(length=120), nullable=True),
    sa.Column('crowd_plan', sa.String(length=300), nullable=True),
    sa.Column('partners', Json, nullable=False),
    sa.Column('accessibility', Json, nullable=False),
    sa.Column('accessibility_text', sa.String(length=200), nullable=True),
    sa.Column('is_for_children', sa.Boolean(), nullable=True),
    sa.Column('children_text', sa.String(length=200), nullable=True),
    sa.Column('permits', Json, nullable=False),
    sa.Column('safety', sa.String(length=200), nullable=True),
    sa.Column('volunteer_hours', sa.Integer(), nullable=True),
    sa.Column('logo_confirmed', sa.Boolean(), nullable=False),
    sa.Column('sought_nok', sa.Integer(), nullable=True),
    sa.Column('own_funds_nok', sa.Integer(), nullable=True),
    sa.Column('gifts_nok', sa.Integer(), nullable=True),
    sa.Column('sales_nok', sa.Integer(), nullable=True),
    sa.Column('less_plan', sa.String(length=200), nullable=True),
    sa.Column('recovers_vat', sa.String(length=10), nullable=True),
    sa.CheckConstraint('expected_participants IS NULL OR expected_participants > 0', name=op.f('ck_activity_participants_positive')),
    sa.CheckConstraint('sought_nok IS NULL OR sought_nok > 0', name=op.f('ck_activity_sought_positive')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_activity_application_id_application')),
    sa.ForeignKeyConstraint(['category_id'], ['category.id'], name=op.f('fk_activity_category_id_category')),
    sa.ForeignKeyConstraint(['district_code'], ['district.code'], name=op.f('fk_activity_district_code_district')),
    sa.ForeignKeyConstraint(['subject_id'], ['subject.id'], name=op.f('fk_activity_subject_id_subject')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_activity')),
    sa.UniqueConstraint('application_id', 'position', name=op.f('uq_activity_application_id_position')),
    sa.UniqueConstraint('subject_id', name=op.f('uq_activity_subject_id'))
    )
    op.create_table('application_version',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('content', Json, nullable=False),
    sa.Column('submitted_by_id', sa.Integer(), nullable=False),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_application_version_application_id_application')),
    sa.ForeignKeyConstraint(['submitted_by_id'], ['user_account.id'], name=op.f('fk_application_version_submitted_by_id_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_application_version')),
    sa.UniqueConstraint('application_id', 'number', name=op.f('uq_application_version_application_id_number'))
    )
    op.create_table('attachment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('filename', sa.String(length=120), nullable=False),
    sa.Column('is_original', sa.Boolean(), nullable=False),
    sa.Column('uploaded_by_id', sa.Integer(), nullable=False),
    sa.Column('uploaded_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_attachment_application_id_application')),
    sa.ForeignKeyConstraint(['sha256'], ['stored_file.sha256'], name=op.f('fk_attachment_sha256_stored_file')),
    sa.ForeignKeyConstraint(['uploaded_by_id'], ['user_account.id'], name=op.f('fk_attachment_uploaded_by_id_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attachment')),
    sa.UniqueConstraint('public_id', name=op.f('uq_attachment_public_id'))
    )
    with op.batch_alter_table('attachment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attachment_application_id'), ['application_id'], unique=False)

    op.create_table('recommendation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('status', sa.Enum('draft', 'sent', 'returned', 'adopted', name='recommendationstatus', native_enum=False, length=30), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=False),
    sa.Column('made_by_name', sa.String(length=80), nullable=False),
    sa.Column('writer_ids', Json, nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sent_from', sa.Enum('draft', 'submitted', 'withdrawn', 'screening', 'supplement', 'eligible', 'review', 'recommended', 'decided', 'released', 'closed', 'archived', name='status', native_enum=False, length=30), nullable=True),
    sa.Column('returned_by_id', sa.Integer(), nullable=True),
    sa.Column('returned_by_name', sa.String(length=80), nullable=True),
    sa.Column('return_comment', sa.Text(), nullable=True),
    sa.CheckConstraint("status <> 'returned' OR return_comment IS NOT NULL", name=op.f('ck_recommendation_returned_has_comment')),
    sa.CheckConstraint('(sent_at IS NULL) = (sent_from IS NULL)', name=op.f('ck_recommendation_sent_has_origin')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_recommendation_application_id_application')),
    sa.ForeignKeyConstraint(['made_by_id'], ['user_account.id'], name=op.f('fk_recommendation_made_by_id_user_account')),
    sa.ForeignKeyConstraint(['returned_by_id'], ['user_account.id'], name=op.f('fk_recommendation_returned_by_id_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recommendation')),
    sa.UniqueConstraint('application_id', 'number', name=op.f('uq_recommendation_application_id_number'))
    )
    op.create_table('activity_session',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('activity_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=True),
    sa.Column('starts', sa.Time(), nullable=True),
    sa.Column('ends', sa.Time(), nullable=True),
    sa.Column('place', sa.String(length=80), nullable=True),
    sa.ForeignKeyConstraint(['activity_id'], ['activity.id'], name=op.f('fk_activity_session_activity_id_activity')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_activity_session'))
    )
    with op.batch_alter_table('activity_session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_activity_session_activity_id'), ['activity_id'], unique=False)

    op.create_table('budget_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('activity_id', sa.Integer(), nullable=False),
    sa.Column('side', sa.Enum('expense', 'other_grant', name='budgetside', native_enum=False, length=30), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('group_code', sa.String(length=30), nullable=True),
    sa.Column('text', sa.String(length=80), nullable=True),
    sa.Column('amount_nok', sa.Integer(), nullable=True),
    sa.Column('is_granted', sa.Boolean(), nullable=True),
    sa.CheckConstraint('amount_nok IS NULL OR amount_nok BETWEEN 0 AND 999999', name=op.f('ck_budget_line_amount_in_range')),
    sa.ForeignKeyConstraint(['activity_id'], ['activity.id'], name=op.f('fk_budget_line_activity_id_activity')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_budget_line'))
    )
    with op.batch_alter_table('budget_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_budget_line_activity_id'), ['activity_id'], unique=False)

    op.create_table('case_row',
    sa.Column('activity_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('reference', sa.String(length=40), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('organisation_name', sa.String(length=120), nullable=False),
    sa.Column('applicant_type', sa.Enum('voluntary', 'sports', 'housing', 'faith', 'foundation', 'student', 'business', 'municipal', 'informal', name='applicanttype', native_enum=False, length=30), nullable=False),
    sa.Column('title', sa.String(length=80), nullable=False),
    sa.Column('status', sa.Enum('draft', 'submitted', 'withdrawn', 'screening', 'supplement', 'eligible', 'review', 'recommended', 'decided', 'released', 'closed', 'archived', name='status', native_enum=False, length=30), nullable=False),
    sa.Column('category_id', sa.Integer(), nullable=True),
    sa.Column('district_code', sa.String(length=10), nullable=True),
    sa.Column('tier_nok', sa.Integer(), nullable=True),
    sa.Column('sought_nok', sa.Integer(), nullable=False),
    sa.Column('recommended_nok', sa.Integer(), nullable=True),
    sa.Column('decided_nok', sa.Integer(), nullable=True),
    sa.Column('handler_id', sa.Integer(), nullable=True),
    sa.Column('flag_level', sa.Enum('green', 'amber', 'red', name='flaglevel', native_enum=False, length=30), nullable=False),
    sa.Column('green_checks', sa.Integer(), nullable=False),
    sa.Column('amber_checks', sa.Integer(), nullable=False),
    sa.Column('red_checks', sa.Integer(), nullable=False),
    sa.Column('score', sa.Numeric(precision=7, scale=4), nullable=True),
    sa.Column('spread', sa.Integer(), nullable=True),
    sa.Column('assessments', sa.Integer(), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('search_text', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['activity_id'], ['activity.id'], name=op.f('fk_case_row_activity_id_activity')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_case_row_application_id_application')),
    sa.ForeignKeyConstraint(['round_id'], ['grant_round.id'], name=op.f('fk_case_row_round_id_grant_round')),
    sa.ForeignKeyConstraint(['subject_id'], ['subject.id'], name=op.f('fk_case_row_subject_id_subject')),
    sa.PrimaryKeyConstraint('activity_id', name=op.f('pk_case_row')),
    sa.UniqueConstraint('subject_id', name=op.f('uq_case_row_subject_id'))
    )
    with op.batch_alter_table('case_row', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_case_row_application_id'), ['application_id'], unique=False)
        batch_op.create_index('ix_case_row_counted_by_category_id', ['round_id', 'category_id', 'status', 'district_code', 'tier_nok', 'handler_id', 'flag_level', 'sought_nok', 'recommended_nok', 'decided_nok'], unique=False)
        batch_op.create_index('ix_case_row_counted_by_district_code', ['round_id', 'district_code', 'status', 'category_id', 'tier_nok', 'handler_id', 'flag_level', 'sought_nok', 'recommended_nok', 'decided_nok'], unique=False)
        batch_op.create_index('ix_case_row_counted_by_flag_level', ['round_id', 'flag_level', 'status', 'category_id', 'district_code', 'tier_nok', 'handler_id', 'sought_nok', 'recommended_nok', 'decided_nok'], unique=False)
        batch_op.create_index('ix_case_row_counted_by_handler_id', ['round_id', 'handler_id', 'status', 'category_id', 'district_code', 'tier_nok', 'flag_level', 'sought_nok', 'recommended_nok', 'decided_nok'], unique=False)
        batch_op.create_index('ix_case_row_counted_by_status', ['round_id', 'status', 'category_id', 'district_code', 'tier_nok', 'handler_id', 'flag_level', 'sought_nok', 'recommended_nok', 'decided_nok'], unique=False)
        batch_op.create_index('ix_case_row_counted_by_tier_nok', ['round_id', 'tier_nok', 'status', 'category_id', 'district_code', 'handler_id', 'flag_level', 'sought_nok', 'recommended_nok', 'decided_nok'], unique=False)
        batch_op.create_index('ix_case_row_sorted_by_received_at', ['round_id', 'received_at', 'activity_id', 'status', 'category_id', 'district_code', 'tier_nok', 'handler_id', 'flag_level', 'score', 'subject_id'], unique=False)
        batch_op.create_index('ix_case_row_sorted_by_reference', ['round_id', 'reference', 'activity_id', 'status', 'category_id', 'district_code', 'tier_nok', 'handler_id', 'flag_level', 'score', 'subject_id'], unique=False)
        batch_op.create_index('ix_case_row_sorted_by_score', ['round_id', 'score', 'activity_id', 'status', 'category_id', 'district_code', 'tier_nok', 'handler_id', 'flag_level', 'subject_id'], unique=False)
        batch_op.create_index('ix_case_row_sorted_by_sought_nok', ['round_id', 'sought_nok', 'activity_id', 'status', 'category_id', 'district_code', 'tier_nok', 'handler_id', 'flag_level', 'score', 'subject_id'], unique=False)

    op.create_table('check_result',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('activity_id', sa.Integer(), nullable=True),
    sa.Column('code', sa.Enum('in_time', 'within_week', 'free_entry', 'open_to_all', 'alcohol_free', 'within_cap', 'budget_balances', 'organisation_number', 'duplicate', 'same_expense', 'previous_report', 'several_applications', 'permits', 'de_minimis', 'running_costs', 'plausible_reach', name='checkcode', native_enum=False, length=30), nullable=False),
    sa.Column('level', sa.Enum('green', 'amber', 'red', name='flaglevel', native_enum=False, length=30), nullable=False),
    sa.Column('details', Json, nullable=False),
    sa.Column('checked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('explanation', sa.Text(), nullable=True),
    sa.Column('explained_by_id', sa.Integer(), nullable=True),
    sa.Column('explained_by_name', sa.String(length=80), nullable=True),
    sa.Column('explained_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('(explained_at IS NULL) = (explanation IS NULL)', name=op.f('ck_check_result_explained_has_time')),
    sa.ForeignKeyConstraint(['activity_id'], ['activity.id'], name=op.f('fk_check_result_activity_id_activity'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_check_result_application_id_application')),
    sa.ForeignKeyConstraint(['explained_by_id'], ['user_account.id'], name=op.f('fk_check_result_explained_by_id_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_check_result'))
    )
    with op.batch_alter_table('check_result', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_check_result_application_id'), ['application_id'], unique=False)

    op.create_table('decision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('recommendation_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('application_version', sa.Integer(), nullable=False),
    sa.Column('prepared_by_id', sa.Integer(), nullable=False),
    sa.Column('prepared_by_name', sa.String(length=80), nullable=False),
    sa.Column('decided_by_id', sa.Integer(), nullable=False),
    sa.Column('decided_by_name', sa.String(length=80), nullable=False),
    sa.Column('decided_by_title', sa.String(length=80), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('release_id', sa.Integer(), nullable=True),
    sa.Column('letter_id', sa.Integer(), nullable=True),
    sa.Column('release_problem', sa.Text(), nullable=True),
    sa.Column('released_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('decided_by_id <> prepared_by_id', name=op.f('ck_decision_decided_by_another')),
    sa.CheckConstraint('released_at IS NULL OR letter_id IS NOT NULL', name=op.f('ck_decision_released_has_letter')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_decision_application_id_application')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['user_account.id'], name=op.f('fk_decision_decided_by_id_user_account')),
    sa.ForeignKeyConstraint(['letter_id'], ['letter.id'], name=op.f('fk_decision_letter_id_letter')),
    sa.ForeignKeyConstraint(['prepared_by_id'], ['user_account.id'], name=op.f('fk_decision_prepared_by_id_user_account')),
    sa.ForeignKeyConstraint(['recommendation_id'], ['recommendation.id'], name=op.f('fk_decision_recommendation_id_recommendation')),
    sa.ForeignKeyConstraint(['release_id'], ['release.id'], name=op.f('fk_decision_release_id_release')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decision')),
    sa.UniqueConstraint('application_id', 'version', name=op.f('uq_decision_application_id_version'))
    )
    with op.batch_alter_table('decision', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_decision_release_id'), ['release_id'], unique=False)

    op.create_table('recommendation_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recommendation_id', sa.Integer(), nullable=False),
    sa.Column('activity_id', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.Enum('granted_full', 'granted_part', 'rejected', 'dismissed', name='outcome', native_enum=False, length=30), nullable=True),
    sa.Column('amount_nok', sa.Integer(), nullable=True),
    sa.Column('reasons', sa.Text(), nullable=True),
    sa.Column('reduction_reasons', sa.Text(), nullable=True),
    sa.Column('expected_for_less', sa.Text(), nullable=True),
    sa.Column('advice', sa.Text(), nullable=True),
    sa.Column('special_condition', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['activity_id'], ['activity.id'], name=op.f('fk_recommendation_line_activity_id_activity')),
    sa.ForeignKeyConstraint(['recommendation_id'], ['recommendation.id'], name=op.f('fk_recommendation_line_recommendation_id_recommendation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recommendation_line')),
    sa.UniqueConstraint('recommendation_id', 'activity_id', name=op.f('uq_recommendation_line_recommendation_id_activity_id'))
    )
    op.create_table('appeal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('decision_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('sent_by_id', sa.Integer(), nullable=False),
    sa.Column('sent_by_name', sa.String(length=80), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deadline', sa.Date(), nullable=False),
    sa.Column('in_time', sa.Boolean(), nullable=False),
    sa.Column('file_sha256', sa.String(length=64), nullable=True),
    sa.Column('filename', sa.String(length=120), nullable=True),
    sa.Column('letter_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('length(text) > 0', name=op.f('ck_appeal_text_not_empty')),
    sa.ForeignKeyConstraint(['decision_id'], ['decision.id'], name=op.f('fk_appeal_decision_id_decision')),
    sa.ForeignKeyConstraint(['file_sha256'], ['stored_file.sha256'], name=op.f('fk_appeal_file_sha256_stored_file')),
    sa.ForeignKeyConstraint(['letter_id'], ['letter.id'], name=op.f('fk_appeal_letter_id_letter')),
    sa.ForeignKeyConstraint(['sent_by_id'], ['user_account.id'], name=op.f('fk_appeal_sent_by_id_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_appeal')),
    sa.UniqueConstraint('public_id', name=op.f('uq_appeal_public_id'))
    )
    with op.batch_alter_table('appeal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_appeal_decision_id'), ['decision_id'], unique=False)

    op.create_table('decision_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('decision_id', sa.Integer(), nullable=False),
    sa.Column('activity_id', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.Enum('granted_full', 'granted_part', 'rejected', 'dismissed', name='outcome', native_enum=False, length=30), nullable=False),
    sa.Column('sought_nok', sa.Integer(), nullable=False),
    sa.Column('amount_nok', sa.Integer(), nullable=False),
    sa.Column('reasons', sa.Text(), nullable=False),
    sa.Column('reduction_reasons', sa.Text(), nullable=True),
    sa.Column('expected_for_less', sa.Text(), nullable=True),
    sa.Column('advice', sa.Text(), nullable=True),
    sa.Column('special_condition', sa.Text(), nullable=True),
    sa.CheckConstraint("(outcome = 'granted_full' AND amount_nok = sought_nok) OR (outcome = 'granted_part' AND amount_nok > 0 AND amount_nok < sought_nok) OR (outcome IN ('rejected', 'dismissed') AND amount_nok = 0)", name=op.f('ck_decision_line_amount_fits_outcome')),
    sa.ForeignKeyConstraint(['activity_id'], ['activity.id'], name=op.f('fk_decision_line_activity_id_activity')),
    sa.ForeignKeyConstraint(['decision_id'], ['decision.id'], name=op.f('fk_decision_line_decision_id_decision')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decision_line')),
    sa.UniqueConstraint('decision_id', 'activity_id', name=op.f('uq_decision_line_decision_id_activity_id'))
    )
    op.create_table('acceptance',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('decision_line_id', sa.Integer(), nullable=False),
    sa.Column('answer', sa.Enum('accepted', 'declined', name='acceptanceanswer', native_enum=False, length=30), nullable=False),
    sa.Column('answered_by_id', sa.Integer(), nullable=False),
    sa.Column('answered_by_name', sa.String(length=80), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['answered_by_id'], ['user_account.id'], name=op.f('fk_acceptance_answered_by_id_user_account')),
    sa.ForeignKeyConstraint(['decision_line_id'], ['decision_line.id'], name=op.f('fk_acceptance_decision_line_id_decision_line')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_acceptance')),
    sa.UniqueConstraint('decision_line_id', name=op.f('uq_acceptance_decision_line_id'))
    )



def downgrade() -> None:

    op.drop_table('acceptance')
    op.drop_table('decision_line')
    with op.batch_alter_table('appeal', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_appeal_decision_id'))

    op.drop_table('appeal')
    op.drop_table('recommendation_line')
    with op.batch_alter_table('decision', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_decision_release_id'))

    op.drop_table('decision')
    with op.batch_alter_table('check_result', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_check_result_application_id'))

    op.drop_table('check_result')
    with op.batch_alter_table('case_row', schema=None) as batch_op:
        batch_op.drop_index('ix_case_row_sorted_by_sought_nok')
        batch_op.drop_index('ix_case_row_sorted_by_score')
        batch_op.drop_index('ix_case_row_sorted_by_reference')
        batch_op.drop_index('ix_case_row_sorted_by_received_at')
        batch_op.drop_index('ix_case_row_counted_by_tier_nok')
        batch_op.drop_index('ix_case_row_counted_by_status')
        batch_op.drop_index('ix_case_row_counted_by_handler_id')
        batch_op.drop_index('ix_case_row_counted_by_flag_level')
        batch_op.drop_index('ix_case_row_counted_by_district_code')
        batch_op.drop_index('ix_case_row_counted_by_category_id')
        batch_op.drop_index(batch_op.f('ix_case_row_application_id'))

    op.drop_table('case_row')
    with op.batch_alter_table('budget_line', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_budget_line_activity_id'))

    op.drop_table('budget_line')
    with op.batch_alter_table('activity_session', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_activity_session_activity_id'))

    op.drop_table('activity_session')
    op.drop_table('recommendation')
    with op.batch_alter_table('attachment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_attachment_application_id'))

    op.drop_table('attachment')
    op.drop_table('application_version')
    op.drop_table('activity')
    op.drop_table('score')
    op.drop_table('round_text')
    op.drop_table('round_option')
    with op.batch_alter_table('release', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_release_round_id'))

    op.drop_table('release')
    op.drop_table('notice')
    op.drop_table('letter_opening')
    op.drop_table('category')
    op.drop_table('case_tally')
    with op.batch_alter_table('application', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_application_round_id_status'))
        batch_op.drop_index(batch_op.f('ix_application_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_application_handler_id'))

    op.drop_table('application')
    op.drop_table('anchor')
    op.drop_table('amount_tier')
    op.drop_table('role_grant')
    op.drop_table('one_time_link')
    with op.batch_alter_table('membership', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_membership_organisation_id'))

    op.drop_table('membership')
    with op.batch_alter_table('letter', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_letter_case_reference'))

    op.drop_table('letter')
    with op.batch_alter_table('impartiality', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_impartiality_user_id'))

    op.drop_table('impartiality')
    op.drop_table('grant_round')
    with op.batch_alter_table('grant_history', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_grant_history_organisation_id'))

    op.drop_table('grant_history')
    op.drop_table('criterion')
    with op.batch_alter_table('assessment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_assessment_assessor_id'))

    op.drop_table('assessment')
    op.drop_table('user_account')
    op.drop_table('subject')
    op.drop_table('stored_file')
    with op.batch_alter_table('sign_in_attempt', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sign_in_attempt_email_at'))
        batch_op.drop_index(batch_op.f('ix_sign_in_attempt_client_at'))

    op.drop_table('sign_in_attempt')
    op.drop_table('scheme')
    op.drop_table('rubric')
    with op.batch_alter_table('organisation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_organisation_orgnr'))

    op.drop_table('organisation')
    with op.batch_alter_table('mail', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_mail_status_next_attempt_at'))
        batch_op.drop_index(batch_op.f('ix_mail_case_reference'))

    op.drop_table('mail')
    op.drop_table('district')
    with op.batch_alter_table('audit_event', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_audit_event_case_reference_number'))

    op.drop_table('audit_event')
    op.drop_table('audit_chain_head')

