-- Which backups were taken of this database, and since when it is known that they can be restored.
CREATE TABLE backups (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  sha256 TEXT NOT NULL UNIQUE, -- of the file, in hexadecimal
  bytes INTEGER NOT NULL, -- of the file
  taken_at INTEGER NOT NULL,
  proved_at INTEGER -- the latest drill that went well
) STRICT;
CREATE INDEX backups_by_time ON backups (taken_at);
