CREATE TABLE persons (id integer PRIMARY KEY, city text NOT NULL);
CREATE TABLE accounts (id integer PRIMARY KEY REFERENCES persons (id), limits integer NOT NULL);
ALTER TABLE persons ADD FOREIGN KEY (id) REFERENCES accounts (id);
CREATE TABLE heads (code text PRIMARY KEY, hats integer NOT NULL);
CREATE TABLE feet (code text PRIMARY KEY REFERENCES heads (code), shoes integer NOT NULL);
CREATE TABLE bodies (code text PRIMARY KEY REFERENCES feet (code), coats integer NOT NULL);
ALTER TABLE heads ADD FOREIGN KEY (code) REFERENCES bodies (code);
CREATE TABLE shoes (id integer PRIMARY KEY, code text NOT NULL REFERENCES feet (code), size integer NOT NULL);
