-- Who has proved a password and not yet the second factor. It opens the pages that ask for that, and nothing else.
CREATE TABLE sign_ins (
  digest BYTEA PRIMARY KEY,
  user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  return_to TEXT COLLATE "C" NOT NULL, -- path on this server
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX sign_ins_by_user ON sign_ins (user_id);
CREATE INDEX sign_ins_by_expiry ON sign_ins (expires_at);

-- Since when the user sets up a second factor that nobody asked for. Until the first code it binds them to nothing.
ALTER TABLE credentials_totp ADD COLUMN chosen_at BIGINT;
