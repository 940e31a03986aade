CREATE TABLE cards (id INTEGER PRIMARY KEY, number TEXT NOT NULL CHECK (length(number) = 16 AND number NOT GLOB '*[^0-9]*'));
CREATE TABLE banks (id INTEGER PRIMARY KEY, bic TEXT NOT NULL CHECK (bic GLOB '[A-Z][A-Z][A-Z][A-Z][A-Z][A-Z][0-9A-Z][0-9A-Z]'));
CREATE TABLE payments (
  id INTEGER PRIMARY KEY,
  card_id INTEGER REFERENCES cards (id),
  bank_id INTEGER REFERENCES banks (id),
  cash INTEGER,
  net NUMERIC NOT NULL,
  tax NUMERIC NOT NULL,
  gross NUMERIC NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'paid', 'refunded')),
  opened_on TEXT NOT NULL,
  paid_on TEXT,
  CONSTRAINT one_way CHECK ((card_id IS NOT NULL) + (bank_id IS NOT NULL) + (cash IS NOT NULL) = 1),
  CONSTRAINT whole CHECK (gross = net + tax),
  CONSTRAINT positive CHECK (net > 0 AND tax >= 0),
  CONSTRAINT shape CHECK ((state = 'open' AND paid_on IS NULL) OR (state <> 'open' AND paid_on IS NOT NULL)),
  CONSTRAINT in_order CHECK (paid_on >= opened_on),
  CONSTRAINT days CHECK (opened_on IS date(opened_on) AND paid_on IS date(paid_on))
);
CREATE TABLE measures (
  id INTEGER PRIMARY KEY,
  low INTEGER NOT NULL,
  high INTEGER NOT NULL,
  share REAL NOT NULL CHECK (share BETWEEN 0 AND 1),
  grade TEXT CHECK (grade IS NULL OR grade IN ('A', 'B', 'C')),
  step INTEGER NOT NULL CHECK (step % 5 = 0 AND step > 0),
  CHECK (high - low >= 10),
  CHECK (CASE grade WHEN 'A' THEN share >= 0.5 ELSE 1 END)
);
