import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { whyNoMariaDb } from '../servers/start-mariadb.js';
import { MysqlDatabases } from './mysql-databases.js';
import { seedTarget } from './seed-target.js';

const reason = whyNoMariaDb();

describe.skipIf(reason !== null)(reason ?? 'a schema alone on MariaDB', () => {
  const databases = new MysqlDatabases();
  beforeAll(() => databases.start(), 300_000);
  afterAll(() => databases.stop());

  it('is filled whatever the types, with keys over texts and numbers together', async () => {
    const target = await databases.target([
      `CREATE TABLE things (
         id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY, code VARCHAR(20) NOT NULL, part INT NOT NULL,
         mood ENUM('calm', 'glad') NOT NULL, moods SET('a', 'b', 'c') NOT NULL, tiny TINYINT UNSIGNED NOT NULL, is_on TINYINT(1) NOT NULL,
         bits BIT(6) NOT NULL, born YEAR NOT NULL, day DATE NOT NULL, at DATETIME(3) NOT NULL, changed TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
         lasts TIME NOT NULL, exact DECIMAL(4, 4) NOT NULL, approximate DOUBLE NOT NULL, notes JSON NOT NULL, raw VARBINARY(16) NOT NULL,
         fixed BINARY(4) NOT NULL, body MEDIUMTEXT NOT NULL, twice INT AS (tiny * 2) STORED,
         UNIQUE KEY code_and_part (code, part)
       ) ENGINE=InnoDB`,
      `CREATE TABLE parts (
         thing_id INT UNSIGNED NOT NULL, number SMALLINT NOT NULL, PRIMARY KEY (thing_id, number),
         FOREIGN KEY (thing_id) REFERENCES things (id)
       ) ENGINE=InnoDB`,
    ]);
    expect(await seedTarget(target, 60)).toMatchObject({ rows: 120, verification: { ok: true, failed: 0 } });
    await target.close();
  });

  it('is made from a file, and gone again when a statement of it fails', async () => {
    const target = await databases.target([]);
    await expect(
      target.makeSchema(
        'CREATE TABLE a (id INT PRIMARY KEY);\nCREATE VIEW v AS SELECT 1;\nCREATE TABLE b (id NONSENSE);',
      ),
    ).rejects.toMatchObject({ code: 'E_SCHEMA_MISMATCH', message: expect.stringContaining('line 3') });
    expect((await target.state()).tables).toEqual([]);
    const warnings = await target.makeSchema(`
      # made by hand; with care
      CREATE DATABASE elsewhere;
      CREATE TABLE a (id INT PRIMARY KEY, note VARCHAR(9) DEFAULT 'it''s;');
      DELIMITER $$
      CREATE TRIGGER a_note BEFORE INSERT ON a FOR EACH ROW BEGIN SET NEW.note = 'x'; END$$
      DELIMITER ;`);
    expect(warnings).toHaveLength(1);
    const { tables } = await target.introspect();
    expect(tables.map(({ id, triggers }) => [id, triggers])).toEqual([['a', ['a_note']]]);
    await target.close();
  });
});
