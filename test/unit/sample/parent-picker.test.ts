import { describe, expect, it } from 'vitest';
import { hash32 } from '../../../src/random/hash.js';
import { ParentPicker } from '../../../src/sample/parent-picker.js';

const anyRow = (): boolean => true;

/** How often each parent was picked. */
function tally(picks: readonly number[], parents: number): number[] {
  const counts = new Array<number>(parents).fill(0);
  for (const pick of picks) counts[pick]!++;
  return counts;
}

describe('ParentPicker', () => {
  it('gives every parent the children that were drawn with it', () => {
    const degrees = Int32Array.from({ length: 200 }, (_, row) => hash32(1, row) % 6);
    const cellOf = Uint8Array.from(degrees, (_, row) => row % 5);
    const picker = new ParentPicker(degrees, cellOf, 5, 9);
    const children = degrees.reduce((sum, degree) => sum + degree, 0);
    const cells: number[] = [];
    degrees.forEach((degree, row) => cells.push(...new Array<number>(degree).fill(cellOf[row]!)));
    cells.sort((a, b) => hash32(2, a) - hash32(2, b));
    const picks = Array.from({ length: children }, (_, child) =>
      picker.pick(cells[child]!, child, 0, anyRow),
    );
    expect(tally(picks, 200)).toEqual([...degrees]);
    expect(picks.map((row) => cellOf[row])).toEqual(cells);
  });

  it.each(['release', 'putBack'] as const)('forgets children that were taken back (%s)', (takeBack) => {
    const degrees = Int32Array.from({ length: 60 }, (_, row) => hash32(3, row) % 4);
    const cellOf = Uint8Array.from(degrees, (_, row) => row % 3);
    const children = degrees.reduce((sum, degree) => sum + degree, 0);
    const picker = new ParentPicker(degrees, cellOf, 3, 9);
    const picks: number[] = [];
    for (let child = 0; child < children; child++) {
      const tried = [0, 1].map((attempt) => picker.pick(child % 3, child, attempt, anyRow));
      for (const row of tried.reverse()) picker[takeBack](row);
      picks.push(picker.pick(child % 3, child, 2, anyRow));
    }
    expect(tally(picks, 60)).toEqual([...degrees]);
  });

  it('keeps the degrees overall when the cells asked for do not have as many children', () => {
    const degrees = new Int32Array(40).fill(3);
    const picker = new ParentPicker(
      degrees,
      Uint8Array.from(degrees, (_, row) => row % 2),
      2,
      4,
    );
    const picks = Array.from({ length: 120 }, (_, child) => picker.pick(0, child, 0, anyRow));
    expect(tally(picks, 40)).toEqual([...degrees]);
  });

  it('picks on when all children are given out, from the cell that is asked for', () => {
    const cellOf = Uint8Array.of(0, 0, 1, 1);
    const picker = new ParentPicker(Int32Array.of(1, 1, 1, 1), cellOf, 2, 4);
    for (let child = 0; child < 4; child++) picker.pick(child % 2, child, 0, anyRow);
    const further = Array.from({ length: 50 }, (_, child) => picker.pick(1, 10 + child, 0, anyRow));
    expect(new Set(further.map((row) => cellOf[row]))).toEqual(new Set([1]));
  });

  it('never picks a row that is not allowed, and says so when there is none', () => {
    const picker = new ParentPicker(Int32Array.of(5, 1, 1), new Uint8Array(3), 1, 4);
    const taken = new Set<number>();
    for (let child = 0; child < 3; child++) {
      const row = picker.pick(0, child, 0, (candidate) => !taken.has(candidate));
      taken.add(row);
    }
    expect([...taken].sort()).toEqual([0, 1, 2]);
    expect(picker.pick(0, 4, 0, (candidate) => !taken.has(candidate))).toBe(-1);
  });

  it('picks among listed rows those of the cell that still miss children', () => {
    const cellOf = Uint8Array.of(0, 1, 1, 0);
    const picker = new ParentPicker(Int32Array.of(1, 1, 0, 1), cellOf, 2, 4);
    const rows = [0, 1, 2, 3];
    const picks = Array.from({ length: 4 }, () => picker.pickAmong(rows, cellOf, 1, 2, anyRow));
    expect(picks[0]).toBe(1);
    expect(picks.slice(1, 3).sort()).toEqual([0, 3]);
  });

  it('hands rows of a cell out in another order for another seed', () => {
    const order = (seed: number): number[] => {
      const picker = new ParentPicker(new Int32Array(50).fill(1), new Uint8Array(50), 1, seed);
      return Array.from({ length: 50 }, (_, child) => picker.pick(0, child, 0, anyRow));
    };
    expect(order(1)).toEqual(order(1));
    expect(order(1)).not.toEqual(order(2));
    expect(order(1)).not.toEqual(order(1).toSorted((a, b) => a - b));
  });
});
