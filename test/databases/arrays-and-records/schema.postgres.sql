CREATE TYPE address AS (street text, zip varchar(5), floor integer);
CREATE DOMAIN age AS integer CHECK (VALUE BETWEEN 0 AND 120);
CREATE TABLE profiles (
  id integer PRIMARY KEY, tags text[] NOT NULL, scores integer[], ages age[], home address, homes address[], spans int4range NOT NULL, dates datemultirange,
  doc jsonb NOT NULL, raw json, ip inet, net cidr, mac macaddr, took interval, cash money, at timetz, bits bit(4), word tsvector, place point, id2 uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE
);
