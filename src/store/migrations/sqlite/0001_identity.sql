-- Times are milliseconds UTC. A nullable timestamp says both whether and when.

CREATE TABLE instance (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  instance_id TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

-- A known value sealed under each key: shows at start that the key file fits this database.
CREATE TABLE sealing_keys (
  key_id TEXT PRIMARY KEY,
  key_check BLOB NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE users (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- a deleted user's id is never given to another
  first_name TEXT NOT NULL DEFAULT '',
  last_name TEXT NOT NULL DEFAULT '',
  locale TEXT,
  home_folder_id TEXT,
  models_dir_validated INTEGER,
  ui_state TEXT,
  credential_changes_spent_until INTEGER NOT NULL DEFAULT 0, -- see core/budget.ts
  created_at INTEGER NOT NULL,
  disabled_at INTEGER
) STRICT;

CREATE TABLE credentials_email (
  user_id INTEGER PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  email TEXT NOT NULL,
  email_key TEXT NOT NULL UNIQUE, -- the canonical spelling, compared exactly
  password_hash TEXT,
  password_reset_required_at INTEGER,
  created_at INTEGER NOT NULL,
  logged_in_at INTEGER
) STRICT;

CREATE TABLE credentials_api3 (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  client_id TEXT NOT NULL UNIQUE,
  secret_digest BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  disabled_at INTEGER
) STRICT;
CREATE INDEX credentials_api3_by_user ON credentials_api3 (user_id);

CREATE TABLE access_tokens (
  digest BLOB PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  api_key_id INTEGER NOT NULL REFERENCES credentials_api3 (id) ON DELETE CASCADE, -- the key it came from, also through login_user
  sudo_user_id INTEGER REFERENCES users (id) ON DELETE CASCADE, -- who acts as user_id
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX access_tokens_by_user ON access_tokens (user_id);
CREATE INDEX access_tokens_by_key ON access_tokens (api_key_id);
CREATE INDEX access_tokens_by_sudo_user ON access_tokens (sudo_user_id) WHERE sudo_user_id IS NOT NULL;
CREATE INDEX access_tokens_by_expiry ON access_tokens (expires_at);

CREATE TABLE credentials_totp (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- part of what a seed is sealed to, so never reused
  user_id INTEGER NOT NULL UNIQUE REFERENCES users (id) ON DELETE CASCADE,
  algorithm TEXT NOT NULL,
  digits INTEGER NOT NULL,
  period INTEGER NOT NULL, -- seconds
  sealed_seed BLOB,
  key_id TEXT REFERENCES sealing_keys (key_id),
  last_step INTEGER NOT NULL DEFAULT -1, -- the newest time step that was accepted
  drift_steps INTEGER NOT NULL DEFAULT 0,
  burst_spent_until INTEGER NOT NULL DEFAULT 0, -- guess budget, see core/budget.ts
  long_term_spent_until INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  enrollment_expires_at INTEGER,
  verified_at INTEGER,
  disabled_at INTEGER
) STRICT;
CREATE INDEX credentials_totp_by_key ON credentials_totp (key_id);

CREATE TABLE recovery_codes (
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  digest BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  used_at INTEGER,
  PRIMARY KEY (user_id, digest)
) STRICT, WITHOUT ROWID;

-- permissions: names separated by one space; '*' stands for all there are.
CREATE TABLE permission_sets (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL UNIQUE,
  permissions TEXT NOT NULL,
  built_in INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE roles (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL UNIQUE,
  permission_set_id INTEGER NOT NULL REFERENCES permission_sets (id),
  built_in INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE user_roles (
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  role_id INTEGER NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
  PRIMARY KEY (user_id, role_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX user_roles_by_role ON user_roles (role_id);

INSERT INTO permission_sets (id, name, name_key, permissions, built_in) VALUES
  (1, 'Admin', 'admin', '*', 1),
  (2, 'Support', 'support', 'see_users reset_two_factor diagnose_two_factor', 1),
  (3, 'Verifier', 'verifier', 'verify_two_factor', 1),
  (4, 'User', 'user', 'see_names', 1);
-- Clients know the role Admin under id 2.
INSERT INTO roles (id, name, name_key, permission_set_id, built_in) VALUES
  (2, 'Admin', 'admin', 1, 1),
  (3, 'Support', 'support', 2, 1),
  (4, 'Verifier', 'verifier', 3, 1),
  (5, 'User', 'user', 4, 1);

-- No foreign keys: a record outlives what it speaks of.
CREATE TABLE audit_events (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  occurred_at INTEGER NOT NULL,
  action TEXT NOT NULL,
  outcome TEXT NOT NULL,
  actor_id INTEGER,
  sudo_user_id INTEGER,
  target_user_id INTEGER,
  source TEXT
) STRICT;
