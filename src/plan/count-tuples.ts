import type { Dialect, Table } from '../introspect/catalog.js';
import { mayBeNull } from '../introspect/may-be-null.js';
import { countValues } from './count-values.js';

interface TupleContext {
  readonly dialect: Dialect;
  readonly tables: readonly Table[];
  readonly rowsOf: (table: string) => number;
}

/**
 * Bounds how many different values without a NULL some columns of a table hold together: its rows, those of the tables that
 * the columns refer to in turn, and the values that a single column can have.
 */
export function countTuples(id: string, columns: readonly string[], context: TupleContext): number {
  return count(id, columns, new Set());

  function count(of: string, names: readonly string[], seen: ReadonlySet<string>): number {
    const table = context.tables.find((candidate) => candidate.id === of);
    const place = JSON.stringify([of, ...names]);
    if (table === undefined || seen.has(place)) return Infinity;
    const above = table.foreignKeys
      .filter(({ parent, when }) => parent !== of && when === undefined)
      .filter((key) => names.every((name) => key.columns.includes(name)))
      // With a NULL in another column, such a key says nothing of these.
      .filter((key) => key.columns.every((name) => names.includes(name) || !mayBeNull(table, name)))
      .map((key) => {
        const parentColumns = names.map((name) => key.parentColumns[key.columns.indexOf(name)]!);
        return count(key.parent, parentColumns, new Set([...seen, place]));
      });
    const [only] = names;
    const column = table.columns.find(({ name }) => name === only);
    const values =
      names.length === 1 && column !== undefined
        ? countValues(table, column, context.dialect, false)
        : Infinity;
    return Math.min(context.rowsOf(of), values, ...above);
  }
}
