-- Each record carries a keyed hash of itself and of the one before it: see audit/record-hash.ts. Records that
-- were written without one prove nothing, and no release wrote any: the table starts anew.
DROP TABLE audit_events;

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
  key_id TEXT NOT NULL, -- of the key ring: which key the hash is made with
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
