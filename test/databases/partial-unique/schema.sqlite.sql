CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL,
  deleted_at TEXT,
  created_at TEXT NOT NULL
);
CREATE UNIQUE INDEX users_email_alive ON users (email) WHERE deleted_at IS NULL;
CREATE TABLE addresses (
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id),
  street TEXT NOT NULL,
  is_default INTEGER NOT NULL CHECK (is_default IN (0, 1))
);
CREATE UNIQUE INDEX one_default ON addresses (user_id) WHERE is_default = 1;
CREATE TABLE slots (id INTEGER PRIMARY KEY, room INTEGER NOT NULL, hour INTEGER NOT NULL CHECK (hour BETWEEN 8 AND 19), state TEXT NOT NULL CHECK (state IN ('free', 'taken', 'cancelled')));
CREATE UNIQUE INDEX one_taken ON slots (room, hour) WHERE state = 'taken';
