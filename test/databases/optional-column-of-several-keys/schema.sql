CREATE TABLE regions (id INTEGER PRIMARY KEY, climate INTEGER NOT NULL);
CREATE TABLE shelves (region INTEGER NOT NULL, number INTEGER NOT NULL, meters INTEGER NOT NULL, PRIMARY KEY (region, number), FOREIGN KEY (region) REFERENCES regions (id));
CREATE TABLE workers (region INTEGER NOT NULL, number INTEGER NOT NULL, wage INTEGER NOT NULL, PRIMARY KEY (region, number), FOREIGN KEY (region) REFERENCES regions (id));
CREATE TABLE vans (region INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (region, number), FOREIGN KEY (region) REFERENCES regions (id));
CREATE TABLE jobs (
  id INTEGER PRIMARY KEY,
  region INTEGER,
  shelf INTEGER,
  worker INTEGER NOT NULL,
  van INTEGER,
  hours INTEGER NOT NULL,
  FOREIGN KEY (region, shelf) REFERENCES shelves (region, number),
  FOREIGN KEY (region, worker) REFERENCES workers (region, number),
  FOREIGN KEY (region, van) REFERENCES vans (region, number)
);
