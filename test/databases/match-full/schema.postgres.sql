CREATE TABLE depots (region integer, number integer, place text NOT NULL, PRIMARY KEY (region, number));
CREATE TABLE trucks (
  id integer PRIMARY KEY, region integer, home integer, now_at integer, load integer NOT NULL,
  FOREIGN KEY (region, home) REFERENCES depots (region, number) MATCH FULL,
  FOREIGN KEY (region, now_at) REFERENCES depots (region, number) MATCH FULL
);
CREATE TABLE trips (
  id integer PRIMARY KEY, region integer, depot integer, kilometres integer,
  FOREIGN KEY (region, depot) REFERENCES depots (region, number) MATCH FULL
);
