PRAGMA foreign_keys = OFF;
INSERT INTO words
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 300)
SELECT n, 'lemma ' || (n % 100) FROM series;
INSERT INTO uses
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 400)
SELECT n, 'lemma ' || (n * 7 % 100), n % 90 FROM series;
