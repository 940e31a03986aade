import { DbsynthError } from '../errors.js';
import type { Catalog } from '../introspect/catalog.js';
import { matchTable } from '../introspect/match-tables.js';

/** 2^31 rows in one table: more can be neither numbered nor held by the 32-bit positions of a batch. */
export const MAX_TABLE_ROWS = 2 ** 31;

export interface RowTarget {
  readonly rows: number;
  /** Named by the user, so that it is met or refused, never cut. */
  readonly isAsked: boolean;
}

export interface RowWishes {
  readonly scale: number;
  /** Rows by table name or id. */
  readonly rows: Readonly<Record<string, number>>;
  /** Tables that keep the rows of the source unless they are asked for by name. */
  readonly kept?: ReadonlySet<string>;
}

/**
 * Sets how many rows each table gets: those of the source times the scale. A table whose rows are asked for by name
 * takes the tables that it owns along in proportion: ten times the customers have ten times the orders. A table
 * that has rows in the source keeps at least one, so that a small scale does not take away the parents of others.
 * @param tables planned table ids, parents first
 * @param ownerOf the owning parent of a table, null for a root
 * @param sourceRows by table id
 * @throws {DbsynthError} E_SCALE, E_ROWS, E_UNKNOWN_TABLE; E_USAGE when rows are asked for a table that is not planned
 */
export function setRowTargets(
  catalog: Catalog,
  tables: readonly string[],
  ownerOf: (table: string) => string | null,
  sourceRows: ReadonlyMap<string, number>,
  wishes: RowWishes,
): Map<string, RowTarget> {
  checkScale(wishes.scale);
  const asked = readAskedRows(catalog, tables, wishes.rows);
  const targets = new Map<string, RowTarget>();
  const factors = new Map<string, number>();
  for (const id of tables) {
    const source = sourceRows.get(id) ?? 0;
    const rows = asked.get(id);
    const owner = ownerOf(id);
    const inherited = owner === null ? wishes.scale : (factors.get(owner) ?? wishes.scale);
    factors.set(id, rows !== undefined && source > 0 ? rows / source : inherited);
    targets.set(
      id,
      rows === undefined
        ? { rows: scaleRows(id, source, wishes.kept?.has(id) === true ? 1 : inherited), isAsked: false }
        : { rows, isAsked: true },
    );
  }
  return targets;
}

function checkScale(scale: number): void {
  if (Number.isFinite(scale) && scale > 0) return;
  throw new DbsynthError('E_SCALE', `a scale must be a number above 0, not ${scale}`, {
    hint: '--scale 1 gives as many rows as the source has, 0.1 a tenth of them',
  });
}

function scaleRows(table: string, source: number, factor: number): number {
  const rows = Math.round(source * factor);
  if (rows > MAX_TABLE_ROWS) {
    throw new DbsynthError(
      'E_SCALE',
      `table "${table}" would get ${rows.toLocaleString('en')} rows; 2^31 is the limit`,
      {
        hint: 'ask for a smaller --scale, or for fewer rows of this table with --rows',
      },
    );
  }
  return source > 0 && factor > 0 ? Math.max(rows, 1) : rows;
}

function readAskedRows(
  catalog: Catalog,
  tables: readonly string[],
  asked: RowWishes['rows'],
): Map<string, number> {
  const rowsOf = new Map<string, number>();
  for (const [name, rows] of Object.entries(asked)) {
    const { id } = matchTable(catalog, name, '--rows');
    if (!Number.isSafeInteger(rows) || rows < 0 || rows > MAX_TABLE_ROWS) {
      throw new DbsynthError(
        'E_ROWS',
        `rows of table "${id}" must be a whole number from 0 to 2^31, not ${rows}`,
      );
    }
    if (!tables.includes(id)) {
      throw new DbsynthError(
        'E_USAGE',
        `rows are asked for table "${id}", which is not among the tables to write`,
        {
          hint: 'name it with --tables too, or do not exclude it',
        },
      );
    }
    if (rowsOf.has(id) && rowsOf.get(id) !== rows) {
      throw new DbsynthError('E_ROWS', `rows of table "${id}" are asked for twice, with different numbers`);
    }
    rowsOf.set(id, rows);
  }
  return rowsOf;
}
