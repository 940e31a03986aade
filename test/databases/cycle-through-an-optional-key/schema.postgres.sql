CREATE TABLE lanes (id integer PRIMARY KEY, runner_id integer UNIQUE, width integer NOT NULL);
CREATE TABLE runners (id integer PRIMARY KEY, rival_id integer NOT NULL UNIQUE REFERENCES lanes (runner_id), minutes integer NOT NULL);
ALTER TABLE lanes ADD FOREIGN KEY (runner_id) REFERENCES runners (id);
CREATE TABLE bets (id integer PRIMARY KEY, runner_id integer NOT NULL REFERENCES lanes (runner_id), amount integer NOT NULL);
CREATE TABLE payouts (id integer PRIMARY KEY, bet_id integer NOT NULL REFERENCES bets (id), cents integer NOT NULL);
