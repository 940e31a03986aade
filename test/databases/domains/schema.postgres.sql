CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
CREATE DOMAIN percentage AS positive CHECK (VALUE <= 100);
CREATE DOMAIN email AS text NOT NULL CHECK (VALUE ~ '^[a-z0-9.]+@[a-z0-9.]+[.][a-z]{2,}$');
CREATE DOMAIN short_code AS varchar(6) DEFAULT 'AA0000' CHECK (VALUE ~ '^[A-Z]{2}[0-9]{4}$');
CREATE TABLE members (id positive PRIMARY KEY, share percentage, mail email UNIQUE, code short_code NOT NULL);
CREATE TABLE votes (id positive PRIMARY KEY, member_id positive NOT NULL REFERENCES members (id), weight percentage NOT NULL);
