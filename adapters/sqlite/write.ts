import type SqliteHandle from 'better-sqlite3';
import type { Batch, SqlValue, Vector } from '../../src/batch/batch.js';
import { DbsynthError } from '../../src/errors.js';
import type { Table } from '../../src/introspect/catalog.js';
import { quote } from './quote.js';
import { translateError } from './translate-error.js';
import { affinityOf } from './types.js';

/** Rows that one INSERT takes at most; more gains nothing [measured: 50 to 200 rows are alike]. */
const ROWS_PER_STATEMENT = 100;

/** Prepared statements are some hundred kilobytes each; a schema may have thousands of tables. */
const INSERTS_KEPT = 32;

/** https://www.sqlite.org/limits.html#max_variable_number */
const MAX_VARIABLES = 32_766;

/**
 * Writes batches into the tables of one open database. A number is stored as the column's affinity has it; where
 * the column has none, or is text, whole numbers are stored as integers (the driver itself binds every number as
 * a real, so that 5 would become 5.0). Numbers of temporal columns are stored as they are.
 */
export class RowWriter {
  private readonly inserts = new Map<string, Insert>();

  constructor(private readonly handle: SqliteHandle.Database) {}

  /**
   * Appends the rows of a batch with statements of many rows each.
   * @throws {DbsynthError} E_CONSTRAINT, E_DISK_FULL; E_CONSTRAINT too when the database drops a row silently
   */
  insert(table: Table, batch: Batch): void {
    try {
      const insert = this.prepareInsert(table, batch.names);
      const written = insert.run(batch);
      if (written === batch.rows) return;
      throw new DbsynthError(
        'E_CONSTRAINT',
        `table "${table.id}" took ${written} of ${batch.rows} rows: a constraint with ON CONFLICT IGNORE or a trigger dropped the rest`,
      );
    } catch (error) {
      throw translateError(error, `table "${table.id}"`);
    }
  }

  /**
   * Sets the batch's other columns in the rows that its key columns find.
   * @throws {DbsynthError} E_CONSTRAINT; E_INTERNAL when a key does not find exactly one row
   */
  update(table: Table, key: readonly string[], batch: Batch): void {
    try {
      const set = batch.names.filter((name) => !key.includes(name));
      const names = [...set, ...key];
      const assignments = set.map((name) => `${quote(name)} = ?`).join(', ');
      const condition = key.map((name) => `${quote(name)} = ?`).join(' AND ');
      const statement = this.handle.prepare<SqlValue[]>(
        `UPDATE ${quote(table.name)} SET ${assignments} WHERE ${condition}`,
      );
      const exact = this.exactColumns(table);
      const vectors = names.map((name) => batch.columns[batch.names.indexOf(name)]!);
      const isExact = names.map((name) => exact.has(name));
      const values: SqlValue[] = [];
      for (let row = 0; row < batch.rows; row++) {
        vectors.forEach((vector, position) => {
          fill(values, position, names.length, vector, row, 1, isExact[position]!);
        });
        if (statement.run(...values).changes === 1) continue;
        throw new DbsynthError(
          'E_INTERNAL',
          `table "${table.id}": a key to update does not find exactly one row`,
        );
      }
    } catch (error) {
      throw translateError(error, `table "${table.id}"`);
    }
  }

  private prepareInsert(table: Table, names: readonly string[]): Insert {
    const key = JSON.stringify([table.name, names]);
    const known = this.inserts.get(key);
    if (known !== undefined) return known;
    const exact = this.exactColumns(table);
    const insert = new Insert(
      this.handle,
      table.name,
      names,
      names.map((name) => exact.has(name)),
    );
    if (this.inserts.size === INSERTS_KEPT) this.inserts.delete(this.inserts.keys().next().value!);
    this.inserts.set(key, insert);
    return insert;
  }

