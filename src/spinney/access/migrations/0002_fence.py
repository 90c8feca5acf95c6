from django.db import migrations

from spinney.kernel.owned import FenceTable

HISTORY = """
CREATE FUNCTION access_keep_history() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  kept jsonb;
BEGIN
  IF TG_OP = 'DELETE' THEN
    kept := to_jsonb(OLD);
  ELSE
    SELECT jsonb_object_agg(key, value) INTO kept
      FROM jsonb_each(to_jsonb(OLD)) WHERE to_jsonb(NEW) -> key IS DISTINCT FROM value;
    IF kept IS NULL THEN
      RETURN NULL; -- nothing differs
    END IF;
  END IF;
  INSERT INTO access_history (id, school_id, at, actor_id, table_name, row_id, act, before)
  VALUES (gen_random_uuid(), OLD.school_id, clock_timestamp(),
          nullif(current_setting('spinney.actor', true), '')::uuid,
          TG_TABLE_NAME, OLD.id, lower(TG_OP), kept);
  RETURN NULL;
END $$;
"""

AUDIT = """
-- The head's row lock puts one school's leaves in order; both rows commit with the act they tell of.
CREATE FUNCTION access_append_leaf(
  p_school uuid, p_id uuid, p_at timestamptz, p_actor uuid, p_action text, p_subjects uuid[], p_leaf bytea
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  v_leaf bytea := sha256('\\x00'::bytea || p_leaf);
  v_seq bigint;
  v_chain bytea;
BEGIN
  INSERT INTO access_audithead AS head (id, school_id, size, hash)
  VALUES (p_school, p_school, 1, sha256(sha256(''::bytea) || v_leaf))
  ON CONFLICT (school_id, id) DO UPDATE
    SET size = head.size + 1, hash = sha256(head.hash || v_leaf)
  RETURNING size - 1, hash INTO v_seq, v_chain;
  INSERT INTO access_auditleaf
    (id, school_id, seq, at, actor_id, action, subject_ids, leaf, leaf_hash, chain_hash)
  VALUES (p_id, p_school, v_seq, p_at, p_actor, p_action, p_subjects, p_leaf, v_leaf, v_chain);
  RETURN v_seq;
END $$;

CREATE FUNCTION access_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit log is append-only';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON access_auditleaf
  FOR EACH ROW EXECUTE FUNCTION access_refuse_change();
CREATE INDEX audit_leaf_by_subject ON access_auditleaf USING gin (subject_ids);
CREATE INDEX membership_by_user ON access_membership (user_id);
CREATE INDEX tie_by_user ON access_tie (user_id, school_id, subject_id);
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial"), ("events", "0002_fence")]
    operations = [
        migrations.RunSQL(HISTORY, migrations.RunSQL.noop),
        FenceTable("Subject", grants="SELECT, INSERT"),
        FenceTable("History", grants="SELECT, INSERT"),
        FenceTable("AuditHead", grants="SELECT, INSERT, UPDATE"),
        FenceTable("AuditLeaf", grants="SELECT, INSERT"),
        FenceTable("Membership", own_rows="user_id", history=True),
        FenceTable("Tie", own_rows="user_id", history=True),
        FenceTable("Denial", history=True),
        migrations.RunSQL(AUDIT, migrations.RunSQL.noop),
    ]
