INSERT INTO depots SELECT n % 8, n / 8, 'place ' || n % 13 FROM generate_series(0, 79) n;
INSERT INTO trucks SELECT n, CASE WHEN n % 4 > 0 THEN n % 8 END, CASE WHEN n % 4 > 0 THEN n % 10 END, CASE WHEN n % 4 > 0 THEN n * 3 % 10 END, n % 40 FROM generate_series(1, 300) n;
INSERT INTO trips SELECT n, CASE WHEN n % 3 > 0 THEN n % 8 END, CASE WHEN n % 3 > 0 THEN n % 10 END, n % 500 FROM generate_series(1, 300) n;
