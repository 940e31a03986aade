import { describe, expect, test } from 'vitest';
import type { Catalog, Table } from '../../../src/introspect/catalog.js';
import { createCatalog } from '../../../src/introspect/create-catalog.js';
import { aCatalog, aTable } from '../../catalog-builder.js';

/** A whole catalog of parents and children, with one table changed. */
function changed(change: (children: Table) => object): Catalog {
  const catalog = aCatalog(
    aTable('parents').key('id').unique('a', 'b'),
    aTable('children').key('id').references('parents').check('id > 0'),
  );
  const [parents, children] = catalog.tables as [Table, Table];
  return { ...catalog, tables: [parents, { ...children, ...change(children) }] };
}

describe('createCatalog', () => {
  test('returns a catalog that no one can change', () => {
    const catalog = createCatalog(changed(() => ({})));
    const [parents] = catalog.tables as [Table];
    expect(() => ((parents as { name: string }).name = 'x')).toThrow(TypeError);
    expect(() => (parents.uniques[0]!.columns as string[]).push('x')).toThrow(TypeError);
    expect(() => (catalog.script.tables as unknown[]).push(1)).toThrow(TypeError);
  });

  test.each<[string, (children: Table) => object]>([
    ['two tables of one name', () => ({ id: 'parents' })],
    ['a table without columns', () => ({ columns: [], primaryKey: [], uniques: [], foreignKeys: [] })],
    ['two columns of one name', (t) => ({ columns: [...t.columns, t.columns[0]] })],
    ['a primary key of an unknown column', () => ({ primaryKey: ['x'] })],
    ['a primary key that is no unique key', () => ({ uniques: [] })],
    [
      'a primary key that is listed differently',
      (t) => ({ uniques: t.uniques.map((u) => ({ ...u, columns: ['parents_id'] })) }),
    ],
    ['two primary keys', (t) => ({ uniques: [t.uniques[0], { ...t.uniques[0], name: 'again' }] })],
    [
      'a primary key that is not first',
      (t) => ({ uniques: [{ ...t.uniques[0], primary: false, name: 'u' }, t.uniques[0]] }),
    ],
    [
      'two unique keys of one name',
      (t) => ({ uniques: [t.uniques[0], { ...t.uniques[0], primary: false }] }),
    ],
    [
      'a unique key of an unknown column',
      (t) => ({ uniques: [...t.uniques, { ...t.uniques[0], primary: false, name: 'u', columns: ['x'] }] }),
    ],
    [
      'a unique key with a column twice',
      (t) => ({
        uniques: [
          ...t.uniques,
          {
            ...t.uniques[0],
            primary: false,
            name: 'u',
            columns: ['id', 'id'],
            expressions: [null, null],
            caseInsensitive: [false, false],
          },
        ],
      }),
    ],
    [
      'a unique key with neither column nor expression',
      (t) => ({ uniques: [...t.uniques, { ...t.uniques[0], primary: false, name: 'u', columns: [null] }] }),
    ],
    [
      'a unique key whose lists differ in length',
      (t) => ({ uniques: [...t.uniques, { ...t.uniques[0], primary: false, name: 'u', expressions: [] }] }),
    ],
    ['two foreign keys of one name', (t) => ({ foreignKeys: [t.foreignKeys[0], t.foreignKeys[0]] })],
    ['a foreign key to an unknown table', (t) => ({ foreignKeys: [{ ...t.foreignKeys[0], parent: 'x' }] })],
    [
      'a foreign key to an unknown column',
      (t) => ({ foreignKeys: [{ ...t.foreignKeys[0], parentColumns: ['x'] }] }),
    ],
    [
      'a foreign key of an unknown column',
      (t) => ({ foreignKeys: [{ ...t.foreignKeys[0], columns: ['x'] }] }),
    ],
    [
      'a foreign key that does not pair up',
      (t) => ({ foreignKeys: [{ ...t.foreignKeys[0], parentColumns: ['a', 'b'] }] }),
    ],
    ['two checks of one name', (t) => ({ checks: [t.checks[0], t.checks[0]] })],
    [
      'an enum without labels',
      (t) => ({ columns: t.columns.map((c) => ({ ...c, type: { name: 'enum', labels: [] } })) }),
    ],
  ])('refuses %s', (_, change) => {
    expect(() => createCatalog(changed(change))).toThrow(
      expect.objectContaining({ code: 'E_INTERNAL' }) as Error,
    );
  });

  test('refuses a statement that belongs to an unknown table', () => {
    const statement = { kind: 'index', name: 'i', table: 'x', sql: 'CREATE INDEX i ON x (a)' } as const;
    const script = { tables: [], afterLoad: [statement] };
    expect(() => createCatalog({ ...changed(() => ({})), script })).toThrow(/unknown table "x"/);
  });
});
