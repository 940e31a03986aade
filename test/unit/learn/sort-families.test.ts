import { describe, expect, it } from 'vitest';
import type { SqlValue } from '../../../src/batch/batch.js';
import { sortFamilies } from '../../../src/learn/sort-families.js';
import { aBatch } from '../../batch-builder.js';
import { aCatalog, aTable, type TableBuilder } from '../../catalog-builder.js';

/** Labels of the rows of two users in the order in which they are learned. */
function sorted(table: TableBuilder, columns: Readonly<Record<string, readonly SqlValue[]>>): SqlValue[] {
  const catalog = aCatalog(aTable('users').key('id'), aTable('movies').key('id'), table);
  const built = catalog.tables.find(({ name }) => name === table.name)!;
  const owner = built.foreignKeys.find(({ parent }) => parent === 'users')!;
  const batch = aBatch({ user_id: [2, 1, 1, 2, 1], label: ['e', 'c', 'b', 'd', 'a'], ...columns });
  const vectors = new Map(batch.names.map((name, i) => [name, batch.columns[i]!]));
  const owners = Int32Array.from([1, 0, 0, 1, 0]);
  const labels = ['e', 'c', 'b', 'd', 'a'];
  return [...sortFamilies(built, owner, owners, vectors, batch.rows)].map((row) => labels[row]!);
}

const SECONDS = [1500, 300, 200, 1400, 100];
const IDS = [5, 3, 2, 4, 1];
const AGAINST_TIME = [1, 2, 3, 4, 5];

describe('the order of siblings', () => {
  it('is that of numbered keys, whatever the time says', () => {
    const table = aTable('logins')
      .key('id')
      .references('users', { columns: ['user_id'] })
      .column('created_at')
      .column('label');
    expect(sorted(table, { id: IDS, created_at: AGAINST_TIME })).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('is that of time where the key is made of other foreign keys', () => {
    const table = aTable('ratings')
      .references('users', { columns: ['user_id'] })
      .references('movies', { columns: ['movie_id'] })
      .key('user_id', 'movie_id')
      .column('created_at')
      .column('label');
    expect(sorted(table, { movie_id: AGAINST_TIME, created_at: SECONDS })).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('is that of time where keys are UUIDs', () => {
    const uuid = (digit: number): string => `0000000${digit}-0000-4000-8000-000000000000`;
    const table = aTable('visits')
      .key('id')
      .references('users', { columns: ['user_id'] })
      .column('at_date')
      .column('label');
    const at = IDS.map((day) => `2024-01-0${day}`);
    expect(sorted(table, { id: AGAINST_TIME.map(uuid), at_date: at })).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('is that of the key where all moments are the same', () => {
    const table = aTable('ratings')
      .references('users', { columns: ['user_id'] })
      .references('movies', { columns: ['movie_id'] })
      .key('user_id', 'movie_id')
      .column('last_update')
      .column('updated_at')
      .column('label');
    const moments = { last_update: [null, null, null, null, 7], updated_at: [7, 7, 7, 7, 7] };
    expect(sorted(table, { movie_id: IDS, ...moments })).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('puts a row without a moment behind its siblings', () => {
    const seconds = Array.from({ length: 20 }, (_, row) => (row === 9 ? null : 100 - row));
    const table = aTable('visits')
      .references('users', { columns: ['user_id'] })
      .column('created_at');
    const visits = aCatalog(aTable('users').key('id'), table).tables.find(({ name }) => name === 'visits')!;
    const [times] = aBatch({ created_at: seconds }).columns;
    const rows = sortFamilies(
      visits,
      visits.foreignKeys[0]!,
      new Int32Array(20),
      new Map([['created_at', times!]]),
      20,
    );
    const rising = Array.from({ length: 20 }, (_, i) => 19 - i).filter((row) => row !== 9);
    expect([...rows]).toEqual([...rising, 9]);
  });
});
