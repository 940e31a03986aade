import type { ColumnClass } from './column-class.js';

/** Names of a table's columns that hold a person's names. */
export interface FoundNameColumns {
  readonly firstName?: string;
  readonly lastName?: string;
  readonly fullName?: string;
}

/**
 * Finds the columns from whose names e-mail addresses and user names of the same row may be built.
 * @param columns of one table; where several hold the same kind of name, the first one counts
 */
export function findNameColumns(
  columns: readonly { readonly name: string; readonly class: ColumnClass }[],
): FoundNameColumns {
  const found: Record<string, string> = {};
  for (const { name, class: columnClass } of columns) {
    const text = columnClass.kind === 'text' || columnClass.kind === 'key' ? columnClass.text : null;
    if (text?.form !== 'pii' || !['firstName', 'lastName', 'fullName'].includes(text.pii)) continue;
    found[text.pii] ??= name;
  }
  return found;
}
