CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE TABLE zoo (id integer PRIMARY KEY, cage integer NOT NULL, animal text NOT NULL, EXCLUDE USING gist (cage WITH =, animal WITH <>));
CREATE TABLE rates (id serial PRIMARY KEY, product integer NOT NULL, region text NOT NULL, valid daterange NOT NULL, price numeric(8,2) NOT NULL, EXCLUDE USING gist (product WITH =, region WITH =, valid WITH &&));
CREATE TABLE meters (id integer PRIMARY KEY, line integer, span int4range NOT NULL, EXCLUDE USING gist (line WITH =, span WITH &&), CHECK (lower(span) >= 0), CHECK (upper(span) <= 10000));
CREATE TABLE stays (id integer PRIMARY KEY, guest text NOT NULL, room integer NOT NULL, from_day date NOT NULL, to_day date NOT NULL, status text NOT NULL CHECK (status IN ('open','done','void')), CHECK (from_day < to_day), EXCLUDE USING gist (room WITH =, daterange(from_day, to_day, '[]') WITH &&) WHERE (status <> 'void'));
CREATE TABLE two (id integer PRIMARY KEY, teacher integer NOT NULL, room integer NOT NULL, during tstzrange NOT NULL, EXCLUDE USING gist (teacher WITH =, during WITH &&), EXCLUDE USING gist (room WITH =, during WITH &&));
CREATE TABLE contracts (id integer PRIMARY KEY, person integer NOT NULL, from_day date NOT NULL, until date, EXCLUDE USING gist (person WITH =, daterange(from_day, until) WITH &&));
CREATE TABLE leases (id integer PRIMARY KEY, flat integer NOT NULL, during daterange NOT NULL, EXCLUDE USING gist (flat WITH =, during WITH &&));
CREATE TABLE terms (id integer PRIMARY KEY, shop integer NOT NULL, starts timestamp NOT NULL, ends timestamp, EXCLUDE USING gist (shop WITH =, tsrange(starts, COALESCE(ends, 'infinity'::timestamp), '[]') WITH &&));
