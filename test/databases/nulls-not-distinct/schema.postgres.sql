CREATE TABLE prices (id integer PRIMARY KEY, product integer NOT NULL, region text, amount numeric(8,2) NOT NULL, UNIQUE NULLS NOT DISTINCT (product, region));
CREATE TABLE defaults (id integer PRIMARY KEY, owner integer UNIQUE NULLS NOT DISTINCT, note text);
