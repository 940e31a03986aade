CREATE TABLE hens (id integer PRIMARY KEY, name text NOT NULL, favourite_egg integer NOT NULL);
CREATE TABLE eggs (id integer PRIMARY KEY, weight double precision NOT NULL, laid_by integer NOT NULL REFERENCES hens (id));
ALTER TABLE hens ADD FOREIGN KEY (favourite_egg) REFERENCES eggs (id);
