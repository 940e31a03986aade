CREATE EXTENSION IF NOT EXISTS citext;
CREATE EXTENSION IF NOT EXISTS hstore;
CREATE EXTENSION IF NOT EXISTS ltree;
CREATE COLLATION no_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE COLLATION no_accent (provider = icu, locale = 'und-u-ks-level1', deterministic = false);
CREATE TABLE users (
  id integer PRIMARY KEY, mail citext NOT NULL UNIQUE, nick text COLLATE no_case NOT NULL UNIQUE, surname text COLLATE no_accent NOT NULL UNIQUE,
  code char(5) NOT NULL UNIQUE, path ltree, props hstore, exact numeric, huge numeric(40,10), until date, big bigint NOT NULL
);
