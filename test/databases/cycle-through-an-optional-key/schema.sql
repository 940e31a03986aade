CREATE TABLE lanes (id INTEGER PRIMARY KEY, runner_id INTEGER, width INTEGER NOT NULL, UNIQUE (runner_id), FOREIGN KEY (runner_id) REFERENCES runners (id));
CREATE TABLE runners (id INTEGER PRIMARY KEY, rival_id INTEGER NOT NULL, minutes INTEGER NOT NULL, UNIQUE (rival_id), FOREIGN KEY (rival_id) REFERENCES lanes (runner_id));
CREATE TABLE bets (id INTEGER PRIMARY KEY, runner_id INTEGER NOT NULL, amount INTEGER NOT NULL, FOREIGN KEY (runner_id) REFERENCES lanes (runner_id));
CREATE TABLE payouts (id INTEGER PRIMARY KEY, bet_id INTEGER NOT NULL, cents INTEGER NOT NULL, FOREIGN KEY (bet_id) REFERENCES bets (id));
