import { expect, it } from 'vitest';
import { normalCumulative } from '../../../src/random/normal-cumulative.js';

it('gives the shares that math.erfc of Python 3 gives, far out in the tails, too', () => {
  const reference: [number, number][] = [
    [-8, 6.220960574271819e-16],
    [-5.5, 1.8989562465887738e-8],
    [-3, 0.0013498980316300957],
    [-1, 0.15865525393145707],
    [-0.25, 0.4012936743170763],
    [0, 0.5],
    [0.7, 0.758036347776927],
    [2, 0.9772498680518208],
    [6, 0.9999999990134123],
  ];
  for (const [score, share] of reference) expect(normalCumulative(score) / share).toBeCloseTo(1, 7);
  expect(normalCumulative(-Infinity)).toBe(0);
  expect(normalCumulative(Infinity)).toBe(1);
});
