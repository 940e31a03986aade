CREATE TABLE devices (id bigint PRIMARY KEY, model text NOT NULL);
CREATE TABLE signals (id integer PRIMARY KEY, device_id smallint NOT NULL REFERENCES devices (id), strength integer);
CREATE TABLE codes (code varchar(40) PRIMARY KEY, note text);
CREATE TABLE uses (id integer PRIMARY KEY, code varchar(6) NOT NULL REFERENCES codes (code));
