-- Values of these types are texts to dbsynth, but not every text that looks like others is one.
CREATE TABLE places (
  id integer PRIMARY KEY,
  spot point NOT NULL,
  outline polygon,
  reach circle NOT NULL,
  frame box,
  edge lseg,
  route path,
  slope line
);
CREATE TABLE devices (
  id integer PRIMARY KEY,
  place_id integer NOT NULL REFERENCES places,
  hardware macaddr NOT NULL UNIQUE,
  hardware8 macaddr8,
  address inet,
  network cidr NOT NULL,
  flags bit(8) NOT NULL,
  history bit varying(20),
  price money NOT NULL,
  position pg_lsn
);
