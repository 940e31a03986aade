INSERT INTO tickets
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 350)
SELECT n + 1000, 'ticket about ' || (n % 30), datetime('2024-02-01', n || ' hours') FROM series;
INSERT INTO replies (ticket_id, body)
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 600)
SELECT 1001 + n * 7 % 350, CASE WHEN n % 6 THEN 'reply ' || (n % 40) END FROM series;
DELETE FROM replies WHERE id > 590;
