INSERT INTO aliased
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 300)
SELECT n, 'v' || (n % 20) FROM series;
INSERT INTO not_aliased
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 300)
SELECT n * 10, 'v' || (n % 15) FROM series;
INSERT INTO without_rowid
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 300)
SELECT 'code' || (n / 6), n % 6, n / 7.0 FROM series;
INSERT INTO keyed_by_text
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 300)
SELECT lower(printf('%08x-%04x-4%03x-a%03x-%012x', n * 2654435761 % 4294967296, n * 40503 % 65536, n % 4096, n * 7 % 4096, n * 982451653)), 1 + n * 7 % 300, 10 * (1 + n * 11 % 300)
FROM series;
INSERT INTO keyed_by_blob SELECT unhex(replace(uuid, '-', '')), uuid FROM keyed_by_text WHERE aliased_id % 2;
INSERT INTO descending
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 300)
SELECT n, n % 10 FROM series;
