INSERT INTO users SELECT seq, concat('Login', seq), concat('Müller', seq), concat(if(seq % 2, 'n', 'N'), seq DIV 2), concat(lpad(conv(seq * 7919, 10, 36), 4, 'a'), 'tail'), concat('old', seq) FROM seq_1_to_200;
INSERT INTO pages SELECT seq, seq % 20, concat('/page/', seq, '/about') FROM seq_1_to_200;
