CREATE TABLE lands (code VARCHAR(4) PRIMARY KEY, capital VARCHAR(60), area INTEGER CHECK (area > 0), FOREIGN KEY (capital, code) REFERENCES cities (name, land));
CREATE TABLE cities (name VARCHAR(60) NOT NULL, land VARCHAR(4) NOT NULL REFERENCES lands (code), people INTEGER, PRIMARY KEY (name, land));
CREATE TABLE borders (one VARCHAR(4) NOT NULL REFERENCES lands (code), other VARCHAR(4) NOT NULL REFERENCES lands (code), km INTEGER, PRIMARY KEY (one, other), CHECK (one < other));
