CREATE TABLE cards (id INTEGER PRIMARY KEY, number VARCHAR(20) NOT NULL CHECK (number REGEXP '^[0-9]{16}$'));
CREATE TABLE banks (id INTEGER PRIMARY KEY, bic VARCHAR(11) CHARACTER SET ascii COLLATE ascii_bin NOT NULL CHECK (bic REGEXP '^[A-Z]{6}[0-9A-Z]{2}$'));
CREATE TABLE payments (
  id INTEGER PRIMARY KEY,
  card_id INTEGER REFERENCES cards (id),
  bank_id INTEGER REFERENCES banks (id),
  cash INTEGER,
  net DECIMAL(10,2) NOT NULL,
  tax DECIMAL(10,2) NOT NULL,
  gross DECIMAL(10,2) NOT NULL,
  state VARCHAR(10) NOT NULL CHECK (state IN ('open', 'paid', 'refunded')),
  opened_on DATE NOT NULL,
  paid_on DATE,
  CONSTRAINT one_way CHECK ((card_id IS NOT NULL) + (bank_id IS NOT NULL) + (cash IS NOT NULL) = 1),
  CONSTRAINT whole CHECK (gross = net + tax),
  CONSTRAINT positive CHECK (net > 0 AND tax >= 0),
  CONSTRAINT shape CHECK ((state = 'open' AND paid_on IS NULL) OR (state <> 'open' AND paid_on IS NOT NULL)),
  CONSTRAINT in_order CHECK (paid_on >= opened_on)
);
CREATE TABLE measures (
  id INTEGER PRIMARY KEY,
  low INTEGER NOT NULL,
  high INTEGER NOT NULL,
  share DOUBLE NOT NULL CHECK (share BETWEEN 0 AND 1),
  grade CHAR(1) CHECK (grade IN ('A', 'B', 'C')),
  step INTEGER NOT NULL CHECK (step % 5 = 0 AND step > 0),
  CHECK (high - low >= 10),
  CHECK (CASE grade WHEN 'A' THEN share >= 0.5 ELSE 1 END)
);
