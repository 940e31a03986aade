import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import type { SqlValue } from '../../../src/batch/batch.js';
import { measureUsedShares } from '../../../src/graph/measure-used-shares.js';
import { aCatalog, aTable } from '../../catalog-builder.js';

test('counts the parents in use of tables with several foreign keys', async () => {
  const handle = new Sqlite(':memory:');
  handle.exec(`
    CREATE TABLE c (p_id, a, b); INSERT INTO c VALUES (1, 1, 1), (1, NULL, 2), (2, NULL, 3), (1, 1, 1);
    CREATE TABLE d (p_id); INSERT INTO d VALUES (1)`);
  const database = {
    query: async (sql: string) => handle.prepare(sql).raw().all() as SqlValue[][],
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
    aTable('d').references('p'),
  );
  const usedShare = await measureUsedShares(
    database,
    catalog,
    new Map([
      ['p', 20],
      ['wide', 4],
    ]),
  );
  const shares = catalog.tables.map((table) => table.foreignKeys.map((key) => usedShare(table, key)));
  expect(shares).toEqual([[], [], [0.1, 0.25], [1]]);
});
