INSERT INTO places
SELECT n, point(n, n * 2), CASE WHEN n % 4 > 0 THEN polygon(box(point(n, 1), point(n + 5, n * 3))) END, circle(point(n, n), n % 7 + 1),
  box(point(n, 1), point(n + 5, n * 3)), lseg(point(n, 0), point(0, n)), path(polygon(box(point(n, 1), point(n + 5, n * 3)))),
  line(point(n, 0), point(0, n + 1))
FROM generate_series(1, 120) n;
INSERT INTO devices
SELECT n, n % 120 + 1, ('08:00:2b:01:' || lpad(to_hex(n / 256), 2, '0') || ':' || lpad(to_hex(n % 256), 2, '0'))::macaddr,
  ('08:00:2b:01:02:03:04:' || lpad(to_hex(n % 256), 2, '0'))::macaddr8, CASE WHEN n % 3 > 0 THEN ('10.0.' || n % 200 || '.' || n % 250)::inet END,
  ('10.' || n % 200 || '.0.0/16')::cidr, (n % 256)::bit(8), substring((n % 256)::bit(20)::text FROM 1 FOR 1 + n % 20)::bit varying(20),
  (n * 1.25)::numeric::money, ('0/' || to_hex(n * 1000))::pg_lsn
FROM generate_series(1, 300) n;
