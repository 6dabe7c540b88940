-- Each record carries a keyed hash of itself and of the one before it: see core/audit-record.ts. Records that
-- were written without one prove nothing, and no release wrote any: the table starts anew.
DROP TABLE audit_events;

-- What the hashes are made with, sealed like a seed.
CREATE TABLE audit_keys (
  id INTEGER PRIMARY KEY,
  sealed_secret BLOB NOT NULL,
  key_id TEXT NOT NULL REFERENCES sealing_keys (key_id),
  created_at INTEGER NOT NULL
) STRICT;

-- No foreign keys: a record outlives what it speaks of.
CREATE TABLE audit_events (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  chain INTEGER NOT NULL, -- one for each writer
  occurred_at INTEGER NOT NULL,
  action TEXT NOT NULL,
  outcome TEXT NOT NULL,
  actor_id INTEGER,
  sudo_user_id INTEGER,
  api_key_id INTEGER,
  target_user_id INTEGER,
  target_group_id INTEGER,
  detail TEXT,
  source TEXT,
  audit_key_id INTEGER NOT NULL, -- what the hash is made with
  hash BLOB NOT NULL
) STRICT;

-- Two, and no more: an index costs every verification, a search only those who search. The second is written
-- all over, the first at its end alone.
CREATE INDEX audit_events_by_time ON audit_events (occurred_at, id);
CREATE INDEX audit_events_by_target ON audit_events (target_user_id, occurred_at, id);

-- Against mistakes. Whoever can drop a trigger is found out by the chain.
CREATE TRIGGER audit_events_stay BEFORE UPDATE ON audit_events BEGIN
  SELECT RAISE(ABORT, 'audit records are never changed');
END;
CREATE TRIGGER audit_events_are_kept BEFORE DELETE ON audit_events BEGIN
  SELECT RAISE(ABORT, 'audit records are never deleted');
END;
