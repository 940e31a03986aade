INSERT INTO rooms
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 12)
SELECT n, n % 4 FROM series;
INSERT INTO openings
WITH RECURSIVE series (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM series WHERE n < 17)
SELECT 1 + n % 4 * 3, 1 + n / 4, 1 + n % 7 FROM series;
INSERT INTO visits SELECT rowid, room_id, line, 1 + rowid % 5 FROM openings;
