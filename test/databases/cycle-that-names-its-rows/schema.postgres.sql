CREATE TABLE covers (shelf integer NOT NULL, place integer NOT NULL, colour text NOT NULL, PRIMARY KEY (shelf, place));
CREATE TABLE books (shelf integer NOT NULL, place integer NOT NULL, front_shelf integer NOT NULL, front_place integer NOT NULL, back_shelf integer NOT NULL, back_place integer NOT NULL, pages integer NOT NULL, PRIMARY KEY (shelf, place), FOREIGN KEY (front_shelf, front_place) REFERENCES covers (shelf, place), FOREIGN KEY (back_shelf, back_place) REFERENCES covers (shelf, place));
ALTER TABLE covers ADD FOREIGN KEY (shelf, place) REFERENCES books (shelf, place);
