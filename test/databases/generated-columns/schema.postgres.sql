CREATE TABLE items (
  id integer PRIMARY KEY,
  price numeric(10,2) NOT NULL,
  quantity integer NOT NULL,
  total numeric GENERATED ALWAYS AS (price * quantity) STORED,
  code text NOT NULL,
  code_key text GENERATED ALWAYS AS (upper(trim(code))) STORED UNIQUE
);
CREATE TABLE parts (id integer PRIMARY KEY, item_id integer NOT NULL REFERENCES items (id), weight double precision, is_heavy boolean GENERATED ALWAYS AS (weight > 50) STORED);
CREATE INDEX heavy_parts ON parts (item_id) WHERE is_heavy;
