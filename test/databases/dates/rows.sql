INSERT INTO moments
WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 400)
SELECT n, date(m), datetime(m), CASE WHEN n % 6 THEN strftime('%Y-%m-%dT%H:%M:%S.000Z', m) END, julianday(m), unixepoch(m), unixepoch(m) * 1000 + n % 1000,
  strftime('%Y%m%d', m), strftime('%d.%m.%Y', m), time(m), date(m, (n % 60) || ' days')
FROM (SELECT n, datetime('2019-03-01', (n * 97) || ' hours', (n * 13 % 60) || ' minutes') AS m FROM series);
