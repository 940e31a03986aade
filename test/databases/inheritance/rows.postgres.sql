INSERT INTO vehicles SELECT n, 2 + n % 3 FROM generate_series(1, 80) n;
INSERT INTO cars SELECT n, 4, 2 + n % 4 FROM generate_series(1, 120) n;
INSERT INTO rides SELECT n, 1 + n % 80 FROM generate_series(1, 160) n;
