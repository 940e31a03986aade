INSERT INTO people SELECT seq, 1 + seq % 5, CASE WHEN seq % 4 > 0 THEN 1 + seq % 3 END, seq % 8 FROM seq_1_to_200;
INSERT INTO shelves SELECT 1 + seq % 3, 1 + seq % 2, concat('note ', seq) FROM seq_0_to_4;
