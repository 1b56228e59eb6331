-- What is to be told, and what was. One row for each incident, reason and receiver, so that nothing is told twice; for a proof, 'incident' is its time.
-- state: waiting, sending, sent, failed, silenced (waits for the end of a silence), suppressed. Times are nanoseconds since the epoch.
CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  incident TEXT NOT NULL,
  reason TEXT NOT NULL,
  receiver TEXT NOT NULL,
  state TEXT NOT NULL,
  created INTEGER NOT NULL,
  not_before INTEGER NOT NULL,
  next_try INTEGER NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0,
  changed INTEGER NOT NULL,
  error TEXT NOT NULL DEFAULT '',
  body TEXT NOT NULL,
  UNIQUE (incident, reason, receiver)
)
;;
CREATE INDEX outbox_due ON outbox (receiver, state, id)
;;
-- How it went, for each receiver.
CREATE TABLE receivers (
  name TEXT PRIMARY KEY,
  last_sent INTEGER,
  last_error TEXT,
  last_error_at INTEGER,
  proof_due INTEGER,
  proof_at INTEGER,
  proof_ok INTEGER
)
;;
-- Values that must stay the same over restarts: SNMP engine id and boots.
CREATE TABLE notification_values (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
)
