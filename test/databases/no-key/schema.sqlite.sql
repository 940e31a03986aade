CREATE TABLE readings (sensor TEXT NOT NULL, at TEXT NOT NULL, value REAL);
CREATE TABLE sensors (name TEXT NOT NULL UNIQUE, place TEXT);
CREATE TABLE notes (sensor TEXT REFERENCES sensors (name), text TEXT);
