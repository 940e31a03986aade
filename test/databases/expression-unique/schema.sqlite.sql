CREATE TABLE accounts (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL,
  login TEXT NOT NULL COLLATE NOCASE UNIQUE,
  country TEXT NOT NULL
);
CREATE UNIQUE INDEX accounts_email ON accounts (lower(email));
CREATE TABLE visits (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  at TEXT NOT NULL
);
CREATE UNIQUE INDEX one_visit_a_day ON visits (account_id, date(at));
CREATE INDEX by_domain ON accounts (substr(email, instr(email, '@') + 1));
