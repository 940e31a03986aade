import type { Stretch } from './uniform-scale.js';

/** What numbers of a column of this name usually are. */
export interface NumberRange {
  readonly stretches: readonly Stretch[];
  /** Digits behind the point where the type leaves it open. */
  readonly decimals: number;
}

interface RangeRule {
  readonly name: RegExp;
  readonly range: NumberRange;
}

/**
 * Guesses the range of a number from the name of its column.
 * @param name in lower case, words joined by underscores
 * @param isInteger whether only whole numbers fit
 */
export function guessRange(name: string, isInteger: boolean): NumberRange {
  const rule = (isInteger ? [...INTEGERS, ...BOTH] : [...FRACTIONS, ...BOTH]).find((candidate) =>
    candidate.name.test(name),
  );
  return rule?.range ?? (isInteger ? between(1, 100) : between(0, 100, 2));
}

function between(low: number, high: number, decimals = 0): NumberRange {
  return { stretches: [{ low, high, weight: 1 }], decimals };
}

/** Many small amounts, few large ones. */
function amounts(unit: number, decimals: number): NumberRange {
  return {
    stretches: [
      { low: unit, high: 20 * unit, weight: 3 },
      { low: 20 * unit, high: 100 * unit, weight: 4 },
      { low: 100 * unit, high: 500 * unit, weight: 2 },
      { low: 500 * unit, high: 2000 * unit, weight: 1 },
    ],
    decimals,
  };
}

const FRACTIONS: readonly RangeRule[] = [
  { name: /(^|_)lat(itude)?$/, range: between(-60, 70, 6) },
  { name: /(^|_)(lon|lng|long)(gitude)?$/, range: between(-180, 180, 6) },
  {
    name: /(^|_)(rate|ratio|probability|share|fraction|weight|confidence|discount)$/,
    range: between(0, 1, 4),
  },
  {
    name: /(price|amount|cost|total|fee|salary|balance|revenue|payment|tax|charge|value)/,
    range: amounts(1, 2),
  },
];

const INTEGERS: readonly RangeRule[] = [
  { name: /(price|amount|cost|total_cents|fee|salary|balance|cents)(_|$)/, range: amounts(100, 0) },
  { name: /_id$|^id$|_ids?$/, range: between(1, 10_000) },
  { name: /(^|_)month(_|$)/, range: between(1, 12) },
  { name: /(^|_)day(_of_month)?$/, range: between(1, 28) },
  { name: /(^|_)hour(_|$)/, range: between(0, 23) },
  { name: /(^|_)(minute|second)$/, range: between(0, 59) },
  { name: /(^|_)(quantity|qty|num|number_of|no_of|menge)(_|$)|(^|_)n_/, range: between(1, 20) },
  { name: /count(er)?s?$/, range: between(0, 200) },
  {
    name: /(^|_)(position|sort|sort_?order|order|ord|rank|seq|sequence|idx|index|ordinal|priority)$/,
    range: between(1, 1000),
  },
  { name: /(^|_)(level|depth|version|revision|lock_version)$/, range: between(1, 10) },
  { name: /(size|bytes|length)$/, range: between(100, 1_000_000) },
  { name: /(^|_)port$/, range: between(1024, 65_535) },
  { name: /(timeout|duration|elapsed|interval|ttl|seconds|_ms|millis)/, range: between(1, 3600) },
];

const BOTH: readonly RangeRule[] = [
  { name: /(^|_)(age|alter)$/, range: between(18, 90) },
  { name: /(^|_)(year|yr|jahr|annee|ano)(_of_birth)?(_|$)|year$/, range: between(1990, 2025) },
  { name: /percent(age)?|(^|_)pct(_|$)/, range: between(0, 100, 1) },
  { name: /(^|_)(rating|stars|grade)$/, range: between(1, 5) },
  { name: /(^|_)score$/, range: between(0, 100) },
  { name: /(^|_)(stock|inventory|on_hand)(_|$)/, range: between(0, 500) },
  { name: /(^|_)(width|height|depth)$/, range: between(10, 2000) },
  { name: /(^|_)population$/, range: between(1000, 5_000_000) },
];
