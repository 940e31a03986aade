import { changeCase, countCodePoints, trimCharacters } from '../characters.js';
import { UNKNOWN, type Known, type Value } from '../semantics.js';
import { roundTo } from './numbers.js';
import { derived } from './operands.js';
import { INTEGER, isNumeric, isTextual, REAL, TEXT, type Operand, type StaticType } from './static-type.js';

/** Compiles a call; null when these arguments are not understood. */
export type FunctionCompiler = (args: readonly Operand[]) => Operand | null;

/** A function of texts (and numbers behind the first `texts` of them). */
export function ofTexts(
  texts: number,
  numbers: number,
  type: StaticType,
  calculate: (...values: Known[]) => Value,
): FunctionCompiler {
  return (args) => {
    if (args.length !== texts + numbers) return null;
    const fit = args.every((arg, i) => (i < texts ? isTextual(arg.type) : isNumeric(arg.type)));
    return fit ? derived(args, type, calculate) : null;
  };
}

/** The bytes of a text, the blanks of a CHAR(n) included. */
export function countBytes(args: readonly Operand[]): Operand | null {
  const [arg] = args;
  if (args.length !== 1 || !arg || !isTextual(arg.type)) return null;
  const encoder = new TextEncoder();
  return derived(
    args,
    INTEGER,
    (text) => encoder.encode((text as string).padEnd(arg.type.paddedTo ?? 0)).length,
  );
}

/** A rounding function of one number; it keeps the type unless told another. */
export function ofNumber(calculate: (value: number) => number, result?: StaticType): FunctionCompiler {
  return (args) => {
    const [arg] = args;
    if (args.length !== 1 || !arg || !isNumeric(arg.type)) return null;
    return derived(args, result ?? arg.type, (value) =>
      // A big integer is whole and beyond what rounding could change.
      typeof value === 'bigint' && !result ? value : calculate(Number(value)),
    );
  };
}

/** The first compiler that takes the arguments. */
export function anyOf(...compilers: readonly FunctionCompiler[]): FunctionCompiler {
  return (args) => {
    for (const compile of compilers) {
      const compiled = compile(args);
      if (compiled) return compiled;
    }
    return null;
  };
}

/** Functions that PostgreSQL and MySQL have in common, by the names of both. */
export const SHARED_FUNCTIONS: Readonly<Record<string, FunctionCompiler>> = {
  char_length: ofTexts(1, 0, INTEGER, (text) => countCodePoints(text as string)),
  character_length: ofTexts(1, 0, INTEGER, (text) => countCodePoints(text as string)),
  octet_length: countBytes,
  lower: ofTexts(1, 0, TEXT, (text) => changeCase(text as string, 'lower')),
  upper: ofTexts(1, 0, TEXT, (text) => changeCase(text as string, 'upper')),
  trim: trimming(true, true),
  ltrim: trimming(true, false),
  rtrim: trimming(false, true),
  reverse: ofTexts(1, 0, TEXT, (text) => [...(text as string)].reverse().join('')),
  ascii: ofTexts(1, 0, INTEGER, (text) => (text as string).codePointAt(0) ?? 0),
  replace: ofTexts(3, 0, TEXT, (text, sought, by) =>
    sought === '' ? text : (text as string).replaceAll(sought as string, () => by as string),
  ),
  left: ofTexts(1, 1, TEXT, (text, count) => cut(text as string, 0, Number(count))),
  right: ofTexts(1, 1, TEXT, (text, count) => {
    const length = countCodePoints(text as string);
    return cut(
      text as string,
      Math.max(length - Number(count), 0),
      Number(count) < 0 ? UNKNOWN_COUNT : length,
    );
  }),
  abs: absolute,
  sign: ofNumber((value) => Math.sign(value) + 0, INTEGER),
  floor: ofNumber((value) => Math.floor(value) + 0),
  ceil: ofNumber((value) => Math.ceil(value) + 0),
  ceiling: ofNumber((value) => Math.ceil(value) + 0),
  sqrt: (args) => {
    const [arg] = args;
    if (args.length !== 1 || !arg || !isNumeric(arg.type)) return null;
    return derived(args, REAL, (value) => (Number(value) < 0 ? UNKNOWN : Math.sqrt(Number(value))));
  },
  power: powering,
  pow: powering,
};

const UNKNOWN_COUNT = -1;

function cut(text: string, start: number, count: number): Value {
  // Negative counts differ between the dialects.
  return count < 0 ? UNKNOWN : [...text].slice(start, start + count).join('');
}

function trimming(atStart: boolean, atEnd: boolean): FunctionCompiler {
  return anyOf(
    ofTexts(1, 0, TEXT, (text) => trimCharacters(text as string, ' ', atStart, atEnd)),
    ofTexts(2, 0, TEXT, (text, unwanted) =>
      // MySQL takes off the whole text, PostgreSQL any of its characters.
      countCodePoints(unwanted as string) === 1
        ? trimCharacters(text as string, unwanted as string, atStart, atEnd)
        : UNKNOWN,
    ),
  );
}

function absolute(args: readonly Operand[]): Operand | null {
  const [arg] = args;
  if (args.length !== 1 || !arg || !isNumeric(arg.type)) return null;
  return derived(args, arg.type, (value) =>
    typeof value === 'bigint' ? (value < 0n ? -value : value) : Math.abs(Number(value)),
  );
}

function powering(args: readonly Operand[]): Operand | null {
  if (args.length !== 2 || !args.every((arg) => isNumeric(arg.type))) return null;
  return derived(args, REAL, (base, exponent) => Number(base) ** Number(exponent));
}

/** round(x) and round(x, n) of decimals and integers: half away from zero. */
export function roundDecimals(args: readonly Operand[]): Operand | null {
  const [value, digits] = args;
  if (!value || args.length > 2 || (value.type.name !== 'decimal' && value.type.name !== 'integer'))
    return null;
  if (digits && typeof digits.constant !== 'number') return null;
  const places = digits ? Number(digits.constant) : 0;
  const scale = value.type.name === 'integer' ? 0 : Math.max(places, 0);
  return derived([value], { name: scale === 0 && !digits ? value.type.name : 'decimal', scale }, (number) =>
    typeof number === 'bigint' ? number : roundTo(Number(number), places),
  );
}
