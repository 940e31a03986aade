CREATE TABLE items (
  id INTEGER PRIMARY KEY,
  price NUMERIC NOT NULL,
  quantity INTEGER NOT NULL,
  total NUMERIC GENERATED ALWAYS AS (price * quantity) STORED,
  label TEXT AS ('item ' || id) VIRTUAL,
  code TEXT NOT NULL,
  code_key TEXT GENERATED ALWAYS AS (upper(trim(code))) STORED UNIQUE
);
CREATE TABLE parts (id INTEGER PRIMARY KEY, item_id INTEGER NOT NULL REFERENCES items (id), weight REAL, is_heavy INTEGER AS (weight > 50));
CREATE INDEX heavy_parts ON parts (item_id) WHERE is_heavy;
