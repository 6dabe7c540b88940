-- What seals is kept here, sealed ("wrapped") under a master key that is not: see docs/decisions/0021-key-ring.md.
-- Only until the next start: no wrapped key, because a key of the key file itself has sealed so far.
ALTER TABLE sealing_keys ADD COLUMN wrapped_key BLOB;
ALTER TABLE sealing_keys ADD COLUMN master_key_id TEXT;
-- Since when it opens and seals no more. Null: it seals.
ALTER TABLE sealing_keys ADD COLUMN retired_at INTEGER;
UPDATE sealing_keys SET retired_at = created_at;
CREATE UNIQUE INDEX sealing_keys_in_use ON sealing_keys (COALESCE(retired_at, 0)) WHERE retired_at IS NULL;

CREATE INDEX credentials_totp_by_replaced_key ON credentials_totp (replaced_key_id) WHERE replaced_key_id IS NOT NULL;

-- The salt that the key of one seed is derived with. Whoever has all else cannot open the seed without it, so to
-- erase it is to erase the seed. Pages of other tables keep remains of rows that were moved; here no row is ever
-- moved: they are only added at the end, all of one size, and overwritten where they are.
CREATE TABLE seed_salts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  salt BLOB NOT NULL -- zeros: erased
) STRICT;
ALTER TABLE credentials_totp ADD COLUMN salt_id INTEGER REFERENCES seed_salts (id);
ALTER TABLE credentials_totp ADD COLUMN replaced_salt_id INTEGER REFERENCES seed_salts (id);
CREATE TRIGGER seed_is_erased AFTER DELETE ON credentials_totp BEGIN
  UPDATE seed_salts SET salt = X'0000000000000000000000000000000000000000000000000000000000000000'
  WHERE id IN (OLD.salt_id, OLD.replaced_salt_id);
END;
CREATE TRIGGER replaced_seed_is_erased AFTER UPDATE OF salt_id, replaced_salt_id ON credentials_totp BEGIN
  UPDATE seed_salts SET salt = X'0000000000000000000000000000000000000000000000000000000000000000'
  WHERE id IN (OLD.salt_id, OLD.replaced_salt_id)
    AND id NOT IN (COALESCE(NEW.salt_id, 0), COALESCE(NEW.replaced_salt_id, 0));
END;
