INSERT INTO facts (id, always)
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 350)
SELECT n, 'constant' FROM series;
