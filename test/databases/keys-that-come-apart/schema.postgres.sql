CREATE SCHEMA shop;
CREATE TABLE items (id integer PRIMARY KEY, gone text, code text NOT NULL, kept integer NOT NULL);
ALTER TABLE items DROP COLUMN gone;
CREATE UNIQUE INDEX items_code ON items (code);
CREATE TABLE shop.items (id integer PRIMARY KEY, code text NOT NULL REFERENCES public.items (code), a_name_that_is_as_long_as_postgresql_lets_a_name_be_which_is_sixty integer);
CREATE UNLOGGED TABLE shop.sales (item_id integer NOT NULL REFERENCES shop.items (id), public_item integer NOT NULL REFERENCES public.items (id), PRIMARY KEY (item_id, public_item));
