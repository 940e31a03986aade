CREATE TABLE policies (
  number INTEGER NOT NULL, version INTEGER NOT NULL, valid_from DATE NOT NULL, valid_to DATE, recorded DATE NOT NULL, premium NUMERIC(10,2) NOT NULL,
  PRIMARY KEY (number, version),
  CHECK (valid_to IS NULL OR valid_to > valid_from),
  CHECK (premium BETWEEN 10 AND 5000),
  CHECK (version BETWEEN 1 AND 99)
);
CREATE TABLE claims (
  id INTEGER PRIMARY KEY, number INTEGER NOT NULL, version INTEGER NOT NULL, filed DATE NOT NULL, paid DATE, state VARCHAR(9) NOT NULL,
  FOREIGN KEY (number, version) REFERENCES policies (number, version),
  CHECK (state IN ('open', 'paid', 'refused')),
  CHECK (state <> 'paid' OR paid IS NOT NULL),
  CHECK (paid IS NULL OR paid >= filed)
);
