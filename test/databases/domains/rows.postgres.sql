INSERT INTO members SELECT n, CASE WHEN n % 5 > 0 THEN 1 + n % 100 END, 'member' || n || '@mail.example', 'AB' || (1000 + n % 40) FROM generate_series(1, 150) n;
INSERT INTO votes SELECT n, 1 + n * 7 % 150, 1 + n % 100 FROM generate_series(1, 300) n;
