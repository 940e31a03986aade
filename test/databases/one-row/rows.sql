INSERT INTO company VALUES (1, 'the only one', '1999-01-01');
INSERT INTO singleton VALUES (1, 42);
INSERT INTO staff
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 300)
SELECT n, 1, 'role ' || (n % 8) FROM series;
