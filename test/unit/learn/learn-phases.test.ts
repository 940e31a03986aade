import { describe, expect, it } from 'vitest';
import { learnPhases } from '../../../src/learn/learn-phases.js';
import { phaseOf, snapToPhase } from '../../../src/model/phase.js';
import { hash32, unit } from '../../../src/random/hash.js';

const MINUTE = 60_000_000;
const HOUR = 60 * MINUTE;
const ROWS = 400;
const each = Int32Array.from({ length: ROWS }, (_, row) => row);
const moments = (make: (row: number) => number): Float64Array =>
  Float64Array.from({ length: ROWS }, (_, row) => make(row));
/** Any minute of a year. */
const minute = (row: number): number => Math.floor(unit(hash32(3, row)) * 525_600) * MINUTE;
/** Any hour but midnight. */
const hour = (row: number): number => (Math.floor(unit(hash32(4, row)) * 365) * 24 + 1 + (row % 22)) * HOUR;

describe('learnPhases', () => {
  it('tells whole hours from whole minutes, and nulls from both', () => {
    const phases = learnPhases(
      moments((row) => (row === 3 ? NaN : row % 2 === 0 ? hour(row) : minute(row))),
      each,
      10,
    )!;
    expect(phases[0]).toBe(phaseOf(hour(0)));
    expect(phases[3]).toBe(8);
    expect(Math.max(...phases.filter((phase) => phase < 8))).toBe(phaseOf(MINUTE));
  });

  it('finds nothing in moments that lie anywhere, or always on whole hours', () => {
    expect(learnPhases(moments(minute), each, 10)).toBeNull();
    expect(learnPhases(moments(hour), each, 10)).toBeNull();
  });

  it('does not tell a phase that few entities share', () => {
    const midnight = (row: number): number => row * 24 * HOUR;
    const phases = learnPhases(
      moments((row) => (row < 5 ? midnight(row) : row % 2 === 0 ? hour(row) : minute(row))),
      each,
      10,
    )!;
    expect([...phases.slice(0, 5)]).toEqual(Array.from({ length: 5 }, () => phaseOf(MINUTE)));
  });
});

describe('snapToPhase', () => {
  it('puts a moment on the nearest point, and not before the least', () => {
    const half = phaseOf(HOUR / 2);
    expect(snapToPhase(10 * HOUR + 20 * MINUTE, half, -Infinity)).toBe(10 * HOUR + 30 * MINUTE);
    expect(snapToPhase(10 * HOUR + 10 * MINUTE, half, 10 * HOUR + 5 * MINUTE)).toBe(10 * HOUR + 30 * MINUTE);
    expect(snapToPhase(10 * HOUR + 7, 7, -Infinity)).toBe(10 * HOUR + 7);
  });
});
