import { describe, expect, test } from 'vitest';
import { findContradiction } from '../../../src/plan/find-contradiction.js';
import { aCatalog, aTable, INTEGER } from '../../catalog-builder.js';
import type { TableBuilder } from '../../catalog-builder.js';

const optional = { type: INTEGER } as const;
const needed = { ...optional, nullable: false } as const;

function findIn(tables: readonly TableBuilder[], rows = 100, hasRows = false) {
  return findContradiction(
    aCatalog(...tables).tables,
    () => rows,
    () => hasRows,
    'sqlite',
  );
}

describe('a contradiction', () => {
  test('is found where CHECKs leave a column that is needed no value', () => {
    const none = aTable('t').key('id').column('x', needed).check('x > 5').check('x < 3');
    expect(findIn([none])).toMatchObject({
      table: 't',
      needed: null,
      why: expect.stringContaining('"x"') as string,
    });
    const whole = aTable('t').key('id').column('x', needed).check('x > 5').check('x < 6');
    expect(findIn([whole])).not.toBeNull();
    expect(findIn([aTable('t').key('id').column('x', optional).check('x > 5').check('x < 3')])).toBeNull();
    expect(findIn([aTable('t').key('id').column('x', needed).check('x > 5').check('x <= 6')])).toBeNull();
  });

  test('is none where the source has rows, however its CHECKs read', () => {
    const none = aTable('t').key('id').column('x', needed).check('x > 5').check('x < 3');
    expect(findIn([none], 100, true)).toBeNull();
  });

  test('is found where a foreign key takes none of the keys that its parents may have', () => {
    const parent = aTable('p').key('id').check('id <= 1000');
    const far = aTable('t').key('id').references('p').check('p_id > 1000');
    const near = aTable('t').key('id').references('p').check('p_id > 999');
    expect(findIn([parent, far])).toMatchObject({
      table: 't',
      constraints: expect.arrayContaining(['t_p_id_fk', 'p_check_1']) as string[],
    });
    expect(findIn([parent, near])).toBeNull();
  });

  test('is found where each row of a cycle wants a parent above itself', () => {
    const a = (check: string) => aTable('a').key('id').references('b').check(check);
    const b = (check: string) => aTable('b').key('id').references('a').check(check);
    expect(findIn([a('b_id > id'), b('a_id > id')])).not.toBeNull();
    expect(findIn([a('b_id < id'), b('a_id <= id')])).not.toBeNull();
    expect(findIn([a('b_id >= id'), b('a_id >= id')])).toBeNull();
    expect(findIn([a('b_id > id'), b('a_id < id')])).toBeNull();
    expect(
      findIn([aTable('a').key('id').references('b', { nullable: true }).check('b_id > id'), b('a_id > id')]),
    ).toBeNull();
  });

  test('is found where a row that needs a parent of its own table must lie above it', () => {
    const tree = aTable('t')
      .key('id')
      .references('t', { columns: ['parent'] })
      .check('parent < id');
    expect(findIn([tree])?.why).toContain('below');
  });

  test('is found where a single row must refer to another one', () => {
    const ring = aTable('t')
      .key('id')
      .references('t', { columns: ['next'] })
      .check('next <> id');
    expect(findIn([ring], 1)?.needed).toBe(2);
    expect(findIn([ring], 2)).toBeNull();
  });
});
