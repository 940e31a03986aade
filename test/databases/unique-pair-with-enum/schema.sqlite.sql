CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE contacts (
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id),
  kind TEXT NOT NULL CHECK (kind IN ('mail', 'phone', 'post')),
  value TEXT NOT NULL,
  UNIQUE (user_id, kind)
);
CREATE TABLE slots (day TEXT PRIMARY KEY CHECK (day IN ('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun')), is_free INTEGER NOT NULL);
CREATE TABLE hours (user_id INTEGER NOT NULL REFERENCES users (id), day TEXT NOT NULL REFERENCES slots (day), opens INTEGER NOT NULL, closes INTEGER NOT NULL, PRIMARY KEY (user_id, day), CHECK (closes > opens));
