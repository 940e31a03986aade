CREATE TABLE badges (id INTEGER PRIMARY KEY, colour VARCHAR(9) NOT NULL);
CREATE TABLE members (
  id INTEGER PRIMARY KEY,
  badge_id INTEGER UNIQUE,
  FOREIGN KEY (badge_id) REFERENCES badges (id)
);
CREATE TABLE lockers (
  id INTEGER PRIMARY KEY,
  badge_id INTEGER NOT NULL UNIQUE,
  FOREIGN KEY (badge_id) REFERENCES members (badge_id)
);
