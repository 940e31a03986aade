WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40)
INSERT INTO lands SELECT char(64 + (i + 25) / 26) || char(65 + i % 26), NULL, i * 100 FROM n;
INSERT INTO cities SELECT 'City ' || (rowid * 3 % 17), code, rowid * 1000 FROM lands;
INSERT INTO cities SELECT 'Town ' || (rowid * 5 % 13), code, rowid * 500 FROM lands;
UPDATE lands SET capital = (SELECT name FROM cities WHERE land = code AND name LIKE 'City%') WHERE rowid % 5 > 0;
INSERT INTO borders SELECT a.code, b.code, 10 + a.rowid FROM lands a JOIN lands b ON a.code < b.code AND (a.rowid + b.rowid) % 11 = 0;
