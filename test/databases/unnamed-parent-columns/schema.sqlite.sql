CREATE TABLE countries (code TEXT PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE cities (country TEXT NOT NULL REFERENCES countries, name TEXT NOT NULL, population INTEGER, PRIMARY KEY (country, name));
CREATE TABLE hotels (id INTEGER PRIMARY KEY, country TEXT NOT NULL, city TEXT NOT NULL, stars INTEGER CHECK (stars BETWEEN 1 AND 5), FOREIGN KEY (country, city) REFERENCES cities);
