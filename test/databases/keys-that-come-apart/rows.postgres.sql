INSERT INTO items SELECT n, 'code-' || n, n % 9 FROM generate_series(1, 80) n;
INSERT INTO shop.items SELECT n, 'code-' || 1 + n % 80, n % 30 FROM generate_series(1, 120) n;
INSERT INTO shop.sales SELECT 1 + n % 120, 1 + n * 7 % 80 FROM generate_series(1, 200) n;
