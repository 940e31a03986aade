import type { Database } from '../database.js';
import type { ForeignKey } from './catalog.js';

/**
 * Writes as SQL which rows a polymorphic reference concerns.
 * @param alias what the child table is called; null where its columns need no prefix
 * @returns conditions that must all hold; none for a reference of all rows
 */
export function selectorConditions(
  { when = [] }: Pick<ForeignKey, 'when'>,
  alias: string | null,
  database: Pick<Database, 'quote' | 'product'>,
): string[] {
  const prefix = alias === null ? '' : `${alias}.`;
  return when.map(({ column, value }) => {
    const literal = typeof value === 'number' ? String(value) : database.product.quoteText(value);
    return `${prefix}${database.quote(column)} = ${literal}`;
  });
}
