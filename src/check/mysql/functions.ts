import { countCodePoints } from '../characters.js';
import { compileMatcher } from '../pattern/compile-matcher.js';
import { isAscii, parseRegex } from '../pattern/parse-regex.js';
import { UNKNOWN, type Known, type Value } from '../semantics.js';
import { addMoments, remainderOf } from '../typed/arithmetic.js';
import { compareFamily } from '../typed/compare.js';
import {
  countBytes,
  ofNumber,
  ofTexts,
  roundDecimals,
  SHARED_FUNCTIONS,
  type FunctionCompiler,
} from '../typed/functions.js';
import { MICROS_PER_DAY, partOf, startOfDay } from '../typed/moments.js';
import { roundHalfEven, roundTo } from '../typed/numbers.js';
import { commonType, derived } from '../typed/operands.js';
import { INTEGER, isMoment, isNumeric, TEXT, type Operand } from '../typed/static-type.js';
import { toMoment, toNumber, toText } from './casts.js';
import { ignoresCase, mergedText } from './collation.js';

/**
 * Compiles a call of one of MySQL's functions: https://dev.mysql.com/doc/refman/8.4/en/functions.html
 * @returns null when the function, or its arguments, are not understood
 */
export function callFunction(name: string, args: readonly Operand[]): Operand | null {
  const compile = FUNCTIONS[name] ?? SHARED_FUNCTIONS[ALIASES[name] ?? name];
  const called = compile?.(args) ?? null;
  return called?.type.name === 'text' ? { ...called, type: mergedText(args) } : called;
}

/** TO_DAYS('1970-01-01') */
const DAYS_OF_1970 = 719_528;

const ALIASES: Readonly<Record<string, string>> = { lcase: 'lower', ucase: 'upper' };

const FUNCTIONS: Readonly<Record<string, FunctionCompiler>> = {
  length: ofText(countBytes),
  octet_length: ofText(countBytes),
  char_length: ofText(ofTexts(1, 0, INTEGER, (text) => countCodePoints(text as string))),
  character_length: ofText(ofTexts(1, 0, INTEGER, (text) => countCodePoints(text as string))),
  substring: (args) => {
    const [first, ...positions] = args;
    const text = first && toText(first);
    if (
      !text ||
      positions.length < 1 ||
      positions.length > 2 ||
      !positions.every(({ type }) => isNumeric(type))
    )
      return null;
    return derived([text, ...positions], TEXT, (value, start, count = Infinity) =>
      substring(value as string, Number(start), Number(count)),
    );
  },
  concat: (args) => {
    const texts = args.map(toText);
    if (!texts.every((text) => text !== null)) return null;
    return derived(texts, TEXT, (...values) => values.join(''));
  },
  instr: findText,
  strpos: findText,
  locate: ([sought, text, ...rest]) =>
    sought && text && rest.length === 0 ? findText([text, sought]) : null,
  json_valid: ofTexts(1, 0, INTEGER, (text) => Number(isJson(text as string))),
  regexp_like: ([operand, pattern, ...rest]) => {
    if (!operand || !pattern || rest.length > 0) return null;
    const ignoreCase = ignoresCase(mergedText([operand, pattern]));
    return ofTexts(2, 0, INTEGER, (text, source) => {
      const regex = parseRegex(source as string, { ignoreCase, dotMatchesNewline: false });
      const answer = regex && compileMatcher(regex.pattern, ignoreCase || regex.asciiOnly)(text as string);
      return answer === null ? UNKNOWN : Number(answer);
    })([operand, pattern]);
  },
  isnull: ([operand]) => {
    if (!operand) return null;
    return {
      type: INTEGER,
      get: (row) => {
        const value = operand.get(row);
        return value === UNKNOWN ? UNKNOWN : Number(value === null);
      },
    };
  },
  round: (args) => roundDecimals(args) ?? (args.length === 1 ? ofNumber(roundHalfEven)(args) : null),
  truncate: ([value, digits]) => {
    if (!value || typeof digits?.constant !== 'number' || !isNumeric(value.type)) return null;
    const places = digits.constant;
    return derived([value], value.type, (number) => {
      const rounded = roundTo(Number(number), places);
      const step = Math.abs(rounded) > Math.abs(Number(number)) ? Math.sign(rounded) * 10 ** -places : 0;
      return roundTo(rounded - step, places);
    });
  },
  mod: ([left, right]) => {
    const one = left && toNumber(left);
    const other = right && toNumber(right);
    return one && other ? remainderOf(one, other) : null;
  },
  greatest: (args) => extreme(args, 1),
  least: (args) => extreme(args, -1),
  extract: ([field, operand]) => {
    const name = field?.constant;
    return typeof name === 'string' && operand ? part(name)([operand]) : null;
  },
  year: part('year'),
  month: part('month'),
  day: part('day'),
  dayofmonth: part('day'),
  dayofyear: part('doy'),
  quarter: part('quarter'),
  hour: part('hour'),
  minute: part('minute'),
  second: part('second'),
  dayofweek: part('dow', (sundayIsZero) => sundayIsZero + 1),
  weekday: part('isodow', (mondayIsOne) => mondayIsOne - 1),
  date: ofMoments(1, (micros) => startOfDay(micros), { name: 'date' }),
  datediff: ofMoments(2, (end, start) => (startOfDay(end) - startOfDay(start!)) / MICROS_PER_DAY, INTEGER),
  to_days: ofMoments(1, (micros) => startOfDay(micros) / MICROS_PER_DAY + DAYS_OF_1970, INTEGER),
  date_add: ([moment, interval]) => shift('+', moment, interval),
  adddate: ([moment, interval]) => shift('+', moment, interval),
  date_sub: ([moment, interval]) => shift('-', moment, interval),
  subdate: ([moment, interval]) => shift('-', moment, interval),
};

