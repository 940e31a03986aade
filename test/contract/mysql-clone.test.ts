import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { whyNoMariaDb } from '../servers/start-mariadb.js';
import { cloneBetween } from './clone-between.js';
import { MysqlDatabases } from './mysql-databases.js';

const reason = whyNoMariaDb();

describe.skipIf(reason !== null)(reason ?? 'a clone on a MariaDB server', () => {
  const databases = new MysqlDatabases();
  beforeAll(() => databases.start(), 300_000);
  afterAll(() => databases.stop());

  it('writes names with the characters that the character set of a column has', async () => {
    const rows = Array.from({ length: 600 }, (_, id) => {
      const end = `${'abcdefghijklmnopqrstuvwxyz'[id % 26]}${'aeiou'[id % 5]}`;
      return `(${id}, 'Miller${end}', 'Mü${end}ler', 'Mü${end}')`;
    });
    const source = await databases.source([
      `CREATE TABLE people (id INT PRIMARY KEY, first_name VARCHAR(40) CHARACTER SET ascii NOT NULL,
         last_name VARCHAR(40) CHARACTER SET latin1 NOT NULL, city VARCHAR(40) CHARACTER SET utf8mb3 NOT NULL)`,
      `INSERT INTO people VALUES ${rows.join()}`,
    ]);
    const target = await databases.emptyTarget();
    await cloneBetween(source, target, 'create');
    const marked = `SELECT COUNT(*), SUM(last_name LIKE '%?%'), SUM(first_name LIKE '%?%') FROM people`;
    const [counts] = (await databases.look(target, marked))!;
    expect(counts!.map(Number)).toEqual([600, 0, 0]);
    await source.close();
    await target.close();
  });
});
