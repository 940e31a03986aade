CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL);
CREATE TABLE contacts (
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id),
  kind VARCHAR(20) NOT NULL CHECK (kind IN ('mail', 'phone', 'post')),
  value VARCHAR(20) NOT NULL,
  UNIQUE (user_id, kind)
);
CREATE TABLE slots (day VARCHAR(20) PRIMARY KEY CHECK (day IN ('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun')), is_free INTEGER NOT NULL);
CREATE TABLE hours (user_id INTEGER NOT NULL REFERENCES users (id), day VARCHAR(20) NOT NULL REFERENCES slots (day), opens INTEGER NOT NULL, closes INTEGER NOT NULL, PRIMARY KEY (user_id, day), CHECK (closes > opens));