/** Functions of a text take an integer or a date as one, too. */
function ofText(compile: FunctionCompiler): FunctionCompiler {
  return (args) => {
    const texts = args.map(toText);
    return texts.every((text) => text !== null) ? compile(texts) : null;
  };
}

/** 1 is the first character, -1 the last, 0 none. */
function substring(text: string, start: number, count: number): Value {
  const characters = [...text];
  const from = start < 0 ? characters.length + start : start - 1;
  if (start === 0 || from < 0 || count < 1) return '';
  return characters.slice(from, from + count).join('');
}

/** Where a text is found, by the collation: in any case, which beyond ASCII is not told. */
function findText(args: readonly Operand[]): Operand | null {
  const isCaseless = ignoresCase(mergedText(args));
  return ofTexts(2, 0, INTEGER, (text, sought) => {
    const [whole, part] = [text as string, sought as string];
    if (isCaseless && !(isAscii(whole) && isAscii(part))) return UNKNOWN;
    const at = isCaseless ? whole.toLowerCase().indexOf(part.toLowerCase()) : whole.indexOf(part);
    return at < 0 ? 0 : countCodePoints(whole.slice(0, at)) + 1;
  })(args);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** GREATEST and LEAST of numbers or moments; NULL when any is. */
function extreme(args: readonly Operand[], sign: number): Operand | null {
  const type = commonType(args);
  if (args.length < 2 || !(isNumeric(type) || isMoment(type))) return null;
  const order = compareFamily(args[0]!, args[1]!)?.order;
  if (!order) return null;
  return derived(args, type, (...values: Known[]) =>
    values.reduce((best, value) => {
      const difference =
        typeof best === 'number' && typeof value === 'number' ? value - best : order(value, best);
      return sign * difference > 0 ? value : best;
    }),
  );
}

function part(field: string, shiftBy: (value: number) => number = (value) => value): FunctionCompiler {
  return (args) => {
    const moment = args[0] && toMoment(args[0]);
    if (args.length !== 1 || !moment) return null;
    return derived([moment], INTEGER, (micros) => {
      const value = partOf(field.toLowerCase(), Number(micros));
      return value === null ? UNKNOWN : shiftBy(Math.floor(value));
    });
  };
}

function ofMoments(
  count: number,
  calculate: (first: number, second?: number) => number,
  type: Operand['type'],
): FunctionCompiler {
  return (args) => {
    const moments = args.map(toMoment);
    if (args.length !== count || !moments.every((moment) => moment !== null)) return null;
    return derived(moments, type, (first, second) => calculate(Number(first), Number(second)));
  };
}

function shift(
  operator: '+' | '-',
  moment: Operand | undefined,
  interval: Operand | undefined,
): Operand | null {
  return moment && interval ? addMoments(operator, moment, interval) : null;
}
