-- Wrong secrets, passwords and codes in a row. A row says nothing once it has expired.
-- No foreign key: it outlives a user by minutes, and costs the same whether or not there is one.
CREATE TABLE login_lockouts (
  key TEXT PRIMARY KEY, -- digest of what is tried and from where
  auth_type TEXT NOT NULL, -- api, email or totp
  network TEXT NOT NULL, -- what counts as one address: see core/network.ts
  ip TEXT NOT NULL,
  user_id INTEGER, -- null: the credential is nobody's
  fail_count INTEGER NOT NULL,
  lockout_at INTEGER, -- null: not yet so many that it locks
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX login_lockouts_by_expiry ON login_lockouts (expires_at);
CREATE INDEX login_lockouts_open ON login_lockouts (auth_type, network, expires_at) WHERE lockout_at IS NULL;
CREATE INDEX login_lockouts_locked ON login_lockouts (auth_type, network, expires_at) WHERE lockout_at IS NOT NULL;

CREATE TABLE password_config (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  min_length INTEGER NOT NULL, -- characters
  require_numeric INTEGER NOT NULL,
  require_upperlower INTEGER NOT NULL,
  require_special INTEGER NOT NULL
) STRICT;
-- Length protects; rules on what a password is made of do not (NIST SP 800-63B-4 section 3.1.1.2).
INSERT INTO password_config (id, min_length, require_numeric, require_upperlower, require_special)
VALUES (1, 8, 0, 0, 0);

CREATE TABLE session_config (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  allow_persistent_sessions INTEGER NOT NULL,
  session_minutes INTEGER NOT NULL,
  unlimited_sessions_per_user INTEGER NOT NULL,
  use_inactivity_based_logout INTEGER NOT NULL,
  track_session_location INTEGER NOT NULL
) STRICT;
INSERT INTO session_config (id, allow_persistent_sessions, session_minutes, unlimited_sessions_per_user,
  use_inactivity_based_logout, track_session_location)
VALUES (1, 0, 720, 1, 1, 0);

ALTER TABLE access_tokens ADD COLUMN workspace_id TEXT NOT NULL DEFAULT 'production';

-- Who is signed in on the pages.
CREATE TABLE sessions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  digest BLOB NOT NULL UNIQUE,
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  sudo_user_id INTEGER REFERENCES users (id) ON DELETE CASCADE, -- who acts as user_id
  credentials_type TEXT NOT NULL,
  second_factor_at INTEGER, -- when the second factor was proved; null: it was not
  ip TEXT NOT NULL,
  browser TEXT,
  operating_system TEXT,
  created_at INTEGER NOT NULL,
  last_used_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_by_user ON sessions (user_id, id);
CREATE INDEX sessions_by_sudo_user ON sessions (sudo_user_id) WHERE sudo_user_id IS NOT NULL;
CREATE INDEX sessions_by_expiry ON sessions (expires_at);
