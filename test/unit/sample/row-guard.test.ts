import { describe, expect, it } from 'vitest';
import type { SqlValue } from '../../../src/batch/batch.js';
import { compileCheck } from '../../../src/check/compile-check.js';
import { KeyHasher } from '../../../src/sample/key-hasher.js';
import { KeySet } from '../../../src/sample/key-set.js';
import { RowGuard, type GuardedKey } from '../../../src/sample/row-guard.js';
import type { ColumnReader } from '../../../src/sample/sampled-table.js';
import { aTable } from '../../catalog-builder.js';

/** Reads literal columns. */
function readersOf(columns: Record<string, SqlValue[]>): Map<string, ColumnReader> {
  return new Map(Object.entries(columns).map(([name, values]) => [name, (row: number) => values[row]!]));
}

function aKey(columns: string[], properties: Partial<GuardedKey> = {}): GuardedKey {
  return {
    columns,
    parts: columns.map((column) => ({ column, expression: null, caseInsensitive: false })),
    nullsDistinct: true,
    isInFamily: false,
    applies: null,
    existing: null,
    ...properties,
  };
}

const columnsOf = (...names: string[]) =>
  names.reduce((table, name) => table.column(name), aTable('t')).columns;

/** Rows that may stay, each judged beside those before. */
function keep(guard: RowGuard, rows: number): boolean[] {
  return Array.from({ length: rows }, (_, row) => {
    const mayStay = guard.check(row) === null;
    if (mayStay) guard.commit(row);
    return mayStay;
  });
}

describe('RowGuard', () => {
  it('refuses a row that repeats a key of several columns', () => {
    const guard = new RowGuard(
      [aKey(['a', 'b'])],
      [],
      readersOf({ a: [1, 1, 2, 1], b: ['x', 'y', 'x', 'x'] }),
    );
    expect(keep(guard, 4)).toEqual([true, true, true, false]);
  });

  it('names the columns that would have to change', () => {
    const guard = new RowGuard([aKey(['a'])], [], readersOf({ a: [1, 1] }));
    keep(guard, 1);
    expect(guard.check(1)!.columns).toEqual(['a']);
  });

  it('lets nulls repeat, unless nulls are not distinct', () => {
    const readers = readersOf({ a: [null, null] });
    expect(keep(new RowGuard([aKey(['a'])], [], readers), 2)).toEqual([true, true]);
    expect(keep(new RowGuard([aKey(['a'], { nullsDistinct: false })], [], readers), 2)).toEqual([
      true,
      false,
    ]);
  });

  it('ignores case where the column does', () => {
    const parts = [{ column: 'a', expression: null, caseInsensitive: true }];
    const guard = new RowGuard([aKey(['a'], { parts })], [], readersOf({ a: ['X', 'x'] }));
    expect(keep(guard, 2)).toEqual([true, false]);
  });

  it('refuses keys that stand in the target', () => {
    const existing = new KeySet();
    existing.add(new KeyHasher().hash(7, false));
    const guard = new RowGuard([aKey(['a'], { existing })], [], readersOf({ a: [7, 8] }));
    expect(keep(guard, 2)).toEqual([false, true]);
  });

  it('forgets the keys of a family when the next one starts', () => {
    const guard = new RowGuard([aKey(['n'], { isInFamily: true })], [], readersOf({ n: [1, 1, 1] }));
    guard.startFamily();
    expect(keep(guard, 2)).toEqual([true, false]);
    guard.startFamily();
    expect(guard.check(2)).toBeNull();
  });

  it('watches only rows that a partial index covers, and keys by what an expression yields', () => {
    const columns = columnsOf('a', 'gone');
    const key = aKey(['a', 'gone'], {
      parts: [
        { column: null, expression: compileCheck('lower(a)', 'sqlite', columns), caseInsensitive: false },
      ],
      applies: compileCheck('gone = 0', 'sqlite', columns),
    });
    const guard = new RowGuard([key], [], readersOf({ a: ['A', 'a', 'a'], gone: [0, 1, 0] }));
    expect(keep(guard, 3)).toEqual([true, true, false]);
  });

  it('leaves to the database what an unknown function makes of a row', () => {
    const expression = compileCheck('soundex_of(a)', 'sqlite', columnsOf('a'));
    const parts = [{ column: null, expression, caseInsensitive: false }];
    expect(keep(new RowGuard([aKey([], { parts })], [], readersOf({ a: ['x', 'y'] })), 2)).toEqual([
      true,
      true,
    ]);
  });

  it('refuses a row for which a CHECK is false, not one for which it is null', () => {
    const check = compileCheck('a < b', 'sqlite', columnsOf('a', 'b'));
    const readers = readersOf({ a: [1, 2, null], b: [2, 1, 1] });
    const guard = new RowGuard([], [{ check, columns: ['a', 'b'] }], readers);
    expect(keep(guard, 3)).toEqual([true, false, true]);
  });

  it('reads columns that depend on the order of reading when a row is final', () => {
    const read: number[] = [];
    const readers = new Map<string, ColumnReader>([['code', (row) => read.push(row)]]);
    keep(new RowGuard([], [], readers, ['code']), 3);
    expect(read).toEqual([0, 1, 2]);
  });

  it('lets rows repeat a key or have none only as long as enough are left for what is demanded', () => {
    const readers = readersOf({ a: [1, 1, null, 1, 2, null, 3, 3] });
    const demanding = aKey(['a'], { demand: { present: ['a'], spare: 2 } });
    const guard = new RowGuard([demanding], [], readers);
    expect(keep(guard, 7)).toEqual([true, true, true, false, true, false, true]);
    expect(guard.waiveDemands()).toBe(true);
    expect(guard.waiveDemands()).toBe(false);
    expect(guard.check(7)).toBeNull();
  });
});
