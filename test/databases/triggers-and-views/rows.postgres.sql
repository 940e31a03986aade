INSERT INTO articles SELECT n, 'title ' || n % 30, '2024-01-01', n % 500 FROM generate_series(1, 100) n;
INSERT INTO audit SELECT n, 1 + n % 100, 'created' FROM generate_series(1, 150) n;
REFRESH MATERIALIZED VIEW counts;
