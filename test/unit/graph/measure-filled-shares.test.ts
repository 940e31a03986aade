import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import type { SqlValue } from '../../../src/batch/batch.js';
import { measureFilledShares } from '../../../src/graph/measure-filled-shares.js';
import { aCatalog, aTable } from '../../catalog-builder.js';

test('counts the rows with a complete key of each optional foreign key, and asks about no other', async () => {
  const handle = new Sqlite(':memory:');
  handle.exec(`
    CREATE TABLE c (a, b, p_id); INSERT INTO c VALUES (1, 1, 1), (1, NULL, 2), (NULL, NULL, 3), (1, 2, 4);
    CREATE TABLE none (a, b)`);
  const asked: string[] = [];
  const database = {
    query: async (sql: string) => {
      asked.push(sql);
      return handle.prepare(sql).raw().all() as SqlValue[][];
    },
    quote: (name: string) => `"${name}"`,
    qualify: ({ name }: { name: string }) => `"${name}"`,
  };
  const catalog = aCatalog(
    aTable('p').key('id'),
    aTable('wide').key('x', 'y'),
    aTable('c')
      .references('p')
      .column('a')
      .column('b')
      .references('wide', { columns: ['a', 'b'] }),
    aTable('none')
      .column('a')
      .column('b')
      .references('wide', { columns: ['a', 'b'] }),
  );
  const filledShare = await measureFilledShares(database, catalog);
  const shares = catalog.tables.map((table) => table.foreignKeys.map((key) => filledShare(table, key)));
  expect(shares).toEqual([[], [], [1, 0.5], [1]]);
  expect(asked).toHaveLength(2);
});
