-- To whom the records of the audit log are sent. The log itself says what there is to send, so nothing is written
-- here when something is recorded.
CREATE TABLE webhooks (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- part of what the secret is sealed to, so never reused
  url TEXT NOT NULL,
  actions TEXT, -- which, separated by spaces. NULL: all
  sealed_secret BLOB NOT NULL,
  key_id TEXT NOT NULL REFERENCES sealing_keys (key_id),
  created_at INTEGER NOT NULL,
  disabled_at INTEGER,
  delivered_at INTEGER, -- when one was last taken
  attempts INTEGER NOT NULL DEFAULT 0, -- that failed, of the record whose turn it is
  next_attempt_at INTEGER NOT NULL DEFAULT 0,
  failed_at INTEGER,
  failure TEXT, -- why the last attempt failed: never what the other side said
  lease_owner TEXT, -- the one process that sends, until the lease ends
  lease_ends_at INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX webhooks_by_key ON webhooks (key_id);

-- How far each is in each chain of the log: every record up to this one was taken, given up, or is not sent to it.
CREATE TABLE webhook_cursors (
  webhook_id INTEGER NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
  chain INTEGER NOT NULL, -- one that is not here is new since: all of it is sent
  sent_to INTEGER NOT NULL,
  PRIMARY KEY (webhook_id, chain)
) STRICT;

-- Records out of their turn: given up after many attempts ("dead letters"), or asked for again.
CREATE TABLE webhook_leftovers (
  webhook_id INTEGER NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
  event_id INTEGER NOT NULL, -- in audit_events, from where nothing is ever deleted
  asked_at INTEGER, -- since when it is to be sent again. NULL: it was given up
  given_up_at INTEGER,
  failure TEXT,
  PRIMARY KEY (webhook_id, event_id)
) STRICT;
CREATE INDEX webhook_leftovers_asked ON webhook_leftovers (webhook_id, event_id) WHERE asked_at IS NOT NULL;
