INSERT INTO things SELECT seq, seq % 256, seq % 2, seq, 18446744073709551000 + seq, seq % 32, 1990 + seq % 30, '2024-01-01' + INTERVAL seq DAY, '2024-01-01 10:00:00.123' + INTERVAL seq HOUR, '2024-01-01 10:00:00', '10:00:00.25',
  concat('{"a": ', seq % 9, '}'), seq / 3, seq / 7, x'0a0b', seq FROM seq_1_to_150;
INSERT INTO parts SELECT seq, 1 + seq % 150, seq DIV 150 FROM seq_1_to_300;
