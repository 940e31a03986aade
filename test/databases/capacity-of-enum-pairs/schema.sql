CREATE TABLE shirts (
  id INTEGER PRIMARY KEY,
  size VARCHAR(2) NOT NULL CHECK (size IN ('S', 'M', 'L', 'XL')),
  colour VARCHAR(9) NOT NULL CHECK (colour IN ('red', 'green', 'blue', 'white', 'black')),
  sleeve INTEGER NOT NULL CHECK (sleeve BETWEEN 1 AND 3),
  price NUMERIC(8,2) NOT NULL CHECK (price >= 5),
  UNIQUE (size, colour, sleeve)
);
