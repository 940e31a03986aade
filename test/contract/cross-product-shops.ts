/** One small schema per product, with what is its own: types, keys, rules, names. Each has 60 customers and 240 orders. */

const CUSTOMERS = Array.from({ length: 60 }, (_, i) => i + 1);
const ORDERS = Array.from({ length: 240 }, (_, i) => i + 1);

function insert(table: string, rows: readonly string[]): string {
  return `INSERT INTO ${table} VALUES ${rows.map((row) => `(${row})`).join(', ')}`;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

function uuid(number: number): string {
  return `0b0e7f1a-93d2-4c53-8a11-${String(number * 7919).padStart(12, '0')}`;
}

export const POSTGRES_SHOP: readonly string[] = [
  `CREATE SCHEMA crm`,
  `CREATE TYPE mood AS ENUM ('calm', 'it''s urgent', 'lost')`,
  `CREATE DOMAIN percent AS numeric(5,2) CHECK (VALUE BETWEEN 0 AND 100)`,
  `CREATE TABLE crm.customer (
     key uuid PRIMARY KEY DEFAULT gen_random_uuid(), email varchar(80) NOT NULL, active boolean NOT NULL DEFAULT true,
     tags text[] NOT NULL DEFAULT '{}', grades int[], profile jsonb DEFAULT '{}'::jsonb, photo bytea, born date,
     wakes time, seen timestamptz DEFAULT now(), address inet, patience interval, discount percent,
     balance numeric, region char(2) NOT NULL, "Id" int, id int,
     full_label text GENERATED ALWAYS AS (upper(region) || '-' || email) STORED,
     CHECK (active OR discount IS NULL), CHECK (email LIKE '%_@example.org'), CHECK (region ~ '^[A-Z][A-Z]$'),
     CONSTRAINT born_late CHECK (born >= DATE '1900-01-01'))`,
  `CREATE UNIQUE INDEX customer_email ON crm.customer (lower(email))`,
  `CREATE INDEX customer_region ON crm.customer (region)`,
  `CREATE TABLE customer (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, note text DEFAULT 'what? "so"')`,
  `CREATE TABLE "Order" (
     id serial PRIMARY KEY, customer uuid NOT NULL REFERENCES crm.customer ON DELETE CASCADE,
     parent int REFERENCES "Order" ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED, mood mood NOT NULL DEFAULT 'calm',
     placed timestamp NOT NULL, shipped timestamp, total numeric(12,3) NOT NULL CHECK (total > 0), big bigint NOT NULL,
     "group" text NOT NULL, half real, "a very long name of a column that is just about as long as may be" int,
     CHECK (shipped IS NULL OR shipped >= placed), CHECK ("group" = ANY (ARRAY['a'::text, 'b'::text, 'c'::text])))`,
  `CREATE UNIQUE INDEX one_open_order ON "Order" (customer) WHERE shipped IS NULL`,
  `CREATE TABLE line (order_id int REFERENCES "Order", no smallint, amount int NOT NULL DEFAULT 1,
     PRIMARY KEY (order_id, no), CHECK (amount BETWEEN 1 AND 99))`,
  `CREATE TABLE remark (order_id int, no smallint, at timestamptz, body text, FOREIGN KEY (order_id, no) REFERENCES line MATCH FULL)`,
  `CREATE VIEW crm.active_customer AS SELECT * FROM crm.customer WHERE active`,
  `CREATE FUNCTION crm.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'`,
  `CREATE TRIGGER touched BEFORE INSERT ON "Order" FOR EACH ROW EXECUTE FUNCTION crm.touch()`,
  insert(
    'crm.customer',
    CUSTOMERS.map(
      (i) =>
        `'${uuid(i)}', 'someone${i}@example.org', ${i % 4 > 0}, '{${['a', 'b,"c"', ''][i % 3] === 'a' ? 'a,b' : i % 3 === 1 ? '"x y",NULL' : ''}}', ${i % 5 === 0 ? 'NULL' : `'{${i % 3},${i % 4}}'`}, '{"level": ${i % 4}}', '\\x${two(i)}ff', '19${two(40 + (i % 50))}-0${1 + (i % 9)}-11', '0${i % 9}:30', '2024-0${1 + (i % 9)}-12 10:00:00+00', '10.0.${i % 3}.${i}', '${1 + (i % 3)} days', ${i % 4 > 0 ? `${i % 100}.5` : 'NULL'}, ${i * 1.25}, '${['DE', 'FR', 'NL'][i % 3]}', ${i}, ${i % 7}`,
    ),
  ).replaceAll(
    'VALUES',
    '(key, email, active, tags, grades, profile, photo, born, wakes, seen, address, patience, discount, balance, region, "Id", id) VALUES',
  ),
  `INSERT INTO customer (note) SELECT 'note ' || n % 5 FROM generate_series(1, 40) AS n`,
  insert(
    `"Order" (customer, parent, mood, placed, shipped, total, big, "group", half)`,
    ORDERS.map(
      (i) =>
        `'${uuid(1 + (i % 60))}', ${i > 20 && i % 3 === 0 ? i - 20 : 'NULL'}, '${['calm', "it''s urgent", 'lost'][i % 3]}', '2024-0${1 + (i % 9)}-0${1 + (i % 8)} 10:${two(i % 60)}', ${i <= 60 && i % 2 === 0 ? 'NULL' : `'2024-11-0${1 + (i % 9)} 09:00:00.25'`}, ${i}.125, ${9007199254740993n + BigInt(i * 1000)}, '${'abc'[i % 3]}', ${i / 4}`,
    ),
  ),
  insert(
    'line',
    ORDERS.flatMap((i) => [`${i}, 1, ${1 + (i % 9)}`, ...(i % 2 ? [`${i}, 2, ${1 + (i % 5)}`] : [])]),
  ),
  insert(
    'remark',
    ORDERS.map((i) => (i % 4 === 0 ? `NULL, NULL, now(), 'general'` : `${i}, 1, now(), 'about ${i % 7}'`)),
  ),
];

export const MYSQL_SHOP: readonly string[] = [
  `CREATE TABLE customer (
     id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY, email VARCHAR(80) COLLATE utf8mb4_general_ci NOT NULL UNIQUE,
     rights SET('read','write','admin') NOT NULL DEFAULT 'read', colour ENUM('red','blue','it''s') NOT NULL DEFAULT 'red',
     since YEAR, flags BIT(8), is_new BIT(1), active BOOLEAN NOT NULL DEFAULT 1, stars TINYINT(1), score BIGINT UNSIGNED NOT NULL,
     seen TIMESTAMP(3) NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3), born DATE, wakes TIME,
     profile JSON, photo VARBINARY(20), price DECIMAL(10,2) UNSIGNED, weight DOUBLE, note TEXT, place POINT,
     label VARCHAR(100) AS (concat(upper(email), '-', colour)) VIRTUAL, twice INT AS (stars * 2) STORED,
     CHECK (length(email) > 3), CHECK (colour <> 'blue' OR price IS NOT NULL), CHECK (price / 2 < 10000))`,
  `CREATE TABLE \`order\` (
     id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY, customer INT UNSIGNED NOT NULL, parent INT UNSIGNED, placed DATETIME(6) NOT NULL, shipped DATETIME,
     \`key\` CHAR(8) NOT NULL, \`größe \u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\` INT, body TEXT,
     UNIQUE (\`key\`), UNIQUE (customer, placed), FOREIGN KEY (customer) REFERENCES customer (id) ON DELETE CASCADE ON UPDATE CASCADE,
     FOREIGN KEY (parent) REFERENCES \`order\` (id) ON DELETE SET NULL, CHECK (shipped IS NULL OR shipped >= placed),
     CHECK (\`key\` REGEXP '^[A-Z]+[0-9]+$'))`,
  `CREATE TABLE tag (word VARCHAR(20) COLLATE utf8mb4_bin, \`order\` INT UNSIGNED, PRIMARY KEY (\`order\`, word), FOREIGN KEY (\`order\`) REFERENCES \`order\` (id))`,
  `CREATE VIEW busy AS SELECT customer, COUNT(*) AS orders FROM \`order\` GROUP BY customer`,
  insert(
    'customer (email, rights, colour, since, flags, is_new, active, stars, score, born, wakes, profile, photo, price, weight, note, place)',
    CUSTOMERS.map(
      (i) =>
        `'Someone${i}@example.org', '${['read', 'read,write', 'admin', ''][i % 4]}', '${['red', 'blue', "it''s"][i % 3]}', ${2000 + (i % 20)}, b'${(i % 200).toString(2)}', b'${i % 2}', ${i % 3 === 0 ? 0 : 1}, ${i % 6}, ${i * 1000}, '19${two(40 + (i % 50))}-05-1${i % 9}', '0${i % 9}:15:00', '{"level": ${i % 3}}', x'${two(i)}ab', ${i}.50, ${i / 8}, 'note ${i % 5}', POINT(${i}, ${i % 9})`,
    ),
  ),
  insert(
    '`order` (customer, parent, placed, shipped, `key`, body)',
    ORDERS.map(
      (i) =>
        `${1 + (i % 60)}, ${i > 30 && i % 3 === 0 ? i - 30 : 'NULL'}, '2024-0${1 + (i % 9)}-1${i % 9} 10:${two(i % 60)}:${two(i % 50)}.500000', ${i % 5 === 0 ? 'NULL' : `'2024-12-0${1 + (i % 9)} 10:00:00'`}, 'AB${1000 + i}', 'text ${i % 11}'`,
    ),
  ),
  insert(
    'tag',
    ORDERS.flatMap((i) => [`'new', ${i}`, ...(i % 3 ? [`'New', ${i}`] : [])]),
  ),
];

export const SQLITE_SHOP: readonly string[] = [
  `CREATE TABLE customer (
     id INTEGER PRIMARY KEY, email TEXT COLLATE NOCASE UNIQUE, name VARCHAR(10), status TEXT NOT NULL DEFAULT 'new' CHECK (status IN ('new', 'it''s', 'old')),
     active BOOLEAN NOT NULL DEFAULT 1 CHECK (active IN (0, 1)), joined DATE NOT NULL DEFAULT CURRENT_DATE, born DATE, seen DATETIME, epoch TIMESTAMP,
     price DECIMAL(10,2) CHECK (price >= 0), mixed INTEGER, loose, photo BLOB, ref GUID, settings JSON, "select" TEXT DEFAULT "quoted",
     slug TEXT GENERATED ALWAYS AS (lower(name) || '-' || id) STORED, half REAL AS (price / 2) VIRTUAL,
     CHECK (email LIKE '%@%'), CHECK (length(name) < 30), CHECK (name GLOB '[A-Z]*'))`,
  `CREATE TABLE "order" (
     id INTEGER PRIMARY KEY, customer INTEGER NOT NULL REFERENCES customer ON DELETE CASCADE, code TEXT NOT NULL UNIQUE,
     parent INT REFERENCES "order" (id) ON DELETE SET DEFAULT, placed TEXT NOT NULL DEFAULT (datetime('now')), shipped TEXT,
     CHECK (shipped IS NULL OR shipped >= placed))`,
  `CREATE UNIQUE INDEX one_open ON "order" (customer) WHERE shipped IS NULL`,
  `CREATE UNIQUE INDEX by_day ON "order" (customer, substr(placed, 1, 16))`,
  `CREATE TABLE line ("order" INTEGER REFERENCES "order" (id), no INTEGER, code VARCHAR REFERENCES "order" (code), PRIMARY KEY ("order", no)) WITHOUT ROWID`,
  `CREATE VIEW open_order AS SELECT * FROM "order" WHERE shipped IS NULL`,
  `CREATE TRIGGER touched AFTER INSERT ON "order" BEGIN SELECT 1; END`,
  insert(
    'customer (id, email, name, status, active, joined, born, seen, epoch, price, mixed, loose, photo, ref, settings)',
    CUSTOMERS.map(
      (i) =>
        `${i}, 'Someone${i}@example.org', '${'ABCDEF'[i % 6]}nother longer name', '${['new', "it''s", 'old'][i % 3]}', ${i % 4 > 0 ? 1 : 0}, '2024-0${1 + (i % 9)}-11', '1${i % 9}/0${1 + (i % 9)}/19${two(40 + (i % 50))}', '2024-0${1 + (i % 9)}-11T10:${two(i % 60)}:00Z', ${1_700_000_000 + i * 1000}, ${i}.25, ${i % 2 ? `'n/a'` : `'none'`}, ${i % 5}, x'${two(i)}ab', '${uuid(i)}', '{"level": ${i % 3}}'`,
    ),
  ),
  insert(
    '"order" (id, customer, code, parent, placed, shipped)',
    ORDERS.map(
      (i) =>
        `${i}, ${1 + (i % 60)}, 'K${1000 + i}', ${i > 30 && i % 3 === 0 ? i - 30 : 'NULL'}, '2024-0${1 + Math.floor(i / 60)}-1${i % 9} 10:${two(i % 60)}:00', ${i <= 60 && i % 2 === 0 ? 'NULL' : `'2024-12-01 10:00:00'`}`,
    ),
  ),
  insert(
    'line',
    ORDERS.flatMap((i) => [`${i}, 1, 'K${1000 + i}'`, ...(i % 2 ? [`${i}, 2, NULL`] : [])]),
  ),
];
