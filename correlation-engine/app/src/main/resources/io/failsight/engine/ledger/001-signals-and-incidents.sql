-- Signals of the retained window, in the order they were accepted.
CREATE TABLE signals (
  place INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  observed INTEGER NOT NULL,
  subject TEXT NOT NULL,
  json TEXT NOT NULL
)
;;
CREATE INDEX signals_observed ON signals (observed)
;;
CREATE INDEX signals_subject ON signals (subject, place)
;;
-- What people know an incident by. Times are nanoseconds since the epoch in all tables.
CREATE TABLE incidents (
  id TEXT PRIMARY KEY,
  opened INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  state TEXT NOT NULL,
  cluster TEXT NOT NULL,
  last_observed INTEGER NOT NULL,
  merged_into TEXT REFERENCES incidents (id),
  acknowledged_by TEXT,
  acknowledged_at INTEGER,
  handed_to TEXT NOT NULL DEFAULT ''
)
;;
CREATE INDEX incidents_opened ON incidents (opened, id)
;;
-- Other names: keys of the core, ids of incidents that turned out to be the same.
CREATE TABLE incident_names (
  name TEXT PRIMARY KEY,
  incident TEXT NOT NULL REFERENCES incidents (id)
)
;;
CREATE INDEX incident_names_incident ON incident_names (incident)
;;
CREATE TABLE revisions (
  incident TEXT NOT NULL REFERENCES incidents (id),
  revision INTEGER NOT NULL,
  at INTEGER NOT NULL,
  what TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (incident, revision)
)
;;
-- Lines that were evidence in any revision; they stay when the signals and the entries are gone.
CREATE TABLE evidence (
  incident TEXT NOT NULL REFERENCES incidents (id),
  signal TEXT NOT NULL,
  proves INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  json TEXT NOT NULL,
  PRIMARY KEY (incident, signal)
)
;;
CREATE TABLE notes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  incident TEXT NOT NULL REFERENCES incidents (id),
  at INTEGER NOT NULL,
  by TEXT NOT NULL,
  text TEXT NOT NULL
)
;;
CREATE INDEX notes_incident ON notes (incident)
;;
CREATE TABLE silences (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  cluster TEXT NOT NULL,
  kinds TEXT NOT NULL,
  from_time INTEGER NOT NULL,
  to_time INTEGER NOT NULL,
  reason TEXT NOT NULL,
  by TEXT NOT NULL,
  maintenance INTEGER NOT NULL
)
;;
CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  by TEXT NOT NULL,
  action TEXT NOT NULL,
  incident TEXT,
  text TEXT NOT NULL
)
;;
CREATE INDEX audit_incident ON audit (incident)
;;
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END
;;
CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END