  /**
   * Columns that store a real 5.0 and an integer 5 differently.
   * https://www.sqlite.org/datatype3.html#type_affinity
   */
  private exactColumns(table: Table): Set<string> {
    const strict = this.handle
      .prepare<[string], number>(`SELECT strict FROM pragma_table_list WHERE schema = 'main' AND name = ?`)
      .pluck()
      .get(table.name);
    const columns = this.handle
      .prepare<[string], { name: string; type: string }>(
        `SELECT name, type FROM pragma_table_xinfo(?, 'main')`,
      )
      .all(table.name);
    const isExact = (type: string): boolean => ['none', 'text'].includes(affinityOf(type, strict === 1));
    return new Set(columns.filter((column) => isExact(column.type)).map((column) => column.name));
  }
}

/** The INSERT statements of one list of columns: for many rows, for some, for one. */
class Insert {
  private readonly sizes: {
    rows: number;
    statement: SqliteHandle.Statement<SqlValue[]>;
    values: SqlValue[];
  }[];

  constructor(
    handle: SqliteHandle.Database,
    table: string,
    private readonly names: readonly string[],
    private readonly exact: readonly boolean[],
  ) {
    const most = Math.max(
      1,
      Math.min(ROWS_PER_STATEMENT, Math.floor(MAX_VARIABLES / Math.max(1, names.length))),
    );
    // A row of nothing but defaults cannot stand in a list of VALUES.
    const sizes = names.length === 0 ? [1] : [...new Set([most, Math.ceil(most / 10), 1])];
    this.sizes = sizes.map((rows) => ({
      rows,
      statement: handle.prepare<SqlValue[]>(insertSql(table, names, rows)),
      values: new Array<SqlValue>(rows * names.length).fill(null),
    }));
  }

  /** @returns how many rows the database says it took */
  run(batch: Batch): number {
    let written = 0;
    let row = 0;
    for (const { rows, statement, values } of this.sizes) {
      for (; row + rows <= batch.rows; row += rows) {
        batch.columns.forEach((vector, position) => {
          fill(values, position, this.names.length, vector, row, rows, this.exact[position]!);
        });
        // Spreading is a quarter faster than passing the array, whose elements the driver looks up one by one.
        written += statement.run(...values).changes;
      }
    }
    return written;
  }
}

function insertSql(table: string, names: readonly string[], rows: number): string {
  if (names.length === 0) return `INSERT INTO ${quote(table)} DEFAULT VALUES`;
  const row = `(${names.map(() => '?').join(',')})`;
  return `INSERT INTO ${quote(table)} (${names.map(quote).join(',')}) VALUES ${new Array(rows).fill(row).join(',')}`;
}

/**
 * Lays some rows of a column into a list of parameters, one in every `stride` places.
 * @param exact whether whole numbers must be bound as integers
 */
function fill(
  values: SqlValue[],
  offset: number,
  stride: number,
  vector: Vector,
  from: number,
  rows: number,
  exact: boolean,
): void {
  const to = from + rows;
  let place = offset;
  if (vector.kind === 'number' && exact) {
    for (let row = from; row < to; row++, place += stride) values[place] = exactly(vector.values[row]!);
  } else if (vector.kind === 'mixed') {
    for (let row = from; row < to; row++, place += stride) {
      const value = vector.values[row] ?? null;
      values[place] = typeof value === 'number' && exact ? exactly(value) : value;
    }
  } else if (vector.kind === 'coded') {
    for (let row = from; row < to; row++, place += stride)
      values[place] = vector.dictionary[vector.codes[row]!] ?? null;
  } else {
    for (let row = from; row < to; row++, place += stride) values[place] = vector.values[row]!;
  }
  if (vector.nulls === undefined) return;
  place = offset;
  for (let row = from; row < to; row++, place += stride) if (vector.nulls[row] === 1) values[place] = null;
}

function exactly(value: number): SqlValue {
  return Number.isSafeInteger(value) ? BigInt(value) : value;
}
