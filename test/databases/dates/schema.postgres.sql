CREATE TABLE moments (
  id integer PRIMARY KEY, iso_date date NOT NULL, iso_text timestamp NOT NULL, with_t timestamptz, julian double precision NOT NULL,
  epoch_s bigint NOT NULL, epoch_ms bigint NOT NULL, digits integer NOT NULL, german text NOT NULL, clock time NOT NULL, ends_on date NOT NULL,
  CHECK (ends_on >= iso_date)
);
