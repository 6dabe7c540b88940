-- How many links a user was mailed lately: see core/budget.ts.
ALTER TABLE credentials_email ADD COLUMN link_mails_spent_until INTEGER NOT NULL DEFAULT 0;

-- Links with which a user chooses a password. Of each user only the newest is good, and only once: using it
-- deletes it.
CREATE TABLE password_links (
  user_id INTEGER PRIMARY KEY REFERENCES credentials_email (user_id) ON DELETE CASCADE,
  digest BLOB NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  expires_at INTEGER -- NULL: never
) STRICT;

-- A link was made for one address, for one password to be replaced, and for a user who may sign in.
CREATE TRIGGER password_link_outdated AFTER UPDATE OF email_key, password_hash ON credentials_email
WHEN OLD.email_key <> NEW.email_key OR OLD.password_hash IS DISTINCT FROM NEW.password_hash BEGIN
  DELETE FROM password_links WHERE user_id = NEW.user_id;
END;
CREATE TRIGGER password_link_withdrawn AFTER UPDATE OF disabled_at ON users
WHEN NEW.disabled_at IS NOT NULL BEGIN
  DELETE FROM password_links WHERE user_id = NEW.id;
END;

-- Users whom another application shows Countersign's things to, by the id they have there.
CREATE TABLE credentials_embed (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  external_user_id TEXT NOT NULL UNIQUE, -- compared exactly
  external_group_id TEXT,
  created_at INTEGER NOT NULL,
  logged_in_at INTEGER
) STRICT;
CREATE INDEX credentials_embed_by_user ON credentials_embed (user_id, id);
