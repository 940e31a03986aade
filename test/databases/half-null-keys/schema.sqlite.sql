CREATE TABLE rooms (building TEXT NOT NULL, number INTEGER NOT NULL, seats INTEGER, PRIMARY KEY (building, number));
CREATE TABLE lessons (
  id INTEGER PRIMARY KEY,
  building TEXT,
  room INTEGER,
  starts_at TEXT NOT NULL,
  FOREIGN KEY (building, room) REFERENCES rooms (building, number)
);
