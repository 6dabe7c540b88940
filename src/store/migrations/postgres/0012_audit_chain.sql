-- Each record carries a keyed hash of itself and of the one before it: see core/audit-record.ts. Records that
-- were written without one prove nothing, and no release wrote any: the table starts anew.
DROP TABLE audit_events;

-- What the hashes are made with, sealed like a seed.
CREATE TABLE audit_keys (
  id BIGINT PRIMARY KEY,
  sealed_secret BYTEA NOT NULL,
  key_id TEXT COLLATE "C" NOT NULL REFERENCES sealing_keys (key_id),
  created_at BIGINT NOT NULL
);

-- No foreign keys: a record outlives what it speaks of.
CREATE TABLE audit_events (
  id BIGINT PRIMARY KEY,
  chain BIGINT NOT NULL, -- one for each writer
  occurred_at BIGINT NOT NULL,
  action TEXT COLLATE "C" NOT NULL,
  outcome TEXT COLLATE "C" NOT NULL,
  actor_id BIGINT,
  sudo_user_id BIGINT,
  api_key_id BIGINT,
  target_user_id BIGINT,
  target_group_id BIGINT,
  detail TEXT COLLATE "C",
  source TEXT COLLATE "C",
  audit_key_id BIGINT NOT NULL, -- what the hash is made with
  hash BYTEA NOT NULL
);

-- Two, and no more: an index costs every verification, a search only those who search. The second is written
-- all over, the first at its end alone.
CREATE INDEX audit_events_by_time ON audit_events (occurred_at, id);
CREATE INDEX audit_events_by_target ON audit_events (target_user_id, occurred_at, id);

-- Against mistakes. Whoever can drop a trigger is found out by the chain.
CREATE FUNCTION keep_audit_record() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'UPDATE' THEN
    RAISE EXCEPTION 'audit records are never changed';
  END IF;
  RAISE EXCEPTION 'audit records are never deleted';
END $$;
CREATE TRIGGER audit_events_stay BEFORE UPDATE ON audit_events FOR EACH ROW EXECUTE FUNCTION keep_audit_record();
CREATE TRIGGER audit_events_are_kept BEFORE DELETE OR TRUNCATE ON audit_events
  FOR EACH STATEMENT EXECUTE FUNCTION keep_audit_record();
