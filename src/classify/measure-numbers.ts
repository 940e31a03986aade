import type { Census } from '../privacy/census.js';

/** How finely numbers are written. */
export interface NumberGrain {
  readonly decimals: number;
  readonly step: number;
  readonly origin: number;
}

const NEARLY_ALL = 0.99;
const MOST_VALUES = 5000;
const MOST_DECIMALS = 15;
/** Distinct values from which a common divisor is no chance. */
const FEWEST_FOR_STEP = 8;

/**
 * Finds the decimals that nearly all numbers get along with, and the lattice on which nearly all lie: multiples
 * of 5, prices that end in .99.
 */
export function measureNumbers(numbers: Census<number>): NumberGrain {
  const values = spread([...numbers.values()], MOST_VALUES);
  const weights = values.map((value) => numbers.rowsOf(value));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const decimals = usualDecimals(values, weights, total);
  const unit = Number(`1e-${decimals}`);
  const scale = 10 ** decimals;
  const whole = values.map((value) => Math.round(value * scale));
  if (values.length < FEWEST_FOR_STEP || whole.some((number) => !Number.isSafeInteger(number))) {
    return { decimals, step: unit, origin: 0 };
  }
  const usual = whole[weights.indexOf(weights.reduce((a, b) => Math.max(a, b)))]!;
  const step = commonStep(whole, weights, total, usual);
  const origin = step === 1 ? 0 : ((usual % step) + step) % step;
  return { decimals, step: step / scale, origin: origin / scale };
}

/** Digits behind the point of the shortest text of a number. */
export function decimalsOf(number: number): number {
  const [mantissa, exponent] = String(number).split('e');
  const digits = mantissa!.split('.')[1]?.length ?? 0;
  return Math.max(0, digits - Number(exponent ?? 0));
}

function usualDecimals(values: readonly number[], weights: readonly number[], total: number): number {
  const rows = new Array<number>(MOST_DECIMALS + 1).fill(0);
  values.forEach((value, i) => (rows[Math.min(MOST_DECIMALS, decimalsOf(value))]! += weights[i]!));
  let sum = 0;
  for (let decimals = 0; decimals < MOST_DECIMALS; decimals++) {
    sum += rows[decimals]!;
    if (sum >= NEARLY_ALL * total) return decimals;
  }
  return MOST_DECIMALS;
}

function commonStep(
  whole: readonly number[],
  weights: readonly number[],
  total: number,
  usual: number,
): number {
  const divisor = whole.reduce((a, b) => greatestDivisor(a, Math.abs(b - usual)), 0);
  if (divisor > 1) return divisor;
  const range = whole.reduce((a, b) => Math.max(a, Math.abs(b - usual)), 0);
  for (let power = 10 ** Math.floor(Math.log10(Math.max(1, range))); power >= 1; power /= 10) {
    for (const factor of [5, 2.5, 1]) {
      const step = factor * power;
      if (step <= 1 || !Number.isInteger(step) || range / step < FEWEST_FOR_STEP - 1) continue;
      const onStep = whole.reduce(
        (sum, number, i) => sum + ((number - usual) % step === 0 ? weights[i]! : 0),
        0,
      );
      if (onStep >= NEARLY_ALL * total) return step;
    }
  }
  return 1;
}

function greatestDivisor(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}

function spread(values: readonly number[], most: number): number[] {
  const stride = Math.ceil(values.length / most);
  return stride <= 1 ? [...values] : values.filter((_, i) => i % stride === 0);
}
