CREATE TABLE rooms (building VARCHAR(9) NOT NULL, number INTEGER NOT NULL, seats INTEGER, PRIMARY KEY (building, number));
CREATE TABLE lessons (
  id INTEGER PRIMARY KEY,
  building VARCHAR(9),
  room INTEGER,
  starts_at VARCHAR(30) NOT NULL,
  FOREIGN KEY (building, room) REFERENCES rooms (building, number)
);
