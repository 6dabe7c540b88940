-- By what somebody recognises a device that they trust.
ALTER TABLE trusted_devices ADD COLUMN browser TEXT;
ALTER TABLE trusted_devices ADD COLUMN operating_system TEXT;

-- The seed that is to take the place of a verified one, and does so with its first right code. Until then the old one
-- holds. It is sealed to the credential that it is for, with these parameters.
CREATE TABLE totp_replacements (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  credential_id INTEGER NOT NULL UNIQUE REFERENCES credentials_totp (id) ON DELETE CASCADE,
  user_id INTEGER NOT NULL,
  algorithm TEXT NOT NULL,
  digits INTEGER NOT NULL,
  period INTEGER NOT NULL, -- seconds
  sealed_seed BLOB NOT NULL,
  key_id TEXT NOT NULL REFERENCES sealing_keys (key_id),
  salt_id INTEGER NOT NULL REFERENCES seed_salts (id),
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX totp_replacements_by_key ON totp_replacements (key_id);
-- A seed that came to nothing is erased; one that is in its place by now is the credential's to erase.
CREATE TRIGGER replacement_is_erased AFTER DELETE ON totp_replacements BEGIN
  UPDATE seed_salts SET salt = X'0000000000000000000000000000000000000000000000000000000000000000'
  WHERE id = OLD.salt_id
    AND NOT EXISTS (SELECT 1 FROM credentials_totp WHERE id = OLD.credential_id AND salt_id = OLD.salt_id);
END;
CREATE TRIGGER outdated_replacement_is_erased AFTER UPDATE OF salt_id ON totp_replacements
WHEN OLD.salt_id <> NEW.salt_id BEGIN
  UPDATE seed_salts SET salt = X'0000000000000000000000000000000000000000000000000000000000000000'
  WHERE id = OLD.salt_id;
END;
