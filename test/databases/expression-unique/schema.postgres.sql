CREATE TABLE accounts (id integer PRIMARY KEY, email text NOT NULL, login text NOT NULL, country text NOT NULL);
CREATE UNIQUE INDEX accounts_email ON accounts (lower(email)) INCLUDE (country);
CREATE UNIQUE INDEX accounts_login ON accounts (upper(login), country);
CREATE TABLE visits (id integer PRIMARY KEY, account_id integer NOT NULL REFERENCES accounts (id), at timestamp NOT NULL);
CREATE UNIQUE INDEX one_visit_a_day ON visits (account_id, (at::date));
CREATE INDEX by_domain ON accounts (split_part(email, '@', 2));
