BEGIN;
INSERT INTO books
WITH RECURSIVE series (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM series WHERE n < 89)
SELECT 1 + n / 10, 1 + n % 10, 1 + n * 7 % 90 / 10, 1, 1 + n * 11 % 90 / 10, 2, 100 + n * 37 % 300 FROM series;
INSERT INTO covers
SELECT shelf, place, CASE pages % 3 WHEN 0 THEN 'red' WHEN 1 THEN 'blue' ELSE 'green' END FROM books WHERE place < 6;
COMMIT;
