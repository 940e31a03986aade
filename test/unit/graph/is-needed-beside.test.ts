import { describe, expect, test } from 'vitest';
import { isNeededBeside } from '../../../src/graph/is-needed-beside.js';
import { aCatalog, aTable } from '../../catalog-builder.js';

function areNeeded(match: 'simple' | 'full'): (key: string, beside: string) => boolean {
  const [jobs] = aCatalog(
    aTable('jobs')
      .key('id')
      .column('region')
      .column('shelf')
      .column('worker', { nullable: false })
      .references('shelves', { name: 'shelf', columns: ['region', 'shelf'], match })
      .references('workers', { name: 'worker', columns: ['region', 'worker'] })
      .references('shops', { name: 'shop', columns: ['shop_id'] }),
    aTable('shelves').key('region', 'number'),
    aTable('workers').key('region', 'number'),
    aTable('shops').key('id'),
  ).tables;
  const keyOf = (wanted: string) => jobs!.foreignKeys.find(({ name }) => name === wanted)!;
  return (key, beside) => isNeededBeside(jobs!, keyOf(key), [keyOf(beside)]);
}

describe('isNeededBeside', () => {
  test('is true of a key that is never NULL', () => {
    expect(areNeeded('simple')('shop', 'shelf')).toBe(true);
  });

  test('is true of a key that can be NULL only where the other key is', () => {
    expect(areNeeded('simple')('worker', 'shelf')).toBe(true);
    expect(areNeeded('simple')('worker', 'shop')).toBe(false);
  });

  test('is false of a key that can be NULL by itself, but under MATCH FULL', () => {
    expect(areNeeded('simple')('shelf', 'worker')).toBe(false);
    expect(areNeeded('full')('shelf', 'worker')).toBe(true);
  });
});
