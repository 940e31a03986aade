CREATE TABLE people (id INTEGER PRIMARY KEY, mood ENUM('z-last', 'a first', 'it''s', 'Größe', '') NOT NULL, kind ENUM('low', 'mid', 'high'), tags SET('red', 'green', 'blue') NOT NULL);
CREATE TABLE shelves (kind ENUM('low', 'mid', 'high') NOT NULL, mood ENUM('z-last', 'a first') NOT NULL, note VARCHAR(20), PRIMARY KEY (kind, mood));
