import { expect, test } from 'vitest';
import { narrowColumns } from '../../../src/graph/narrow-columns.js';
import type { LogicalType } from '../../../src/introspect/catalog.js';
import { aCatalog, aTable, INTEGER } from '../../catalog-builder.js';

const text = (maxLength: number | null): LogicalType => ({ name: 'text', maxLength, fixed: false });

function typeOf(type: LogicalType, child: LogicalType): LogicalType {
  const { tables } = aCatalog(
    aTable('t').column('id', { type, nullable: false }).key('id'),
    aTable('child').key('id').references('t').column('t_id', { type: child }),
  );
  return narrowColumns(tables)[0]!.columns[0]!.type;
}

test.each([
  [text(40), text(6), text(6)],
  [text(null), text(6), text(6)],
  [text(6), text(40), text(6)],
  [INTEGER, { name: 'integer', min: -128n, max: 127n }, { name: 'integer', min: -128n, max: 127n }],
  [INTEGER, text(6), INTEGER],
] as const)('a key of type %o that %o refers to is of type %o', (type, child, expected) => {
  expect(typeOf(type, child)).toEqual(expected);
});

test('a key that is handed down is as narrow as the last table that holds it', () => {
  const { tables } = aCatalog(
    aTable('a')
      .column('id', { type: text(30), nullable: false })
      .key('id'),
    aTable('b')
      .column('a_id', { type: text(20), nullable: false })
      .key('a_id')
      .references('a'),
    aTable('c')
      .key('id')
      .column('b_a_id', { type: text(5) })
      .references('b', { columns: ['b_a_id'] }),
  );
  expect(narrowColumns(tables)[0]!.columns[0]!.type).toEqual(text(5));
});
