CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE TABLE rooms (id integer PRIMARY KEY, name text NOT NULL);
CREATE TABLE bookings (
  id integer PRIMARY KEY, room_id integer NOT NULL REFERENCES rooms (id), during tsrange NOT NULL, guest text,
  EXCLUDE USING gist (room_id WITH =, during WITH &&)
);
CREATE TABLE shifts (
  id integer PRIMARY KEY, person integer NOT NULL, starts_at timestamp NOT NULL, ends_at timestamp NOT NULL, cancelled boolean NOT NULL,
  CHECK (ends_at > starts_at),
  EXCLUDE USING gist (person WITH =, tsrange(starts_at, ends_at) WITH &&) WHERE (NOT cancelled)
);
CREATE TABLE seasons (id integer PRIMARY KEY, valid daterange NOT NULL, EXCLUDE USING gist (valid WITH &&));
CREATE TABLE seats (id integer PRIMARY KEY, hall integer NOT NULL, seat integer NOT NULL, EXCLUDE (hall WITH =, seat WITH =));
