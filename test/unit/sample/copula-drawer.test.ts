import { describe, expect, it } from 'vitest';
import { SCORE_STEPS, type Copula, type NormalScore } from '../../../src/model/model.js';
import { hash32 } from '../../../src/random/hash.js';
import { CopulaDrawer } from '../../../src/sample/copula-drawer.js';

const ROWS = 20_000;
const SIBLINGS = 4;
const steps = (...scores: number[]): Int16Array =>
  Int16Array.from(scores, (score) => Math.round(score * SCORE_STEPS));

/** Three bins of 16, 68 and 16 %. */
const plain: NormalScore = {
  effects: [new Int16Array(0)],
  shared: [],
  noise: 1,
  bins: Uint8Array.from([4, 2, 9]),
  cuts: steps(-1, 1),
};

function draw(copula: Partial<Copula>, byte = 0): number[] {
  const features = { bytes: Uint8Array.from([byte]), slotOf: () => 0 };
  const whole: Copula = { features: [{ from: 'own', variable: 0 }], presence: null, score: plain, ...copula };
  const drawer = new CopulaDrawer(whole, features, () => (row) => Math.floor(row / SIBLINGS), 7);
  return Array.from({ length: ROWS }, (_, row) => drawer.draw(hash32(1, row), row));
}

const shareOf = (bins: readonly number[], bin: number): number =>
  bins.filter((other) => other === bin).length / bins.length;

/** Four standard errors of a share. */
const close = (share: number): number => 4 * Math.sqrt((share * (1 - share)) / ROWS);

describe('CopulaDrawer', () => {
  it('draws each bin by the share between its cuts', () => {
    const drawn = draw({});
    for (const [bin, share] of [
      [4, 0.1587],
      [2, 0.6827],
      [9, 0.1587],
    ] as const)
      expect(Math.abs(shareOf(drawn, bin) - share)).toBeLessThan(close(share));
  });

  it('adds what the byte of a feature adds, 255 included', () => {
    const score = { ...plain, effects: [steps(0, 1, -2)] };
    expect(Math.abs(shareOf(draw({ score }, 1), 9) - 0.5)).toBeLessThan(close(0.5));
    expect(Math.abs(shareOf(draw({ score }, 255), 4) - 0.8413)).toBeLessThan(close(0.84));
    // A byte that was never seen adds nothing.
    expect(Math.abs(shareOf(draw({ score }, 77), 9) - 0.1587)).toBeLessThan(close(0.16));
  });

  it('gives siblings a hidden value in common, and each bin its share all the same', () => {
    const score = { ...plain, noise: 0.6, shared: [{ path: [null], deviation: 0.8 }] };
    const drawn = draw({ score });
    expect(Math.abs(shareOf(drawn, 9) - 0.1587)).toBeLessThan(SIBLINGS ** 0.5 * close(0.16));
    const next = drawn.filter((bin, row) => row % SIBLINGS > 0 && drawn[row - 1] === 9 && bin === 9).length;
    const chances = drawn.filter((_, row) => row % SIBLINGS > 0 && drawn[row - 1] === 9).length;
    expect(next / chances).toBeGreaterThan(0.4);
  });

  it('draws whether there is a value first', () => {
    const presence = { ...plain, bins: Uint8Array.from([3, 255]), cuts: steps(0) };
    const drawn = draw({ presence });
    expect(Math.abs(shareOf(drawn, 3) - 0.5)).toBeLessThan(close(0.5));
    expect(Math.abs(shareOf(drawn, 2) - 0.3413)).toBeLessThan(close(0.34));
  });
});
