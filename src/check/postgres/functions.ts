import { countCodePoints, trimCharacters } from '../characters.js';
import { countItems } from './count-items.js';
import { UNKNOWN, type Known, type Value } from '../semantics.js';
import { remainderOf } from '../typed/arithmetic.js';
import {
  ofNumber,
  ofTexts,
  roundDecimals,
  SHARED_FUNCTIONS,
  type FunctionCompiler,
} from '../typed/functions.js';
import { compareFamily } from '../typed/compare.js';
import { partOf, truncateTo } from '../typed/moments.js';
import { coerceLiteral, commonType, derived } from '../typed/operands.js';
import { compileMatcher } from '../pattern/compile-matcher.js';
import { parseRegex } from '../pattern/parse-regex.js';
import {
  BOOLEAN,
  INTEGER,
  isMoment,
  isNumeric,
  isTextual,
  REAL,
  TEXT,
  type Operand,
} from '../typed/static-type.js';
import { roundHalfEven } from '../typed/numbers.js';

/**
 * Compiles a call of one of PostgreSQL's functions: https://www.postgresql.org/docs/current/functions.html
 * @returns null when the function, or its arguments, are not understood
 */
export function callFunction(name: string, args: readonly Operand[]): Operand | null {
  return (FUNCTIONS[name] ?? SHARED_FUNCTIONS[name])?.(args) ?? null;
}

const lengthOfText = ofTexts(1, 0, INTEGER, (text) => countCodePoints(text as string));

const FUNCTIONS: Readonly<Record<string, FunctionCompiler>> = {
  length: lengthOfText,
  btrim: (args) => trimAny(args, true, true),
  trim: (args) => trimAny(args, true, true),
  ltrim: (args) => trimAny(args, true, false),
  rtrim: (args) => trimAny(args, false, true),
  substring: (args) =>
    args.length === 2
      ? ofTexts(1, 1, TEXT, (text, start) => substring(text as string, Number(start), Infinity))(args)
      : ofTexts(1, 2, TEXT, (text, start, count) => substring(text as string, Number(start), Number(count)))(
          args,
        ),
  strpos: findText,
  position: findText,
  starts_with: ofTexts(2, 0, BOOLEAN, (text, start) => Number((text as string).startsWith(start as string))),
  split_part: ofTexts(2, 1, TEXT, (text, separator, place) => {
    if (separator === '' || Number(place) < 1) return UNKNOWN;
    return (text as string).split(separator as string)[Number(place) - 1] ?? '';
  }),
  concat: (args) => concatenate(args),
  regexp_like: (args) =>
    ofTexts(2, 0, BOOLEAN, (text, pattern) => {
      const regex = parseRegex(pattern as string, { ignoreCase: false, dotMatchesNewline: true });
      const answer = regex && compileMatcher(regex.pattern, regex.asciiOnly)(text as string);
      return answer === null ? UNKNOWN : Number(answer);
    })(args),
  cardinality: ([list]) =>
    list?.type.isList === true
      ? derived([list], INTEGER, (text) => countItems(text as string, Infinity))
      : null,
  // NULL for an empty array, and beyond the first dimension only the database can tell.
  array_length: ([list, dimension]) =>
    list?.type.isList === true && dimension?.constant === 1
      ? derived([list], INTEGER, (text) => countItems(text as string, 1) || null)
      : null,
  round: (args) =>
    args[0]?.type.name === 'decimal' || args.length > 1 ? roundDecimals(args) : toWhole(roundHalfEven)(args),
  trunc: toWhole(Math.trunc),
  floor: toWhole(Math.floor),
  ceil: toWhole(Math.ceil),
  ceiling: toWhole(Math.ceil),
  sign: toWhole(Math.sign),
  mod: (args) =>
    args.length === 2 && args.every((arg) => isNumeric(arg.type)) ? remainderOf(args[0]!, args[1]!) : null,
  greatest: (args) => extreme(args, 1),
  least: (args) => extreme(args, -1),
  extract,
  date_part: extract,
  date_trunc: (args) => {
    const [unit, moment] = args;
    const name = unit?.constant;
    if (args.length !== 2 || typeof name !== 'string' || !moment || !isMoment(moment.type)) return null;
    return derived(
      [moment],
      { name: 'timestamp' },
      (value) => truncateTo(name.toLowerCase(), Number(value)) ?? UNKNOWN,
    );
  },
  isfinite: (args) => {
    if (args.length !== 1 || !isMoment(args[0]!.type)) return null;
    return derived(args, BOOLEAN, (value) => Number(Number.isFinite(value)));
  },
};

/** A rounding function; what it makes of an integer is a double. */
function toWhole(round: (value: number) => number): FunctionCompiler {
  return (args) =>
    ofNumber(
      (value) => round(value) + 0,
      args[0]?.type.name === 'decimal' ? { name: 'decimal', scale: 0 } : REAL,
    )(args);
}

function trimAny(args: readonly Operand[], atStart: boolean, atEnd: boolean): Operand | null {
  if (args.length < 1 || args.length > 2 || !args.every((arg) => isTextual(arg.type))) return null;
  return derived(args, TEXT, (text, unwanted = ' ') =>
    trimCharacters(text as string, unwanted as string, atStart, atEnd),
  );
}

/** Positions before the first character count, too. */
function substring(text: string, start: number, count: number): Value {
  if (count < 0) return UNKNOWN;
  return [...text].slice(Math.max(start - 1, 0), Math.max(start - 1 + count, 0)).join('');
}

function findText(args: readonly Operand[]): Operand | null {
  return ofTexts(2, 0, INTEGER, (text, sought) => {
    const at = (text as string).indexOf(sought as string);
    return at < 0 ? 0 : countCodePoints((text as string).slice(0, at)) + 1;
  })(args);
}

/** concat() passes over NULL. */
function concatenate(args: readonly Operand[]): Operand | null {
  if (!args.every(({ type }) => isTextual(type) || type.name === 'integer' || type.name === 'null'))
    return null;
  const getters = args.map((arg) => arg.get);
  return {
    type: TEXT,
    get: (row) => {
      let text = '';
      for (const get of getters) {
        const value = get(row);
        if (value === UNKNOWN) return UNKNOWN;
        if (value !== null) text += String(value as string);
      }
      return text;
    },
  };
}

/** GREATEST and LEAST pass over NULL. */
function extreme(args: readonly Operand[], sign: number): Operand | null {
  const type = commonType(args);
  const operands = args.map((arg) => coerceLiteral(arg, type));
  const comparable =
    operands.length > 0 ? compareFamily({ ...operands[0]!, type }, { ...operands[0]!, type }) : null;
  if (!comparable) return null;
  const order = (left: Known, right: Known): number =>
    typeof left === 'number' && typeof right === 'number' ? left - right : comparable.order(left, right);
  return {
    type,
    get: (row) => {
      let best: Value = null;
      for (const { get } of operands) {
        const value = get(row);
        if (value === UNKNOWN) return UNKNOWN;
        if (value !== null && (best === null || sign * order(value, best as Known) > 0)) best = value;
      }
      return best;
    },
  };
}

function extract(args: readonly Operand[]): Operand | null {
  const [field, moment] = args;
  const name = field?.constant;
  if (args.length !== 2 || typeof name !== 'string' || !moment || !isMoment(moment.type)) return null;
  return derived([moment], { name: 'decimal', scale: null }, (value) =>
    Number.isFinite(value) ? (partOf(name.toLowerCase(), Number(value)) ?? UNKNOWN) : UNKNOWN,
  );
}
