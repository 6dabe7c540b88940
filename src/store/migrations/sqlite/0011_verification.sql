-- No code of a step that could have been accepted before this moment is accepted after it: see
-- continuity/fence.ts. And when the server was last known to run.
ALTER TABLE instance ADD COLUMN fence_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE instance ADD COLUMN beat_at INTEGER NOT NULL DEFAULT 0;

-- During enrolment: the seed that a restart replaced, to explain its codes; and parameters that one code has
-- shown the app to use instead of ours, with that code's step.
ALTER TABLE credentials_totp ADD COLUMN replaced_seed BLOB;
ALTER TABLE credentials_totp ADD COLUMN replaced_key_id TEXT REFERENCES sealing_keys (key_id);
ALTER TABLE credentials_totp ADD COLUMN shown_parameters TEXT;
ALTER TABLE credentials_totp ADD COLUMN shown_step INTEGER;

-- Devices that proved themselves by a right code, each with a guess budget of its own. They hold a token that
-- changes with every use; the one before is known, so that a copy is noticed.
CREATE TABLE trusted_devices (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  digest BLOB NOT NULL UNIQUE,
  previous_digest BLOB,
  burst_spent_until INTEGER NOT NULL DEFAULT 0,
  long_term_spent_until INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  last_used_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  source TEXT
) STRICT;
CREATE INDEX trusted_devices_by_user ON trusted_devices (user_id, id);
CREATE INDEX trusted_devices_by_previous ON trusted_devices (previous_digest) WHERE previous_digest IS NOT NULL;

-- Wrong codes by where they come from: an API key or an address. Only what is not full has a row.
CREATE TABLE source_budgets (
  source TEXT PRIMARY KEY,
  spent_until INTEGER NOT NULL -- see core/budget.ts
) STRICT, WITHOUT ROWID;
CREATE INDEX source_budgets_by_end ON source_budgets (spent_until);
