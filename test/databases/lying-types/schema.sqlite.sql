CREATE TABLE loose (
  id INTEGER PRIMARY KEY,
  code STRING,
  flag BOOLEAN,
  short VARCHAR(3),
  amount MONEY,
  anything,
  mixed TEXT
);
CREATE TABLE strict_ones (id INTEGER PRIMARY KEY, n INT NOT NULL, r REAL, t TEXT, b BLOB, a ANY) STRICT;
