INSERT INTO one (v) SELECT 'v' || n % 9 FROM generate_series(1, 60) n;
INSERT INTO two (v) SELECT 'v' || n % 9 FROM generate_series(1, 60) n;
INSERT INTO below (v) SELECT 'v' || n % 9 FROM generate_series(1, 60) n;
INSERT INTO by_tens (v) SELECT 'v' || n % 9 FROM generate_series(1, 60) n;
INSERT INTO small (one_id) SELECT 100 + n % 60 FROM generate_series(1, 90) n;
