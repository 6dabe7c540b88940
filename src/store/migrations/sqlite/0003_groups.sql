CREATE TABLE groups (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL UNIQUE, -- see core/canonical.ts
  external_group_id TEXT,
  can_add_to_content_metadata INTEGER NOT NULL DEFAULT 1, -- kept for clients
  created_at INTEGER NOT NULL
) STRICT;

-- Everybody is in group 1 without a row in group_users.
INSERT INTO groups (id, name, name_key, created_at) VALUES (1, 'All Users', 'all users', 0);

CREATE TABLE group_users (
  group_id INTEGER NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  PRIMARY KEY (group_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX group_users_by_user ON group_users (user_id, group_id);

-- Whoever is in the child is in the parent, too.
CREATE TABLE group_groups (
  parent_id INTEGER NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
  child_id INTEGER NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
  PRIMARY KEY (parent_id, child_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX group_groups_by_child ON group_groups (child_id, parent_id);

CREATE TABLE group_roles (
  group_id INTEGER NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
  role_id INTEGER NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
  PRIMARY KEY (group_id, role_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX group_roles_by_role ON group_roles (role_id, group_id);
