CREATE TABLE user_attributes (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- part of what a value is sealed to, so never reused
  name TEXT NOT NULL UNIQUE, -- has one spelling: see attributes/check-definition.ts
  label TEXT NOT NULL,
  label_key TEXT NOT NULL UNIQUE, -- see core/canonical.ts
  type TEXT NOT NULL,
  built_in INTEGER NOT NULL DEFAULT 0, -- follows from the user, so nobody sets it
  user_can_view INTEGER NOT NULL,
  user_can_edit INTEGER NOT NULL,
  hidden_at INTEGER, -- since when nobody is shown its values; once set, it stays
  hidden_value_domain_whitelist TEXT,
  created_at INTEGER NOT NULL
) STRICT;

INSERT INTO user_attributes
  (id, name, label, label_key, type, built_in, user_can_view, user_can_edit, created_at)
VALUES
  (1, 'email', 'Email', 'email', 'string', 1, 1, 0, 0),
  (2, 'first_name', 'First Name', 'first name', 'string', 1, 1, 0, 0),
  (3, 'id', 'ID', 'id', 'number', 1, 1, 0, 0),
  (4, 'last_name', 'Last Name', 'last name', 'string', 1, 1, 0, 0),
  (5, 'locale', 'Locale', 'locale', 'string', 1, 1, 0, 0),
  (6, 'name', 'Full Name', 'full name', 'string', 1, 1, 0, 0);

-- Who has which value: a user, a group or, with neither, everybody else. All are sealed, so that hiding an
-- attribute later leaves no clear text behind.
CREATE TABLE user_attribute_values (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  attribute_id INTEGER NOT NULL REFERENCES user_attributes (id) ON DELETE CASCADE,
  user_id INTEGER REFERENCES users (id) ON DELETE CASCADE,
  group_id INTEGER REFERENCES groups (id) ON DELETE CASCADE,
  group_rank INTEGER, -- of the groups that a user is in, the lowest wins
  sealed_value BLOB NOT NULL,
  key_id TEXT NOT NULL REFERENCES sealing_keys (key_id),
  CHECK (user_id IS NULL OR group_id IS NULL)
) STRICT;
-- Users have nearly all the values; an index for what groups have, or nobody, leaves them out.
CREATE UNIQUE INDEX user_attribute_values_by_user ON user_attribute_values (user_id, attribute_id)
  WHERE user_id IS NOT NULL;
CREATE UNIQUE INDEX user_attribute_values_by_group ON user_attribute_values (group_id, attribute_id)
  WHERE group_id IS NOT NULL;
CREATE UNIQUE INDEX user_attribute_defaults ON user_attribute_values (attribute_id)
  WHERE user_id IS NULL AND group_id IS NULL;
CREATE INDEX user_attribute_values_by_rank ON user_attribute_values (attribute_id, group_rank)
  WHERE group_id IS NOT NULL;
CREATE INDEX user_attribute_values_by_attribute ON user_attribute_values (attribute_id);
CREATE INDEX user_attribute_values_by_key ON user_attribute_values (key_id);
