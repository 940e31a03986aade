CREATE TABLE firms (id integer PRIMARY KEY, name text NOT NULL, seat_id integer NOT NULL);
CREATE TABLE sites (id integer PRIMARY KEY, town text NOT NULL, keeper_id integer NOT NULL);
CREATE TABLE keepers (id integer PRIMARY KEY, wage integer NOT NULL, firm_id integer NOT NULL REFERENCES firms (id));
ALTER TABLE firms ADD FOREIGN KEY (seat_id) REFERENCES sites (id);
ALTER TABLE sites ADD FOREIGN KEY (keeper_id) REFERENCES keepers (id);
CREATE TABLE keys_held (keeper_id integer NOT NULL REFERENCES keepers (id), site_id integer NOT NULL REFERENCES sites (id), PRIMARY KEY (keeper_id, site_id));
