-- Names as they are searched and sorted by: see core/canonical.ts.
ALTER TABLE users ADD COLUMN first_name_key TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN last_name_key TEXT NOT NULL DEFAULT '';
UPDATE users SET first_name_key = LOWER(first_name), last_name_key = LOWER(last_name);
CREATE INDEX users_by_first_name ON users (first_name_key, id);
CREATE INDEX users_by_last_name ON users (last_name_key, id);
CREATE INDEX users_disabled ON users (id) WHERE disabled_at IS NOT NULL;

-- The address of a user's e-mail credential, so that lists are searched and sorted in one table.
ALTER TABLE users ADD COLUMN email TEXT;
ALTER TABLE users ADD COLUMN email_key TEXT;
UPDATE users SET (email, email_key) =
  (SELECT email, email_key FROM credentials_email WHERE user_id = users.id);
CREATE INDEX users_by_email ON users (email_key, id);

CREATE TRIGGER email_added AFTER INSERT ON credentials_email BEGIN
  UPDATE users SET email = NEW.email, email_key = NEW.email_key WHERE id = NEW.user_id;
END;
CREATE TRIGGER email_changed AFTER UPDATE OF email, email_key ON credentials_email BEGIN
  UPDATE users SET email = NEW.email, email_key = NEW.email_key WHERE id = NEW.user_id;
END;
CREATE TRIGGER email_removed AFTER DELETE ON credentials_email BEGIN
  UPDATE users SET email = NULL, email_key = NULL WHERE id = OLD.user_id;
END;

-- How many users there are in each block of 1,024 ids: finds the row at any offset, and the total, without
-- walking over the rows before it.
CREATE TABLE user_counts (
  block INTEGER PRIMARY KEY,
  users INTEGER NOT NULL
) STRICT;
INSERT INTO user_counts (block, users) SELECT id / 1024, COUNT(*) FROM users GROUP BY 1;

CREATE TRIGGER count_user_in AFTER INSERT ON users BEGIN
  INSERT INTO user_counts (block, users) VALUES (NEW.id / 1024, 1)
  ON CONFLICT (block) DO UPDATE SET users = users + 1;
END;
CREATE TRIGGER count_user_out AFTER DELETE ON users BEGIN
  UPDATE user_counts SET users = users - 1 WHERE block = OLD.id / 1024;
END;
