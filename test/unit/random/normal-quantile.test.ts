import { expect, it } from 'vitest';
import { normalQuantile } from '../../../src/random/normal-quantile.js';

it('gives the scores that statistics.NormalDist of Python 3 gives', () => {
  const reference: [number, number][] = [
    [1e-12, -7.034483825301132],
    [1e-5, -4.2648907939228256],
    [0.01, -2.3263478740408408],
    [0.075, -1.4395314709384557],
    [0.3, -0.5244005127080407],
    [0.5, 0],
    [0.9, 1.2815515655446008],
    [0.999, 3.090232306167813],
  ];
  for (const [share, score] of reference) expect(normalQuantile(share)).toBeCloseTo(score, 12);
  expect(normalQuantile(0)).toBe(-Infinity);
  expect(normalQuantile(1)).toBe(Infinity);
});
