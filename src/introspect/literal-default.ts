import type { SqlValue } from '../batch/batch.js';
import type { Column } from './catalog.js';

const LITERAL =
  /^\(*(?:(?<number>-?\d{1,15}(?:\.\d+)?)|'(?<text>(?:[^'\\]|'')*)'(?:::[\w ".]+)?|(?<truth>true|false))\)*$/i;

/** The default of a column where it is a plain number, text or truth value; null where it is none or must be computed. */
export function literalDefault({ defaultSql }: Pick<Column, 'defaultSql'>): SqlValue {
  const found = defaultSql === null ? null : LITERAL.exec(defaultSql.trim());
  const { number, text, truth } = found?.groups ?? {};
  if (number !== undefined) return Number(number);
  if (truth !== undefined) return truth.toLowerCase() === 'true' ? 1 : 0;
  return text?.replaceAll("''", "'") ?? null;
}
