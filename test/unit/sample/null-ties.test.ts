import { describe, expect, it } from 'vitest';
import { findNullTies } from '../../../src/sample/null-ties.js';
import { aCatalog, aTable } from '../../catalog-builder.js';
import { aSampledTable } from '../../sampled-builder.js';

/** Jobs with a shelf (may be NULL), a worker (may not) and a van (may be NULL) of a region that may be NULL. */
function aJob(match: 'simple' | 'full', links: Record<string, readonly number[]>) {
  const keyOf = (name: string) => ({ name, columns: ['region', name], match: 'simple' as const });
  const [jobs] = aCatalog(
    aTable('jobs')
      .key('id')
      .column('region')
      .column('shelf')
      .column('worker', { nullable: false })
      .column('van')
      .references('shelves', { ...keyOf('shelf'), match })
      .references('workers', keyOf('worker'))
      .references('vans', keyOf('van')),
    ...['shelves', 'workers', 'vans'].map((name) => aTable(name).key('region', 'number')),
  ).tables;
  const sampled = aSampledTable(jobs!, 1, { links });
  const tiesOf = (index: number, ...decided: number[]) => {
    const ties = findNullTies(
      sampled,
      index,
      decided.map((at) => sampled.references[at]!),
    );
    return { bindsNull: ties.bindsNull(0), bindsParent: ties.bindsParent(0) };
  };
  return tiesOf;
}

const [SHELF, WORKER, VAN] = [0, 1, 2];
const FREE = { bindsNull: false, bindsParent: false };

describe('findNullTies', () => {
  it('binds a key to a parent when others fill all columns in which it could be NULL', () => {
    expect(aJob('simple', { shelf: [0] })(WORKER, SHELF)).toEqual({ ...FREE, bindsParent: true });
    expect(aJob('simple', { van: [0] })(WORKER, SHELF, VAN)).toEqual({ ...FREE, bindsParent: true });
  });

  it('leaves a key the choice that has a NULL of its own', () => {
    expect(aJob('simple', { worker: [0] })(SHELF, WORKER)).toEqual(FREE);
    expect(aJob('simple', { worker: [-1], shelf: [-1] })(WORKER, SHELF)).toEqual(FREE);
  });

  it('binds a key to NULL that would fill the last column in which another is NULL', () => {
    expect(aJob('simple', { worker: [-1] })(SHELF, WORKER)).toEqual({ ...FREE, bindsNull: true });
    expect(aJob('simple', { shelf: [-1] })(VAN, SHELF)).toEqual(FREE);
  });

  it('knows no half of a key under MATCH FULL', () => {
    expect(aJob('full', { van: [0] })(SHELF, VAN)).toEqual({ ...FREE, bindsParent: true });
    expect(aJob('full', { shelf: [-1] })(VAN, SHELF)).toEqual({ ...FREE, bindsNull: true });
  });

  it('says nothing where keys share no column', () => {
    const [orders] = aCatalog(
      aTable('orders')
        .key('id')
        .references('people', { nullable: true })
        .references('shops', { nullable: true }),
      aTable('people').key('id'),
      aTable('shops').key('id'),
    ).tables;
    const sampled = aSampledTable(orders!, 1, { links: { orders_people_id_fk: [0] } });
    const ties = findNullTies(sampled, 1, sampled.references);
    expect([ties.bindsNull(0), ties.bindsParent(0)]).toEqual([false, false]);
  });
});
