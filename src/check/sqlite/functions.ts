import { countCodePoints, trimCharacters } from '../characters.js';
import { compareBytes } from '../compare-text.js';
import { UNKNOWN, type Getter, type Known, type Typed, type Value } from '../semantics.js';
import { callDateFunction } from './dates.js';
import {
  bytesOf,
  castToInteger,
  doubleOf,
  integerOf,
  isInteger,
  isNumber,
  numberOfText,
  numericOf,
  realOf,
  textOf,
} from './values.js';

type Order = (left: Known, right: Known) => number;

/** How many arguments a function takes, and what it makes of them; NULL in, NULL out. */
interface ScalarFunction {
  readonly least: number;
  readonly most: number;
  readonly call: (args: readonly Known[], order: Order) => Value;
}

/**
 * Compiles a call of one of SQLite's scalar functions: https://www.sqlite.org/lang_corefunc.html
 * @param order compares two arguments, for functions that do
 * @returns null when the function, or this number of arguments, is not known
 */
export function callFunction(name: string, args: readonly Typed<unknown>[], order: Order): Getter | null {
  const getters = args.map((arg) => arg.get);
  const special = SPECIAL[name];
  if (special) return args.length === special.arity ? special.compile(getters, order) : null;
  const known = FUNCTIONS[name];
  if (!known) return callDateFunction(name, getters);
  if (args.length < known.least || args.length > known.most) return null;
  const { call } = known;
  if (getters.length === 1) {
    const get = getters[0]!;
    return (row) => {
      const value = get(row);
      return value === null || value === UNKNOWN ? value : call([value], order);
    };
  }
  return (row) => {
    const values: Known[] = [];
    let isUnknown = false;
    for (const get of getters) {
      const value = get(row);
      if (value === null) return null;
      if (value === UNKNOWN) isUnknown = true;
      else values.push(value);
    }
    return isUnknown ? UNKNOWN : call(values, order);
  };
}

/** Functions that see NULL. */
const SPECIAL: Readonly<
  Record<string, { arity: number; compile: (getters: readonly Getter[], order: Order) => Getter }>
> = {
  typeof: {
    arity: 1,
    compile:
      ([get]) =>
      (row) => {
        const value = get!(row);
        return value === UNKNOWN ? value : storageClass(value);
      },
  },
  hex: {
    arity: 1,
    compile:
      ([get]) =>
      (row) => {
        const value = get!(row);
        if (value === UNKNOWN) return UNKNOWN;
        return value === null ? '' : hexOf(bytesOf(value));
      },
  },
  nullif: {
    arity: 2,
    compile:
      ([get, getUnwanted], order) =>
      (row) => {
        const value = get!(row);
        const unwanted = getUnwanted!(row);
        if (value === UNKNOWN || unwanted === UNKNOWN) return UNKNOWN;
        if (value === null || unwanted === null) return value;
        const answer = order(value, unwanted);
        if (Number.isNaN(answer)) return UNKNOWN;
        return answer === 0 ? null : value;
      },
  },
  replace: {
    arity: 3,
    compile:
      ([get, getSought, getBy]) =>
      (row) => {
        const value = get!(row);
        const sought = getSought!(row);
        const by = getBy!(row);
        if (value === null || sought === null) return null;
        if (value === UNKNOWN || sought === UNKNOWN) return UNKNOWN;
        // Nothing to replace: not even a NULL is looked at.
        if (textOf(sought) === '') return textOf(value);
        return by === null || by === UNKNOWN
          ? by
          : textOf(value).replaceAll(textOf(sought), () => textOf(by));
      },
  },
};

const FUNCTIONS: Readonly<Record<string, ScalarFunction>> = {
  length: one((value) => (value instanceof Uint8Array ? value.length : countCodePoints(textOf(value)))),
  octet_length: one((value) => bytesOf(value).length),
  lower: one((value) => textOf(value).replace(/[A-Z]+/g, (letters) => letters.toLowerCase())),
  upper: one((value) => textOf(value).replace(/[a-z]+/g, (letters) => letters.toUpperCase())),
  trim: { least: 1, most: 2, call: ([text, blanks]) => trim(text!, blanks, true, true) },
  ltrim: { least: 1, most: 2, call: ([text, blanks]) => trim(text!, blanks, true, false) },
  rtrim: { least: 1, most: 2, call: ([text, blanks]) => trim(text!, blanks, false, true) },
  substring: { least: 2, most: 3, call: ([text, start, length]) => substring(text!, start!, length) },
  instr: { least: 2, most: 2, call: ([text, sought]) => instr(text!, sought!) },
  unicode: one((value) => textOf(value).codePointAt(0) ?? null),
  abs: one(absolute),
  sign: one((value) => {
    const number = isNumber(value) ? value : typeof value === 'string' ? numberOfText(value) : null;
    return number === null ? null : Math.sign(doubleOf(number)) + 0;
  }),
  round: { least: 1, most: 2, call: ([value, digits]) => round(value!, digits) },
  floor: one((value) => roundBy(value, Math.floor)),
  ceil: one((value) => roundBy(value, Math.ceil)),
  ceiling: one((value) => roundBy(value, Math.ceil)),
  trunc: one((value) => roundBy(value, Math.trunc)),
  min: {
    least: 2,
    most: Infinity,
    call: (values, order) => extreme(values, (best, value) => order(best, value) >= 0),
  },
  max: {
    least: 2,
    most: Infinity,
    call: (values, order) => extreme(values, (best, value) => order(best, value) < 0),
  },
  json_valid: one((value) =>
    value instanceof Uint8Array ? UNKNOWN : Number(parseJson(textOf(value)) !== undefined),
  ),
  json_type: one(jsonType),
  likely: one((value) => value),
  unlikely: one((value) => value),
  likelihood: { least: 2, most: 2, call: ([value]) => value! },
};

