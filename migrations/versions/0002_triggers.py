"""What tables alone cannot say: insert-only rows, the totals of the work list, its search index, the chain's head

Revision ID: 0002
Revises: 0001
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INSERT_ONLY = ("audit_event", "letter", "letter_opening", "notice", "application_version")
CHANGES = ("update", "delete")
TOTALS = ("sought_nok", "recommended_nok", "decided_nok")

# --- the work list's totals: one row a round and status, moved by every change of a case_row -----------------

SQLITE_ADD = """
INSERT INTO case_tally (round_id, status, activities, sought_nok, recommended_nok, decided_nok)
VALUES (new.round_id, new.status, 1, new.sought_nok, coalesce(new.recommended_nok, 0), coalesce(new.decided_nok, 0))
ON CONFLICT (round_id, status) DO UPDATE SET
  activities = activities + 1,
  sought_nok = sought_nok + excluded.sought_nok,
  recommended_nok = recommended_nok + excluded.recommended_nok,
  decided_nok = decided_nok + excluded.decided_nok;
"""
SQLITE_SUBTRACT = """
UPDATE case_tally SET
  activities = activities - 1,
  sought_nok = sought_nok - old.sought_nok,
  recommended_nok = recommended_nok - coalesce(old.recommended_nok, 0),
  decided_nok = decided_nok - coalesce(old.decided_nok, 0)
WHERE round_id = old.round_id AND status = old.status;
"""

POSTGRESQL_TALLY = """
CREATE FUNCTION keep_case_tally() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN  -- lock both rows in one order, so that two opposite moves never deadlock
    PERFORM 1 FROM case_tally WHERE round_id = new.round_id AND status IN (old.status, new.status)
      ORDER BY status FOR UPDATE;
  END IF;
  IF TG_OP <> 'INSERT' THEN
    UPDATE case_tally SET
      activities = activities - 1,
      sought_nok = sought_nok - old.sought_nok,
      recommended_nok = recommended_nok - coalesce(old.recommended_nok, 0),
      decided_nok = decided_nok - coalesce(old.decided_nok, 0)
    WHERE round_id = old.round_id AND status = old.status;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO case_tally AS t (round_id, status, activities, sought_nok, recommended_nok, decided_nok)
    VALUES (new.round_id, new.status, 1, new.sought_nok,
            coalesce(new.recommended_nok, 0), coalesce(new.decided_nok, 0))
    ON CONFLICT (round_id, status) DO UPDATE SET
      activities = t.activities + 1,
      sought_nok = t.sought_nok + excluded.sought_nok,
      recommended_nok = t.recommended_nok + excluded.recommended_nok,
      decided_nok = t.decided_nok + excluded.decided_nok;
  END IF;
  RETURN NULL;
END $$;
"""
TALLY_COLUMNS = "status, round_id, " + ", ".join(TOTALS)


def sqlite() -> None:
    for table in INSERT_ONLY:
        for change in CHANGES:
            op.execute(
                f"CREATE TRIGGER {table}_no_{change} BEFORE {change.upper()} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is insert-only'); END"
            )
    op.execute(f"CREATE TRIGGER case_tally_insert AFTER INSERT ON case_row BEGIN {SQLITE_ADD} END")
    op.execute(f"CREATE TRIGGER case_tally_delete AFTER DELETE ON case_row BEGIN {SQLITE_SUBTRACT} END")
    op.execute(
        f"CREATE TRIGGER case_tally_update AFTER UPDATE OF {TALLY_COLUMNS} ON case_row "
        f"BEGIN {SQLITE_SUBTRACT} {SQLITE_ADD} END"
    )
    op.execute(
        "CREATE VIRTUAL TABLE case_search USING fts5(search_text, content='case_row', content_rowid='activity_id', "
        "tokenize=\"unicode61 remove_diacritics 0\", prefix='2 3 4')"
    )
    add = "INSERT INTO case_search (rowid, search_text) VALUES (new.activity_id, new.search_text);"
    drop = (
        "INSERT INTO case_search (case_search, rowid, search_text) VALUES ('delete', old.activity_id, old.search_text);"
    )
    op.execute(f"CREATE TRIGGER case_search_insert AFTER INSERT ON case_row BEGIN {add} END")
    op.execute(f"CREATE TRIGGER case_search_delete AFTER DELETE ON case_row BEGIN {drop} END")
    op.execute(f"CREATE TRIGGER case_search_update AFTER UPDATE OF search_text ON case_row BEGIN {drop} {add} END")


def postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is insert-only', TG_TABLE_NAME; END $$"
    )
    for table in INSERT_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    op.execute(POSTGRESQL_TALLY)
    op.execute(
        "CREATE TRIGGER case_tally_insert_delete AFTER INSERT OR DELETE ON case_row "
        "FOR EACH ROW EXECUTE FUNCTION keep_case_tally()"
    )
    op.execute(
        f"CREATE TRIGGER case_tally_update AFTER UPDATE OF {TALLY_COLUMNS} ON case_row "
        "FOR EACH ROW EXECUTE FUNCTION keep_case_tally()"
    )
    op.execute(
        "ALTER TABLE case_row ADD COLUMN search_words tsvector "
        "GENERATED ALWAYS AS (to_tsvector('simple', search_text)) STORED"
    )
    op.execute("CREATE INDEX case_search_words ON case_row USING gin (search_words)")


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        sqlite()
    else:
        postgresql()
    op.execute("INSERT INTO audit_chain_head (id, number, hash) VALUES (1, 0, '" + "0" * 64 + "')")


def downgrade() -> None:
    raise NotImplementedError("The history is insert-only; restore a backup instead.")
