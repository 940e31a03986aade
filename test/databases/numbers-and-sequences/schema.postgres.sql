CREATE SEQUENCE shared START 100;
CREATE SEQUENCE downwards AS integer INCREMENT -1 MINVALUE -100000 MAXVALUE -1 START -1;
CREATE SEQUENCE tens INCREMENT 10 START 10;
CREATE TABLE one (id bigint PRIMARY KEY DEFAULT nextval('shared'), v text);
CREATE TABLE two (id bigint PRIMARY KEY DEFAULT nextval('shared'), v text);
CREATE TABLE below (id integer PRIMARY KEY DEFAULT nextval('downwards'), v text);
CREATE TABLE by_tens (id integer PRIMARY KEY DEFAULT nextval('tens'), v text);
CREATE TABLE small (id smallserial PRIMARY KEY, one_id bigint NOT NULL REFERENCES one (id));
CREATE TABLE empty (id serial PRIMARY KEY, v text);
