import { polynomial } from './polynomial.js';

/**
 * The share of the standard normal distribution below a score.
 * West, "Better approximations to cumulative normal functions" (Wilmott, 2005), after Hart (1968); error below 1e-14, and below
 * 1e-8 of the share far out.
 */
export function normalCumulative(score: number): number {
  const size = Math.abs(score);
  const upper = size > 37 ? 0 : tail(size);
  return score > 0 ? 1 - upper : upper;
}

const NUMERATOR = [
  3.52624965998911e-2, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871,
  221.213596169931, 220.206867912376,
];
const DENOMINATOR = [
  8.83883476483184e-2, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674,
  637.333633378831, 793.826512519948, 440.413735824752,
];

/** The share above a score that is not negative. */
function tail(score: number): number {
  const density = Math.exp((-score * score) / 2);
  if (score < 7.07106781186547)
    return (density * polynomial(NUMERATOR, score)) / polynomial(DENOMINATOR, score);
  const fraction = score + 1 / (score + 2 / (score + 3 / (score + 4 / (score + 0.65))));
  return density / fraction / 2.506628274631;
}
