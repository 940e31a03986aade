CREATE TABLE aliased (id integer PRIMARY KEY, v text NOT NULL);
CREATE TABLE not_aliased (id smallint PRIMARY KEY, v varchar(9) NOT NULL);
CREATE TABLE without_rowid (code text NOT NULL, part integer NOT NULL, v real, PRIMARY KEY (part, code));
CREATE TABLE keyed_by_text (uuid uuid PRIMARY KEY, aliased_id integer REFERENCES aliased (id), not_aliased_id smallint REFERENCES not_aliased (id));
CREATE TABLE keyed_by_blob (hash bytea PRIMARY KEY CHECK (length(hash) = 16), owner uuid REFERENCES keyed_by_text (uuid));
CREATE TABLE descending (id numeric(12,0) PRIMARY KEY, v integer);
