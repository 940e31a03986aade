CREATE TABLE `order` (`select` INTEGER PRIMARY KEY, `From` VARCHAR(60) NOT NULL, `group by` INTEGER);
CREATE TABLE `Größe` (`Straße` VARCHAR(60) NOT NULL, `id` INTEGER PRIMARY KEY, `it's` DOUBLE);
CREATE TABLE `with "quotes"` (`a"b` INTEGER NOT NULL REFERENCES `order` (`select`), `ключ` INTEGER REFERENCES `Größe` (`id`), `square bracket` VARCHAR(60), `tick` INTEGER CHECK (`tick` >= 0));
CREATE UNIQUE INDEX `index of "order"` ON `order` (`From`, `group by`);
CREATE VIEW `the view` AS SELECT `select` AS `From` FROM `order`;
