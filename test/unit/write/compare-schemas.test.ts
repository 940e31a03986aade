import { describe, expect, test } from 'vitest';
import { compareSchemas } from '../../../src/write/compare-schemas.js';
import { aCatalog, aTable, INTEGER, TEXT } from '../../catalog-builder.js';
import type { TableBuilder } from '../../catalog-builder.js';

const parent = () => aTable('p').key('id');

function messages(expected: TableBuilder, found: TableBuilder, tables = ['t']): string[] {
  const differences = compareSchemas(aCatalog(expected, parent()), aCatalog(found, parent()), tables);
  return differences.map(({ table, column, message }) => [table, column, message].filter(Boolean).join(' '));
}
const t = () => aTable('t').key('id').column('n', { type: INTEGER });

describe('rows fit', () => {
  test('the same schema, in any case and order of columns', () => {
    const found = aTable('T').column('N', { type: INTEGER }).key('ID');
    expect(messages(t(), found)).toEqual([]);
  });

  test('a schema that allows more', () => {
    const strict = t().unique('n').references('p').check('n > 0');
    const loose = t().column('p_id').column('extra').column('made', { nullable: false, defaultSql: '1' });
    expect(messages(strict.column('p_id', { type: TEXT, nullable: false }), loose)).toEqual([]);
  });

  test('a unique key that a stricter one implies', () => {
    expect(messages(t().unique('n'), t().uniqueIndex(['n', 'id'], { name: 'wider' }))).toEqual([]);
  });

  test('types of one family', () => {
    expect(
      messages(
        t(),
        aTable('t')
          .key('id')
          .column('n', { type: { name: 'decimal', precision: 9, scale: 2 } }),
      ),
    ).toEqual([]);
  });

  test('whatever differs in tables that are not written', () => {
    expect(messages(t(), aTable('t').key('other'), ['p'])).toEqual([]);
  });
});

describe('rows do not fit', () => {
  test.each<[string, TableBuilder, string[]]>([
    ['a missing table', aTable('u').key('id'), ['t is missing']],
    ['a missing column', aTable('t').key('id'), ['t n is missing']],
    ['another type', aTable('t').key('id').column('n', { type: TEXT }), ['t n is text, not integer']],
    ['a computed column', t().column('n', { generated: 'stored' }), ['t n is computed by the database']],
    [
      'a column that lost its NULL',
      t().column('n', { nullable: false }),
      ['t n must not be NULL, but was NULL or could be'],
    ],
    [
      'a new column that must be filled',
      t().column('new', { nullable: false }),
      ['t new is unknown, must not be NULL and has no default'],
    ],
    [
      'a new foreign key',
      t().references('p', { columns: ['n'] }),
      ['t has an unknown foreign key (n) to "p"'],
    ],
    ['a new unique key', t().unique('n'), ['t has an unknown unique key "t_n_key" (n)']],
    [
      'a unique key that came to ignore case',
      t()
        .column('n', { type: INTEGER })
        .uniqueIndex(['n'], { name: 'k', caseInsensitive: [true] }),
      ['t has an unknown unique key "k" (n)'],
    ],
  ])('into %s', (_, found, expected) => {
    expect(messages(t(), found)).toEqual(expected);
  });

  test('into the same key of a text that ignores case and a number that has none', () => {
    const both = () =>
      t()
        .column('m')
        .uniqueIndex(['m', 'n'], { caseInsensitive: [true, false] });
    expect(messages(both(), both())).toEqual([]);
  });

  test('into a key that ignores case when theirs does not', () => {
    const found = t().uniqueIndex(['n'], { name: 'k', caseInsensitive: [true] });
    expect(messages(t().unique('n'), found)).toEqual(['t has an unknown unique key "k" (n)']);
    expect(messages(t().uniqueIndex(['n'], { caseInsensitive: [true] }), t().unique('n'))).toEqual([]);
  });
});
