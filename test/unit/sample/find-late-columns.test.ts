import { describe, expect, it } from 'vitest';
import { findLateColumns } from '../../../src/sample/find-late-columns.js';
import { aCatalog, aTable } from '../../catalog-builder.js';

describe('findLateColumns', () => {
  it('takes a column of the primary key for known, though a foreign key that closes a cycle has it too', () => {
    // A country has a capital among its own cities, and cities are found by their country.
    const catalog = aCatalog(
      aTable('countries')
        .key('code')
        .column('capital')
        .references('cities', { name: 'capital', columns: ['capital', 'code'] }),
      aTable('cities')
        .column('name')
        .key('name', 'country')
        .references('countries', { columns: ['country'] }),
    );
    const late = [
      { table: 'countries', foreignKey: 'capital', how: 'update', columns: ['capital'], key: ['code'] },
    ] as const;
    const found = findLateColumns(catalog, { late });
    expect([...found].map(([table, columns]) => [table, [...columns]])).toEqual([['countries', ['capital']]]);
  });
});
