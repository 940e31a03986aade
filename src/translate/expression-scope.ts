import type { Expression } from '../check/expression.js';
import type { Dialect, LogicalType } from '../introspect/catalog.js';
import type { Product } from '../product.js';

/** A column as an expression of the source means it and one of the target writes it. */
export interface ExpressionColumn {
  readonly name: string;
  /** As the target has it. */
  readonly sql: string;
  /** In the target. */
  readonly type: LogicalType;
  /** The source compares its texts without case. */
  readonly caseInsensitive: boolean;
}

/** Where an expression comes from, where it goes, and what it may read. */
export interface ExpressionScope {
  /** Whose expression it was. */
  readonly dialect: Dialect;
  readonly product: Product;
  readonly columns: readonly ExpressionColumn[];
  /** In a default the clock may be asked; elsewhere an expression must give the same each time. */
  readonly isDefault: boolean;
}

/** The column that a name of the source means; null when there is none, or none that may be read. */
export function findColumn(
  { name }: Extract<Expression, { kind: 'column' }>,
  { columns }: ExpressionScope,
): ExpressionColumn | null {
  const lower = name.toLowerCase();
  return (
    columns.find((column) => column.name === name) ??
    columns.find((column) => column.name.toLowerCase() === lower) ??
    null
  );
}

/** SQLite takes a name in double quotes that is no column for a text. */
export function isDoubleQuotedText(
  { quoted }: Extract<Expression, { kind: 'column' }>,
  { dialect }: ExpressionScope,
): boolean {
  return quoted === 'double' && dialect === 'sqlite';
}
