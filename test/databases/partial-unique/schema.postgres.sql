CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, deleted_at timestamp, created_at timestamp NOT NULL);
CREATE UNIQUE INDEX users_email_alive ON users (email) WHERE deleted_at IS NULL;
CREATE TABLE addresses (id integer PRIMARY KEY, user_id integer NOT NULL REFERENCES users (id), street text NOT NULL, is_default boolean NOT NULL);
CREATE UNIQUE INDEX one_default ON addresses (user_id) WHERE is_default;
CREATE TABLE slots (id integer PRIMARY KEY, room integer NOT NULL, hour integer NOT NULL CHECK (hour BETWEEN 8 AND 19), state text NOT NULL CHECK (state IN ('free', 'taken', 'cancelled')));
CREATE UNIQUE INDEX one_taken ON slots (room, hour) WHERE state = 'taken';
