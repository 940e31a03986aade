INSERT INTO sales SELECT n, '2024-01-01'::date + n % 180, n % 300 FROM generate_series(1, 200) n;
INSERT INTO branches SELECT CASE n % 3 WHEN 0 THEN 'north' WHEN 1 THEN 'east' ELSE 'south' END, n / 3, 'branch ' || n FROM generate_series(1, 60) n;
INSERT INTO logs SELECT n, 'message ' || n % 9 FROM generate_series(1, 120) n;
INSERT INTO readings SELECT n % 100, '2024-01-01'::timestamp + n * interval '1 hour', n FROM generate_series(1, 200) n;
INSERT INTO notes SELECT n, 1 + n * 7 % 200, '2024-01-01'::date + (1 + n * 7 % 200) % 180, 'note ' || n % 9 FROM generate_series(1, 150) n;
INSERT INTO visits SELECT n, region, number FROM generate_series(1, 3) m, (SELECT row_number() OVER () n, region, number FROM branches) b WHERE m = 1;
