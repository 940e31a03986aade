CREATE TABLE stalls (hall integer NOT NULL, place integer NOT NULL, rival_hall integer NOT NULL, rival_place integer NOT NULL, fee integer NOT NULL, PRIMARY KEY (hall, place), UNIQUE (rival_hall, rival_place));
CREATE TABLE winners (hall integer NOT NULL UNIQUE, place integer NOT NULL, points integer NOT NULL, UNIQUE (hall, place), FOREIGN KEY (hall, place) REFERENCES stalls (hall, place));
ALTER TABLE stalls ADD FOREIGN KEY (rival_hall, rival_place) REFERENCES winners (hall, place);
