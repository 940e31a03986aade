INSERT INTO categories
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 400)
SELECT n, CASE WHEN n > 8 THEN n / 4 END, 'category ' || (n % 40), n % 4 FROM series;
INSERT INTO folders
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 300)
SELECT n, CASE WHEN n <= 5 THEN n ELSE 1 + n / 3 END, (n * 97) % 1000 FROM series;
