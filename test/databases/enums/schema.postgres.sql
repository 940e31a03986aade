CREATE SCHEMA other;
CREATE TYPE other.mood AS ENUM ('z-last', 'a first', 'it''s', 'Größe', '');
CREATE TYPE text_kind AS ENUM ('low', 'mid', 'high');
CREATE TYPE "Date" AS ENUM ('soon', 'later');
CREATE TABLE people (id integer PRIMARY KEY, mood other.mood NOT NULL, kind text_kind, "when" "Date" NOT NULL DEFAULT 'soon', moods other.mood[] NOT NULL, CHECK (kind < 'high' OR mood <> 'it''s'));
CREATE TABLE shelves (kind text_kind NOT NULL, mood other.mood NOT NULL, note text, PRIMARY KEY (kind, mood));
