import { civilFromDays, daysFromCivil, MICROS_PER_DAY, type CivilDate } from '../classify/civil.js';

/** How a number follows from others. What it comes to is rounded to `step`. */
export type Formula = FormulaKind & {
  /** Values are multiples of this; 0 = not rounded. */
  readonly step: number;
  readonly rounding: 'nearest' | 'down';
};

type FormulaKind =
  /** Each operand times its factor: a total, a difference, a share of another, a span of time in hours. */
  | { readonly op: 'sum'; readonly factors: readonly number[]; readonly isNullZero: boolean }
  /** price * quantity * (1 - discount). */
  | { readonly op: 'product'; readonly forms: readonly FactorForm[]; readonly factor?: number }
  /** What a calendar says of one moment (microseconds since 1970), or the start of its day, month or year. */
  | { readonly op: 'part'; readonly part: MomentPart };

/** As it is, its inverse, or what is missing from one. */
export type FactorForm = 'plain' | 'inverse' | 'complement';

/** Numbers, with Sunday as weekday 0 and as ISO weekday 7. */
export const MOMENT_PARTS = ['year', 'quarter', 'month', 'day', 'weekday', 'isoWeekday', 'hour'] as const;
/** Moments. */
export const MOMENT_STARTS = ['startOfDay', 'startOfMonth', 'startOfYear'] as const;
export type MomentPart = (typeof MOMENT_PARTS)[number] | (typeof MOMENT_STARTS)[number];

/**
 * What a formula comes to.
 * @param operands numbers, or moments in microseconds since 1970; NaN = null
 * @returns NaN where an operand is missing, or where dividing by zero
 */
export function workOut(formula: Formula, operands: ArrayLike<number>): number {
  const exact = workOutExactly(formula, operands);
  const { step, rounding } = formula;
  if (step === 0 || !Number.isFinite(exact)) return Number.isFinite(exact) ? exact : NaN;
  const steps = withoutNoise(exact / step);
  const whole = rounding === 'nearest' ? Math.round(steps) : Math.floor(steps);
  return step < 1 ? whole / Math.round(1 / step) : whole * step;
}

/**
 * A product such as 0.29 * 100 must not fall below the whole number that it stands for. Rounding sees noise only near
 * a whole number or a half: elsewhere the slow way by a text is spared.
 */
function withoutNoise(steps: number): number {
  const beyondHalf = Math.abs(steps % 0.5);
  const isClear = Math.abs(steps) < 1e6 && beyondHalf > 1e-6 && beyondHalf < 0.5 - 1e-6;
  const isExact = beyondHalf === 0 && Math.abs(steps) < 1e12;
  // Adding 0 makes 0 of -0.
  return isClear || isExact ? steps + 0 : Number(steps.toPrecision(13));
}

function workOutExactly(formula: Formula, operands: ArrayLike<number>): number {
  switch (formula.op) {
    case 'sum':
      return sum(formula.factors, formula.isNullZero, operands);
    case 'product':
      return formula.forms.reduce(
        (product, form, i) => product * factorOf(form, operands[i]!),
        formula.factor ?? 1,
      );
    case 'part':
      return partOf(formula.part, operands[0]!);
  }
}

function sum(factors: readonly number[], isNullZero: boolean, operands: ArrayLike<number>): number {
  // A span of time is a small difference of large numbers, which must not be rounded before it is taken.
  const unit = Math.abs(factors[0]!);
  let total = 0;
  let present = 0;
  for (let i = 0; i < factors.length; i++) {
    const isNull = Number.isNaN(operands[i]!);
    if (!isNull) present++;
    if (!isNull || !isNullZero) total += (factors[i]! / unit) * operands[i]!;
  }
  return present === 0 ? NaN : unit * total;
}

function factorOf(form: FactorForm, value: number): number {
  return form === 'plain' ? value : form === 'inverse' ? 1 / value : 1 - value;
}

const date: CivilDate = { year: 0, month: 0, day: 0 };

function partOf(part: MomentPart, moment: number): number {
  if (Number.isNaN(moment)) return NaN;
  const days = Math.floor(moment / MICROS_PER_DAY);
  // 1970-01-01 was a Thursday.
  const weekday = (((days + 4) % 7) + 7) % 7;
  switch (part) {
    case 'year':
      return civilFromDays(days, date).year;
    case 'quarter':
      return Math.ceil(civilFromDays(days, date).month / 3);
    case 'month':
      return civilFromDays(days, date).month;
    case 'day':
      return civilFromDays(days, date).day;
    case 'weekday':
      return weekday;
    case 'isoWeekday':
      return weekday === 0 ? 7 : weekday;
    case 'hour':
      return Math.floor((moment - days * MICROS_PER_DAY) / 3_600_000_000);
    case 'startOfDay':
      return days * MICROS_PER_DAY;
    case 'startOfMonth':
      return (days - civilFromDays(days, date).day + 1) * MICROS_PER_DAY;
    case 'startOfYear':
      return daysFromCivil(civilFromDays(days, date).year, 1, 1) * MICROS_PER_DAY;
  }
}
