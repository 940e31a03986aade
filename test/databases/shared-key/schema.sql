CREATE TABLE people (id INTEGER PRIMARY KEY, born VARCHAR(60) NOT NULL, nickname VARCHAR(60));
CREATE TABLE employees (person_id INTEGER PRIMARY KEY REFERENCES people (id), hired VARCHAR(60) NOT NULL, wage INTEGER NOT NULL);
CREATE TABLE managers (person_id INTEGER PRIMARY KEY REFERENCES employees (person_id), bonus INTEGER NOT NULL, deputy_id INTEGER REFERENCES employees (person_id));
CREATE TABLE passports (holder INTEGER NOT NULL UNIQUE REFERENCES people (id), number VARCHAR(60) NOT NULL UNIQUE CHECK (length(number) = 9));
