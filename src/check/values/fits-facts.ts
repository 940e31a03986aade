import type { SqlValue } from '../../batch/batch.js';
import type { LogicalType } from '../../introspect/catalog.js';
import { countCodePoints } from '../characters.js';
import type { ColumnFacts } from '../facts.js';
import { compareValues } from '../merge-facts.js';
import { patternOf } from '../pattern/pattern-of.js';
import { TextLanguage } from '../pattern/text-language.js';

/** Whether a listed value keeps to the other facts of its column, and to the column's type. */
export function fitsFacts(value: SqlValue, facts: ColumnFacts, type: LogicalType): boolean {
  if (value === null) return false;
  if (!isInBounds(value, facts)) return false;
  if (facts.notIn?.some((other) => compareValues(other, value) === 0)) return false;
  if (typeof value === 'string') return fitsText(value, facts, type);
  if (value instanceof Uint8Array) return true;
  if (type.name === 'integer' && (value < type.min || value > type.max)) return false;
  return facts.multipleOf === undefined || Number(value) % facts.multipleOf === 0;
}

function isInBounds(value: SqlValue, { min, minExclusive, max, maxExclusive }: ColumnFacts): boolean {
  if (min !== undefined) {
    const order = compareValues(value, min);
    if (order < 0 || (order === 0 && minExclusive)) return false;
  }
  if (max === undefined) return true;
  const order = compareValues(value, max);
  return order < 0 || (order === 0 && !maxExclusive);
}

function fitsText(text: string, facts: ColumnFacts, type: LogicalType): boolean {
  const length = countCodePoints(text);
  if (length < (facts.minLength ?? 0) || length > (facts.maxLength ?? Infinity)) return false;
  if (type.name === 'text' && type.maxLength !== null && length > type.maxLength) return false;
  if (facts.trimmed && text !== text.replace(/^ +| +$/g, '')) return false;
  if (
    facts.letterCase === 'upper' ? /[a-z]/.test(text) : facts.letterCase === 'lower' && /[A-Z]/.test(text)
  ) {
    return false;
  }
  return (facts.patterns ?? []).every((fact) => {
    const pattern = patternOf(fact);
    return pattern === null || new TextLanguage(pattern).matches(text);
  });
}
