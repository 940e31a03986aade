import { describe, expect, it } from 'vitest';
import { Support } from '../../../src/sample/support.js';
import { aCatalog, aTable } from '../../catalog-builder.js';
import { aSampledTable } from '../../sampled-builder.js';

const [visit, room, opening] = aCatalog(
  aTable('visits')
    .key('id')
    .references('rooms', { columns: ['room_id'] })
    .references('openings', { columns: ['room_id', 'line'] }),
  aTable('rooms').key('id'),
  aTable('openings').key('room_id', 'line'),
).tables;
const rooms = aSampledTable(room!, 3, { columns: { id: [7, 8, 9] } });
const openings = aSampledTable(opening!, 3, { columns: { room_id: [9, 7, 9], line: [1, 1, 2] } });
const visits = aSampledTable(visit!, 3);
const tables = new Map([
  ['rooms', rooms],
  ['openings', openings],
  ['visits', visits],
]);

describe('Support', () => {
  it('holds for parents that leave the later reference one, until these are used', () => {
    const support = Support.between(visits, 0, 1, tables, null)!;
    expect([0, 1, 2].map((row) => support.holds(row))).toEqual([true, false, true]);
    support.take(1);
    support.take(0);
    expect([0, 1, 2].map((row) => support.holds(row))).toEqual([false, false, true]);
    support.release(1);
    expect(support.holds(0)).toBe(true);
  });

  it('counts no parents that have no key', () => {
    const support = Support.between(visits, 0, 1, tables, (row) => row !== 1)!;
    expect([0, 1, 2].map((row) => support.holds(row))).toEqual([false, false, true]);
  });

  it('is none where references share no column', () => {
    const [other] = aCatalog(
      aTable('visits')
        .key('id')
        .references('rooms', { columns: ['room'] })
        .references('openings', { columns: ['room_id', 'line'] }),
      aTable('rooms').key('id'),
      aTable('openings').key('room_id', 'line'),
    ).tables;
    expect(Support.between(aSampledTable(other!, 3), 0, 1, tables, null)).toBeNull();
  });
});
