INSERT INTO sales SELECT seq, '2024-01-01' + INTERVAL (seq % 180) DAY, seq % 300 FROM seq_1_to_200;
INSERT INTO branches SELECT ELT(1 + seq % 3, 'north', 'east', 'south'), seq DIV 3, concat('branch ', seq) FROM seq_1_to_60;
INSERT INTO logs SELECT seq, concat('message ', seq % 9) FROM seq_1_to_120;
INSERT INTO readings SELECT seq % 100, seq FROM seq_1_to_200;
