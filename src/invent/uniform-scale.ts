import type { NumberScale } from '../model/model.js';

/** A stretch of numbers that are equally likely. */
export interface Stretch {
  readonly low: number;
  readonly high: number;
  readonly weight: number;
}

/**
 * Makes a scale of which nothing was learned: numbers on a lattice, equally likely within each stretch.
 * @param stretches in rising order, at least one
 * @param step distance of the lattice's points, which start at 0
 */
export function uniformScale(stretches: readonly Stretch[], step: number): NumberScale {
  const none = stretches.map((): number[] => []);
  return {
    kind: 'number',
    step,
    offset: 0,
    upper: stretches.map(({ high }) => high),
    low: stretches.map(({ low }) => low),
    high: stretches.map(({ high }) => high),
    rest: stretches.map(({ weight }) => weight),
    atoms: none,
    atomWeights: none,
    lowTail: null,
    highTail: null,
    grains: [],
    weekdays: null,
  };
}
