import type { Database } from '../database.js';
import type { ForeignKey, Table, UniqueKey } from '../introspect/catalog.js';
import { selectorConditions } from '../introspect/selector-conditions.js';

/** How names and texts are written in the SQL of the database that is asked. */
export type Names = Pick<Database, 'quote' | 'qualify' | 'product'>;

export type QuestionKind = 'not-null' | 'foreign-key' | 'unique' | 'check';

/** One constraint, and the statement that counts the rows which violate it. */
export interface Question {
  readonly kind: QuestionKind;
  readonly table: string;
  /** The constraint's name; for NOT NULL the column's. */
  readonly name: string;
  /** Its columns; an expression stands as its SQL. */
  readonly columns: readonly string[];
  readonly sql: string;
}

/**
 * Lists a question for every constraint of a table. The SQL is the same for all dialects, but for how names are
 * quoted; it finds violations by the constraint's own words and does not rely on the database to enforce them.
 * @param parents tables by id, for the foreign keys
 */
export function listQuestions(table: Table, parents: ReadonlyMap<string, Table>, names: Names): Question[] {
  const from = names.qualify(table);
  return [
    ...table.columns.filter(({ nullable }) => !nullable).map(({ name }) => askNotNull(table, name, names)),
    ...table.foreignKeys.map((key) => ({
      kind: 'foreign-key' as const,
      table: table.id,
      name: key.name,
      columns: key.columns,
      sql: countOrphans(from, names.qualify(parents.get(key.parent)!), key, names),
    })),
    ...table.uniques.map((key) => ({
      kind: 'unique' as const,
      table: table.id,
      name: key.name,
      columns: key.columns.map((column, index) => column ?? key.expressions[index]!),
      sql: countDuplicates(from, table, key, names),
    })),
    ...table.checks.map(({ name, sql }) => ({
      kind: 'check' as const,
      table: table.id,
      name,
      columns: [],
      // A line of its own, for the expression may end in a comment. Unknown satisfies a CHECK, as it does here.
      sql: `SELECT COUNT(*) FROM ${from} WHERE NOT (${sql}\n)`,
    })),
  ];
}

function askNotNull(table: Table, name: string, names: Names): Question {
  const sql = `SELECT COUNT(*) FROM ${names.qualify(table)} WHERE ${names.quote(name)} IS NULL`;
  return { kind: 'not-null', table: table.id, name, columns: [name], sql };
}

/** Looks up each child row by the parent's key, which the parent has an index for. */
function countOrphans(child: string, parent: string, key: ForeignKey, names: Names): string {
  const { quote } = names;
  const own = key.columns.map((column) => `c.${quote(column)}`);
  // The parent's column stands first: where collations differ, SQLite compares by the left one, as its keys do.
  const pairs = own.map((column, index) => `p.${quote(key.parentColumns[index]!)} = ${column}`);
  const isComplete = own.map((column) => `${column} IS NOT NULL`).join(' AND ');
  const hasParent = `EXISTS (SELECT 1 FROM ${parent} p WHERE ${pairs.join(' AND ')})`;
  const isOrphan = `${isComplete} AND NOT ${hasParent}`;
  const isHalfNull = `NOT (${isComplete}) AND NOT (${own.map((column) => `${column} IS NULL`).join(' AND ')})`;
  const violates = key.match === 'full' && own.length > 1 ? `(${isOrphan}) OR (${isHalfNull})` : isOrphan;
  const selected = selectorConditions(key, 'c', names).map((condition) => `${condition} AND `);
  return `SELECT COUNT(*) FROM ${child} c WHERE ${selected.join('')}(${violates})`;
}

/** Counts the rows beyond the first of each key. */
function countDuplicates(from: string, table: Table, key: UniqueKey, { quote }: Names): string {
  const parts = key.columns.map((column, index) =>
    column === null
      ? `(${key.expressions[index]!})`
      : compareBy(table, column, key.caseInsensitive[index]!, quote),
  );
  const values = key.columns.map((column, index) => (column === null ? parts[index]! : quote(column)));
  const conditions = [
    ...(key.nullsDistinct ? values.map((value) => `${value} IS NOT NULL`) : []),
    ...(key.predicate === null ? [] : [`(${key.predicate}\n)`]),
  ];
  const where = conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : '';
  const groups = `SELECT COUNT(*) AS dbsynth_rows FROM ${from}${where} GROUP BY ${parts.join(', ')} HAVING COUNT(*) > 1`;
  return `SELECT COALESCE(SUM(dbsynth_rows - 1), 0) FROM (${groups}) d`;
}

/** GROUP BY goes by the column's collation; a key may have another one. */
function compareBy(table: Table, name: string, caseInsensitive: boolean, quote: Names['quote']): string {
  const column = table.columns.find((column) => column.name === name)!;
  if (caseInsensitive && !column.caseInsensitive) return `LOWER(${quote(name)})`;
  if (!caseInsensitive && column.caseInsensitive) return `HEX(${quote(name)})`;
  return quote(name);
}
