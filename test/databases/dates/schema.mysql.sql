CREATE TABLE moments (
  id INTEGER PRIMARY KEY, iso_date DATE NOT NULL, iso_text DATETIME NOT NULL, with_t VARCHAR(30), julian DOUBLE NOT NULL,
  epoch_s BIGINT NOT NULL, epoch_ms BIGINT NOT NULL, digits INTEGER NOT NULL, german VARCHAR(20) NOT NULL, clock TIME NOT NULL, ends_on DATE NOT NULL,
  CHECK (ends_on >= iso_date)
);
