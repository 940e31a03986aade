CREATE TABLE teams (id INTEGER PRIMARY KEY, city VARCHAR(30) NOT NULL, strength INTEGER NOT NULL);
CREATE TABLE matches (
  id INTEGER PRIMARY KEY,
  home_id INTEGER NOT NULL REFERENCES teams (id),
  away_id INTEGER NOT NULL REFERENCES teams (id),
  played_on DATE NOT NULL,
  home_goals INTEGER NOT NULL CHECK (home_goals >= 0),
  away_goals INTEGER NOT NULL CHECK (away_goals >= 0),
  margin INTEGER NOT NULL,
  CHECK (home_id <> away_id),
  CHECK (margin = home_goals - away_goals),
  UNIQUE (home_id, away_id)
);
