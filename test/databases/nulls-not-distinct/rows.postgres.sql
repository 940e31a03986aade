INSERT INTO prices SELECT n, n / 4, CASE n % 4 WHEN 0 THEN NULL WHEN 1 THEN 'north' WHEN 2 THEN 'south' ELSE 'east' END, 1 + n % 30 FROM generate_series(1, 240) n;
INSERT INTO defaults SELECT n, CASE WHEN n > 1 THEN n END, 'note ' || n % 5 FROM generate_series(1, 100) n;
