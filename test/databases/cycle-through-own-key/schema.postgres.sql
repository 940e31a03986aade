CREATE TABLE lands (code text PRIMARY KEY, capital text, area integer CHECK (area > 0));
CREATE TABLE cities (name text NOT NULL, land text NOT NULL REFERENCES lands (code), people integer, PRIMARY KEY (name, land));
ALTER TABLE lands ADD FOREIGN KEY (capital, code) REFERENCES cities (name, land);
CREATE TABLE borders (one text NOT NULL REFERENCES lands (code), other text NOT NULL REFERENCES lands (code), km integer, PRIMARY KEY (one, other), CHECK (one < other));
