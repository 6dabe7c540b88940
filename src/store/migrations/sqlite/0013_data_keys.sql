-- What seals is kept here, sealed ("wrapped") under a master key that is not: see docs/decisions/0021-key-ring.md.
-- Only until the next start: no wrapped key, because a key of the key file itself has sealed so far.
ALTER TABLE sealing_keys ADD COLUMN wrapped_key BLOB;
ALTER TABLE sealing_keys ADD COLUMN master_key_id TEXT;
-- Since when it opens and seals no more. Null: it seals.
ALTER TABLE sealing_keys ADD COLUMN retired_at INTEGER;
UPDATE sealing_keys SET retired_at = created_at;
CREATE UNIQUE INDEX sealing_keys_in_use ON sealing_keys (COALESCE(retired_at, 0)) WHERE retired_at IS NULL;

CREATE INDEX credentials_totp_by_replaced_key ON credentials_totp (replaced_key_id) WHERE replaced_key_id IS NOT NULL;
