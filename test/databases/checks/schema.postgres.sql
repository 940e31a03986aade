CREATE TABLE cards (id integer PRIMARY KEY, number text NOT NULL CHECK (number ~ '^[0-9]{16}$'));
CREATE TABLE banks (id integer PRIMARY KEY, bic text NOT NULL CHECK (bic ~ '^[A-Z]{6}[0-9A-Z]{2}$'));
CREATE TABLE payments (
  id integer PRIMARY KEY,
  card_id integer REFERENCES cards (id),
  bank_id integer REFERENCES banks (id),
  cash integer,
  net numeric(10,2) NOT NULL,
  tax numeric(10,2) NOT NULL,
  gross numeric(10,2) NOT NULL,
  state text NOT NULL CHECK (state IN ('open', 'paid', 'refunded')),
  opened_on date NOT NULL,
  paid_on date,
  CONSTRAINT one_way CHECK (num_nonnulls(card_id, bank_id, cash) = 1),
  CONSTRAINT whole CHECK (gross = net + tax),
  CONSTRAINT positive CHECK (net > 0 AND tax >= 0),
  CONSTRAINT shape CHECK ((state = 'open' AND paid_on IS NULL) OR (state <> 'open' AND paid_on IS NOT NULL)),
  CONSTRAINT in_order CHECK (paid_on >= opened_on)
);
CREATE TABLE measures (
  id integer PRIMARY KEY,
  low integer NOT NULL,
  high integer NOT NULL,
  share double precision NOT NULL CHECK (share BETWEEN 0 AND 1),
  grade text CHECK (grade IN ('A', 'B', 'C')),
  step integer NOT NULL CHECK (step % 5 = 0 AND step > 0),
  CHECK (high - low >= 10),
  CHECK (CASE grade WHEN 'A' THEN share >= 0.5 ELSE true END)
);
ALTER TABLE measures ADD CONSTRAINT later CHECK (step < 1000) NOT VALID;
