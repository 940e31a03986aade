import type { LogicalType } from './catalog.js';
import { isSameType } from './is-same-type.js';

/** Whether a type takes every value of another, so that what was learned of the other fits. */
export function takesValuesOf(type: LogicalType, values: LogicalType): boolean {
  if (isSameType(type, values)) return true;
  if (type.name === 'integer')
    return values.name === 'integer' && type.min <= values.min && type.max >= values.max;
  if (type.name === 'real') return ['integer', 'decimal'].includes(values.name);
  if (type.name === 'decimal')
    return values.name === 'decimal' ? isWider(type, values) : isWhole(type, values);
  if (type.name === 'text')
    return (
      values.name === 'text' && (type.maxLength ?? Infinity) >= (values.maxLength ?? Infinity) && !type.fixed
    );
  if (type.name === 'bytes')
    return values.name === 'bytes' && (type.maxLength ?? Infinity) >= (values.maxLength ?? Infinity);
  if (type.name === 'timestamp') return values.name === 'timestamp' && type.timeZone === values.timeZone;
  return (
    type.name === 'enum' &&
    values.name === 'enum' &&
    values.labels.every((label) => type.labels.includes(label))
  );
}

type Decimal = Extract<LogicalType, { name: 'decimal' }>;

function isWider(type: Decimal, values: Decimal): boolean {
  if (type.precision === null) return true;
  if (values.precision === null) return false;
  const whole = ({ precision, scale }: Decimal): number => precision! - (scale ?? 0);
  return whole(type) >= whole(values) && (type.scale ?? 0) >= (values.scale ?? 0);
}

function isWhole({ precision, scale }: Decimal, values: LogicalType): boolean {
  if (values.name !== 'integer') return false;
  return precision === null || 10 ** (precision - (scale ?? 0)) > Number(values.max);
}
