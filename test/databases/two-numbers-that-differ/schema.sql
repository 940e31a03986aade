CREATE TABLE swaps (
  id INTEGER PRIMARY KEY,
  seat_from INTEGER NOT NULL UNIQUE,
  seat_to INTEGER NOT NULL UNIQUE,
  CHECK (seat_from <> seat_to)
);
CREATE TABLE duels (
  home INTEGER NOT NULL UNIQUE,
  guest INTEGER NOT NULL UNIQUE,
  PRIMARY KEY (home, guest),
  CHECK (home <> guest)
);