function one(call: (value: Known) => Value): ScalarFunction {
  return { least: 1, most: 1, call: (args) => call(args[0]!) };
}

function storageClass(value: Known | null): string {
  if (value === null) return 'null';
  if (isNumber(value)) return isInteger(value) ? 'integer' : 'real';
  return typeof value === 'string' ? 'text' : 'blob';
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase();
}

function trim(value: Known, blanks: Known | undefined, atStart: boolean, atEnd: boolean): string {
  return trimCharacters(textOf(value), blanks === undefined ? ' ' : textOf(blanks), atStart, atEnd);
}

const MAX_LENGTH = 1_000_000_000;

/** substr(X,Y,Z), with the odd cases of Y = 0, Y < 0 and Z < 0 as sqlite3's substrFunc has them. */
function substring(value: Known, startValue: Known, lengthValue: Known | undefined): Value {
  // An empty blob has no address, which substr takes for NULL.
  if (value instanceof Uint8Array && value.length === 0) return null;
  const characters = value instanceof Uint8Array ? value : [...textOf(value)];
  let start = Number(castToInteger(startValue));
  let length = lengthValue === undefined ? MAX_LENGTH : Number(castToInteger(lengthValue));
  const isBackwards = length < 0;
  length = Math.abs(length);
  if (start < 0) {
    start += characters.length;
    if (start < 0) {
      length = Math.max(length + start, 0);
      start = 0;
    }
  } else if (start > 0) start--;
  else if (length > 0) length--;
  if (isBackwards) {
    start -= length;
    if (start < 0) {
      length += start;
      start = 0;
    }
  }
  const end = start + Math.max(length, 0);
  return characters instanceof Uint8Array
    ? characters.slice(start, end)
    : characters.slice(start, end).join('');
}

function instr(value: Known, sought: Known): number {
  if (value instanceof Uint8Array && sought instanceof Uint8Array) return findBytes(value, sought) + 1;
  const text = textOf(value);
  const at = text.indexOf(textOf(sought));
  return at < 0 ? 0 : countCodePoints(text.slice(0, at)) + 1;
}

function findBytes(bytes: Uint8Array, sought: Uint8Array): number {
  for (let at = 0; at + sought.length <= bytes.length; at++) {
    if (compareBytes(bytes.subarray(at, at + sought.length), sought) === 0) return at;
  }
  return -1;
}

function absolute(value: Known): Value {
  if (isNumber(value) && isInteger(value)) {
    const size = BigInt(value) < 0n ? -BigInt(value) : BigInt(value);
    // SQLite refuses to take the absolute value of the smallest integer.
    return size > 2n ** 63n - 1n ? UNKNOWN : integerOf(size);
  }
  return realOf(Math.abs(doubleOf(numericOf(value))));
}

function round(value: Known, digits: Known | undefined): Value {
  const number = doubleOf(numericOf(value));
  const places = digits === undefined ? 0 : Math.min(Math.max(Number(castToInteger(digits)), 0), 30);
  if (Math.abs(number) >= 2 ** 52) return realOf(number);
  if (places === 0) return realOf(Math.trunc(number + (number < 0 ? -0.5 : 0.5)));
  return realOf(Number(number.toFixed(places)));
}

/** Integers and texts that are integers stay integers. */
function roundBy(value: Known, toWhole: (value: number) => number): Value {
  const number = isNumber(value) ? value : typeof value === 'string' ? numberOfText(value) : null;
  if (number === null || isInteger(number)) return number;
  return realOf(toWhole(doubleOf(number)));
}

function extreme(values: readonly Known[], replaces: (best: Known, value: Known) => boolean): Value {
  return values.reduce((best, value) => (replaces(best, value) ? value : best));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function jsonType(value: Known): Value {
  if (value instanceof Uint8Array) return UNKNOWN;
  const text = textOf(value);
  const json = parseJson(text);
  switch (typeof json) {
    case 'string':
      return 'text';
    case 'boolean':
      return String(json);
    case 'number':
      return /[.eE]/.test(text) ? 'real' : 'integer';
    case 'object':
      if (json === null) return 'null';
      return Array.isArray(json) ? 'array' : 'object';
    default:
      return UNKNOWN;
  }
}
