CREATE TABLE lands (code TEXT PRIMARY KEY, capital TEXT, area INTEGER CHECK (area > 0), FOREIGN KEY (capital, code) REFERENCES cities (name, land));
CREATE TABLE cities (name TEXT NOT NULL, land TEXT NOT NULL REFERENCES lands (code), people INTEGER, PRIMARY KEY (name, land));
CREATE TABLE borders (one TEXT NOT NULL REFERENCES lands (code), other TEXT NOT NULL REFERENCES lands (code), km INTEGER, PRIMARY KEY (one, other), CHECK (one < other));
