-- Who must have a second factor, and by when.
CREATE TABLE two_factor_policy (
  id BIGINT PRIMARY KEY CHECK (id = 1),
  required_of TEXT COLLATE "C" NOT NULL, -- nobody, everybody, or some: the groups and roles below
  grace_ends_at BIGINT -- NULL: there is no grace
);
INSERT INTO two_factor_policy (id, required_of) VALUES (1, 'nobody');

CREATE TABLE two_factor_policy_groups (
  group_id BIGINT PRIMARY KEY REFERENCES groups (id) ON DELETE CASCADE
);
CREATE TABLE two_factor_policy_roles (
  role_id BIGINT PRIMARY KEY REFERENCES roles (id) ON DELETE CASCADE
);

-- What went wrong is counted by the day. It is rare among the records, so the indices are small.
CREATE INDEX audit_events_refused ON audit_events (occurred_at) WHERE outcome NOT IN ('done', 'accepted');
CREATE INDEX audit_events_locked ON audit_events (occurred_at) WHERE action = 'lock_login';

-- Who has been asked for a second factor and has none yet, and whose takes no codes: few, of however many.
CREATE INDEX credentials_totp_waiting ON credentials_totp (user_id) WHERE verified_at IS NULL;
CREATE INDEX credentials_totp_suspended ON credentials_totp (user_id) WHERE disabled_at IS NOT NULL;
