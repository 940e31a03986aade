INSERT INTO rooms SELECT n, 'room ' || n FROM generate_series(1, 30) n;
INSERT INTO bookings SELECT n, 1 + n % 30, tsrange('2024-01-01'::timestamp + (n / 30) * interval '1 day' + (n % 5) * interval '1 hour', '2024-01-01'::timestamp + (n / 30) * interval '1 day' + (8 + n % 9) * interval '1 hour'), 'guest ' || n % 20 FROM generate_series(1, 300) n;
INSERT INTO shifts SELECT n, n % 25, '2024-02-01'::timestamp + (n / 25) * interval '12 hours', '2024-02-01'::timestamp + (n / 25) * interval '12 hours' + (4 + n % 8) * interval '1 hour', n % 11 = 0 FROM generate_series(1, 250) n;
INSERT INTO seasons SELECT n, daterange('2000-01-01'::date + n * 30, '2000-01-01'::date + n * 30 + 20) FROM generate_series(1, 60) n;
INSERT INTO seats SELECT n, n % 10, n / 10 FROM generate_series(1, 120) n;
