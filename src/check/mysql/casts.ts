import type { TypeName } from '../expression.js';
import { UNKNOWN } from '../semantics.js';
import { readMoment, readTime, startOfDay, writeDate } from '../typed/moments.js';
import { roundTo, shrink } from '../typed/numbers.js';
import { derived, UNKNOWN_OPERAND } from '../typed/operands.js';
import { INTEGER, isMoment, isNumeric, isTextual, REAL, TEXT, type Operand } from '../typed/static-type.js';

/** The number that a text begins with. */
export function numberOfPrefix(text: string): number {
  return Number(/^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/i.exec(text)?.[0] ?? 0);
}

/** An operand as a number; null when its type has no plain one. */
export function toNumber(operand: Operand): Operand | null {
  if (isNumeric(operand.type) || operand.type.name === 'null') return operand;
  if (!isTextual(operand.type)) return null;
  const { labels } = operand.type;
  return labels
    ? derived([operand], INTEGER, (value) => placeOf(value as string, labels))
    : derived([operand], REAL, (value) => numberOfPrefix(value as string));
}

/** An enum is the place of its label, from 1 on. */
function placeOf(value: string, labels: readonly string[]): number {
  const place = labels.findIndex((label) => label.toLowerCase() === value.toLowerCase());
  return place + 1;
}

/** An operand as a text; null when its form as text is not told here. */
export function toText(operand: Operand): Operand | null {
  switch (operand.type.name) {
    case 'text':
    case 'literal':
    case 'null':
      return operand;
    case 'integer':
      return derived([operand], TEXT, (value) => String(value as number));
    case 'date':
      return derived([operand], TEXT, (value) => writeDate(Number(value)));
    default:
      return null;
  }
}

/** CAST(x AS type) and CONVERT(x, type). */
export function castTo(operand: Operand, { name, parameters }: TypeName): Operand {
  switch (name.replace(/ integer$/, '')) {
    case 'signed':
    case 'integer':
    case 'int':
      return castToInteger(operand);
    case 'unsigned':
      return derived([castToInteger(operand)], INTEGER, (value) => (Number(value) < 0 ? UNKNOWN : value));
    case 'decimal':
    case 'dec':
    case 'numeric':
      return castToDecimal(operand, parameters[1] ?? 0);
    case 'double':
    case 'double precision':
    case 'float':
    case 'real': {
      const number = toNumber(operand);
      return number ? derived([number], REAL, (value) => Number(value)) : UNKNOWN_OPERAND;
    }
    case 'char':
    case 'character':
    case 'varchar':
    case 'nchar': {
      // The result has the collation of the connection.
      const text = toText(operand);
      const [length = Infinity] = parameters;
      if (text === null) return UNKNOWN_OPERAND;
      return derived([text], TEXT, (value) => [...(value as string)].slice(0, length).join(''));
    }
    case 'binary': {
      const text = toText(operand);
      return text ? { ...text, type: { name: 'text', collation: 'binary' } } : UNKNOWN_OPERAND;
    }
    case 'date':
      return castToMoment(operand, 'date', startOfDay);
    case 'datetime':
    case 'timestamp':
      return castToMoment(operand, 'timestamp', (micros) => micros);
    case 'time':
      return isTextual(operand.type)
        ? derived([operand], { name: 'time' }, (value) => readTime(value as string) ?? UNKNOWN)
        : UNKNOWN_OPERAND;
    default:
      return UNKNOWN_OPERAND;
  }
}

/** Numbers are rounded, texts read up to their first character that is no digit. */
function castToInteger(operand: Operand): Operand {
  if (operand.type.labels) return toNumber(operand)!;
  if (isTextual(operand.type)) {
    return derived([operand], INTEGER, (value) =>
      shrink(BigInt(/^\s*([+-]?\d+)/.exec(value as string)?.[1]?.replace('+', '') ?? 0)),
    );
  }
  if (!isNumeric(operand.type)) return UNKNOWN_OPERAND;
  return derived([operand], INTEGER, (value) =>
    typeof value === 'bigint' ? value : roundTo(Number(value), 0),
  );
}

function castToDecimal(operand: Operand, scale: number): Operand {
  const number = toNumber(operand);
  if (number === null) return UNKNOWN_OPERAND;
  return derived([number], { name: 'decimal', scale }, (value) =>
    typeof value === 'bigint' ? value : roundTo(Number(value), scale),
  );
}

function castToMoment(
  operand: Operand,
  name: 'date' | 'timestamp',
  round: (micros: number) => number,
): Operand {
  const moment = toMoment(operand);
  return moment ? derived([moment], { name }, (value) => round(Number(value))) : UNKNOWN_OPERAND;
}

/** An operand as a moment; null for types that are none. A text that is no date is unknown. */
export function toMoment(operand: Operand): Operand | null {
  if (isMoment(operand.type)) return operand;
  if (!isTextual(operand.type)) return null;
  return derived([operand], { name: 'timestamp' }, (value) => readMoment(value as string) ?? UNKNOWN);
}
