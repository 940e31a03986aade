INSERT INTO articles SELECT seq, concat('title ', seq % 30), '2024-01-01', seq % 500 FROM seq_1_to_100;
INSERT INTO audit SELECT seq, 1 + seq % 100, 'created' FROM seq_1_to_150;
