CREATE TABLE swaps (
  id INTEGER PRIMARY KEY,
  seat_from INTEGER NOT NULL UNIQUE,
  seat_to INTEGER NOT NULL UNIQUE,
  CHECK (seat_from <> seat_to)
);
