INSERT INTO "order"
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 300)
SELECT n, 'from ' || (n % 30), n / 30 FROM series;
INSERT INTO "Größe"
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 300)
SELECT 'Straße ' || (n % 40), n, n / 9.0 FROM series;
INSERT INTO "with ""quotes"""
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 500)
SELECT 1 + n * 7 % 300, CASE WHEN n % 3 THEN 1 + n * 11 % 300 END, 'b' || (n % 14), n % 50 FROM series;
