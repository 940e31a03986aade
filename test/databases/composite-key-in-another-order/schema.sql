CREATE TABLE lines (
  id INTEGER PRIMARY KEY,
  site VARCHAR(20) NOT NULL,
  number INTEGER NOT NULL,
  speed DOUBLE PRECISION,
  UNIQUE (number, site)
);
CREATE TABLE machines (
  id INTEGER PRIMARY KEY,
  line_site VARCHAR(20) NOT NULL,
  line_number INTEGER NOT NULL,
  power INTEGER NOT NULL,
  FOREIGN KEY (line_site, line_number) REFERENCES lines (site, number)
);
