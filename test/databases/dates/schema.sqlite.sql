CREATE TABLE moments (
  id INTEGER PRIMARY KEY,
  iso_date DATE NOT NULL,
  iso_text TEXT NOT NULL,
  with_t TEXT,
  julian REAL NOT NULL,
  epoch_s INTEGER NOT NULL,
  epoch_ms INTEGER NOT NULL,
  digits INTEGER NOT NULL,
  german TEXT NOT NULL,
  clock TEXT NOT NULL,
  ends_on DATE NOT NULL,
  CHECK (ends_on >= iso_date)
);
