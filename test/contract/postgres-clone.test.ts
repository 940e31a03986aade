import { afterAll, afterEach, describe, expect, it, test } from 'vitest';
import { startPostgres } from '../servers/postgres-server.js';
import { cloneBetween } from './clone-between.js';
import { PostgresDatabases } from './postgres-databases.js';

const server = await startPostgres();
if ('reason' in server) {
  test.skip(`cloning on PostgreSQL: ${server.reason}`);
} else {
  afterAll(() => server.stop());
  const databases = new PostgresDatabases(server);

  describe('a clone on PostgreSQL', () => {
    afterEach(() => databases.cleanUp());

    it('leaves columns NULL of which too few rows have a value, whatever their type', async () => {
      const source = await databases.source([
        `CREATE TABLE models (id int PRIMARY KEY, size int NOT NULL, manual xml, tags text[], spans int4range)`,
        `INSERT INTO models SELECT id, id % 7, CASE WHEN id <= 6 THEN '<a/>'::xml END, CASE WHEN id <= 6 THEN '{x}'::text[] END,
           CASE WHEN id <= 6 THEN '[1,4)'::int4range END FROM generate_series(1, 128) AS id`,
      ]);
      const target = await databases.emptyTarget();
      await cloneBetween(source, target, 'create');
      expect(
        await databases.look(target, 'SELECT count(*), count(manual), count(tags), count(spans) FROM models'),
      ).toEqual([[128, 0, 0, 0]]);
      await source.close();
      await target.close();
    });

    it('writes names with the characters that the encoding of the database has', async () => {
      const make = async (statements: readonly string[]): Promise<string> => {
        const url = await databases.make([]);
        const name = new URL(url).pathname.slice(1);
        await databases.run(databases.server.url('postgres'), [
          `DROP DATABASE ${name}`,
          `CREATE DATABASE ${name} ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0`,
        ]);
        await databases.run(url, statements);
        return url;
      };
      const source = await databases.openSource(
        await make([
          'CREATE TABLE people (id int PRIMARY KEY, last_name text NOT NULL, city text NOT NULL)',
          `INSERT INTO people SELECT id, 'M' || chr(252) || 'ller ' || chr(65 + id % 26), 'Stadt ' || chr(65 + id % 25)
           FROM generate_series(1, 600) AS id`,
        ]),
      );
      const target = await databases.openTarget(await make([]));
      await cloneBetween(source, target, 'create');
      const counted = await databases.look(
        target,
        `SELECT count(*), count(*) FILTER (WHERE last_name ~ '[^ -~]') > 0 FROM people`,
      );
      expect(counted).toEqual([[600, 1]]);
      await source.close();
      await target.close();
    });
  });
}
