import type { TypeName } from '../check/expression.js';
import type { CastType } from '../product.js';

/** What the name of a type means in any product; null for types that not all of them have. */
export function findCastType({ name, parameters, array }: TypeName): CastType | null {
  if (array) return null;
  if (
    /^(var|n|character |native )?(char|character|text|varying)/.test(name) ||
    /^(text|varchar|character varying|bpchar|clob|name|citext)$/.test(name)
  )
    return { name: 'text' };
  if (/^(tiny|small|medium|big)?int(eger)?[248]?$|^(un)?signed( integer)?$/.test(name))
    return { name: 'integer' };
  if (/^(double( precision)?|real|float[48]?)$/.test(name)) return { name: 'real' };
  if (/^(numeric|decimal|dec)$/.test(name))
    return { name: 'decimal', precision: parameters[0] ?? null, scale: parameters[1] ?? null };
  if (name === 'date') return { name: 'date' };
  if (/^(timestamp|datetime|timestamptz)/.test(name)) return { name: 'timestamp' };
  return /^bool(ean)?$/.test(name) ? { name: 'boolean' } : null;
}
