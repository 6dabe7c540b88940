-- Names as they are searched and sorted by: see core/canonical.ts.
ALTER TABLE users ADD COLUMN first_name_key TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN last_name_key TEXT COLLATE "C" NOT NULL DEFAULT '';
UPDATE users SET first_name_key = LOWER(first_name), last_name_key = LOWER(last_name);
CREATE INDEX users_by_first_name ON users (first_name_key, id);
CREATE INDEX users_by_last_name ON users (last_name_key, id);
CREATE INDEX users_disabled ON users (id) WHERE disabled_at IS NOT NULL;

-- The address of a user's e-mail credential, so that lists are searched and sorted in one table.
ALTER TABLE users ADD COLUMN email TEXT COLLATE "C";
ALTER TABLE users ADD COLUMN email_key TEXT COLLATE "C";
UPDATE users SET (email, email_key) =
  (SELECT email, email_key FROM credentials_email WHERE user_id = users.id);
CREATE INDEX users_by_email ON users (email_key, id);

CREATE FUNCTION copy_email() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'DELETE' THEN
    UPDATE users SET email = NULL, email_key = NULL WHERE id = OLD.user_id;
  ELSE
    UPDATE users SET email = NEW.email, email_key = NEW.email_key WHERE id = NEW.user_id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER email_added AFTER INSERT ON credentials_email FOR EACH ROW EXECUTE FUNCTION copy_email();
CREATE TRIGGER email_changed AFTER UPDATE OF email, email_key ON credentials_email
  FOR EACH ROW EXECUTE FUNCTION copy_email();
CREATE TRIGGER email_removed AFTER DELETE ON credentials_email FOR EACH ROW EXECUTE FUNCTION copy_email();

-- How many users there are in each block of 1,024 ids: finds the row at any offset, and the total, without
-- walking over the rows before it.
CREATE TABLE user_counts (
  block BIGINT PRIMARY KEY,
  users BIGINT NOT NULL
);
INSERT INTO user_counts (block, users) SELECT id / 1024, COUNT(*) FROM users GROUP BY 1;

-- Once for each statement: a change of many rows would change the same count as often, and keep a copy of each.
CREATE FUNCTION count_users() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'DELETE' THEN
    UPDATE user_counts SET users = user_counts.users - gone.users
    FROM (SELECT id / 1024 AS block, COUNT(*) AS users FROM changed GROUP BY 1) AS gone
    WHERE user_counts.block = gone.block;
  ELSE
    INSERT INTO user_counts AS counted (block, users) SELECT id / 1024, COUNT(*) FROM changed GROUP BY 1
    ON CONFLICT (block) DO UPDATE SET users = counted.users + excluded.users;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER count_user_in AFTER INSERT ON users REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION count_users();
CREATE TRIGGER count_user_out AFTER DELETE ON users REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION count_users();
