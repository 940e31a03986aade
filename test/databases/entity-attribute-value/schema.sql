CREATE TABLE entities (id INTEGER PRIMARY KEY, kind VARCHAR(60) NOT NULL CHECK (kind IN ('book', 'film', 'song')));
CREATE TABLE attributes (id INTEGER PRIMARY KEY, name VARCHAR(60) NOT NULL UNIQUE, data_type VARCHAR(60) NOT NULL CHECK (data_type IN ('number', 'text', 'date')));
CREATE TABLE entity_values (
  entity_id INTEGER NOT NULL REFERENCES entities (id),
  attribute_id INTEGER NOT NULL REFERENCES attributes (id),
  value VARCHAR(60) NOT NULL,
  PRIMARY KEY (entity_id, attribute_id)
);
