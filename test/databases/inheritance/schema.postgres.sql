CREATE TABLE vehicles (id integer PRIMARY KEY, wheels integer NOT NULL CHECK (wheels > 0));
CREATE TABLE cars (doors integer NOT NULL, PRIMARY KEY (id)) INHERITS (vehicles);
CREATE TABLE rides (id integer PRIMARY KEY, vehicle_id integer NOT NULL REFERENCES vehicles (id));
