INSERT INTO swaps
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 60)
SELECT n, (n * 7) % 61, (n * 7) % 61 + 100 FROM series;
INSERT INTO duels SELECT seat_from, seat_to FROM swaps;
