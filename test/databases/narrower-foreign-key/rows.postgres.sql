INSERT INTO devices SELECT n * 81, 'model ' || n % 7 FROM generate_series(1, 400) n;
INSERT INTO signals SELECT n, (1 + n * 7 % 400) * 81, n % 50 FROM generate_series(1, 600) n;
INSERT INTO codes SELECT 'C' || (1000 + n), 'note ' || n % 12 FROM generate_series(1, 300) n;
INSERT INTO uses SELECT n, 'C' || (1001 + n * 7 % 300) FROM generate_series(1, 300) n;
