CREATE TABLE rooms (id INTEGER PRIMARY KEY, floor INTEGER NOT NULL);
CREATE TABLE openings (room_id INTEGER NOT NULL, line INTEGER NOT NULL, hours INTEGER NOT NULL, PRIMARY KEY (room_id, line), FOREIGN KEY (room_id) REFERENCES rooms (id));
CREATE TABLE visits (id INTEGER PRIMARY KEY, room_id INTEGER NOT NULL, line INTEGER NOT NULL, guests INTEGER NOT NULL, UNIQUE (room_id, line), FOREIGN KEY (room_id) REFERENCES rooms (id), FOREIGN KEY (room_id, line) REFERENCES openings (room_id, line));
