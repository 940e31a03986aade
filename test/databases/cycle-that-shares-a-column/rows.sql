INSERT INTO tenants WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 30) SELECT n, 'tenant ' || n FROM series;
INSERT INTO teams SELECT t.id, n.n, 1 + (t.id + n.n * 3) % 6 FROM tenants AS t JOIN (SELECT 1 AS n UNION SELECT 2 UNION SELECT 3) AS n;
INSERT INTO members SELECT t.id, n.n, 1 + (t.id * n.n) % 3, CASE n.n % 3 WHEN 0 THEN NULL WHEN 1 THEN 'senior' ELSE 'junior' END
FROM tenants AS t JOIN (SELECT 1 AS n UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6) AS n;
