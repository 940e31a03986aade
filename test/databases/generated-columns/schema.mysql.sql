CREATE TABLE items (
  id INTEGER PRIMARY KEY,
  price DECIMAL(10,2) NOT NULL,
  quantity INTEGER NOT NULL,
  total DECIMAL(12,2) GENERATED ALWAYS AS (price * quantity) STORED,
  label VARCHAR(40) AS (concat('item ', quantity)) VIRTUAL,
  code VARCHAR(20) NOT NULL,
  code_key VARCHAR(20) GENERATED ALWAYS AS (upper(trim(code))) STORED UNIQUE,
  note VARCHAR(20) INVISIBLE
);
CREATE TABLE parts (id INTEGER PRIMARY KEY, item_id INTEGER NOT NULL REFERENCES items (id), weight DOUBLE, is_heavy BOOLEAN AS (weight > 50));
CREATE INDEX heavy_parts ON parts (is_heavy, item_id);
