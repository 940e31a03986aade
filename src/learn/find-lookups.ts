import { valueAt, type Vector } from '../batch/batch.js';
import { guessPersonal } from '../classify/guess-personal.js';
import { nameWords } from '../classify/name-words.js';
import type { Catalog, Table } from '../introspect/catalog.js';
import type { Owners } from '../graph/choose-owners.js';

/** A table that says little of each row and is shared by many: countries, categories. */
const MOST_COLUMNS = 3;
const FAN_OUT = 5;
const TEXTS_LOOKED_AT = 300;

export interface ReadTable {
  readonly rows: number;
  readonly columns: ReadonlyMap<string, Vector>;
  /** Rows in the source, of which `rows` were read. */
  readonly sourceRows: number;
}

/**
 * Finds owners whose rows are no entities in the sense of privacy: lookup tables with at most three columns besides
 * keys, many children, and nothing personal. What belongs to a row of such a table (the airports of a country) counts
 * as an entity by itself; what belongs to a customer never does.
 * @returns ids of lookup tables
 */
export function findLookups(
  catalog: Catalog,
  owners: Owners,
  tables: ReadonlyMap<string, ReadTable>,
): Set<string> {
  const lookups = new Set<string>();
  for (const table of catalog.tables) {
    const read = tables.get(table.id)!;
    const mostChildren = Math.max(
      0,
      ...catalog.tables
        .filter((child) =>
          child.foreignKeys.some(({ name, parent }) => parent === table.id && owners.get(child.id) === name),
        )
        .map((child) => tables.get(child.id)!.sourceRows),
    );
    if (mostChildren < FAN_OUT * read.sourceRows || countDataColumns(table, read) > MOST_COLUMNS) continue;
    if (!isPersonal(table, read)) lookups.add(table.id);
  }
  return lookups;
}

/** Columns that say something of a row: no keys, nothing that is the same in all rows, no bookkeeping of the program. */
function countDataColumns(table: Table, { rows, columns }: ReadTable): number {
  const keys = new Set([...table.primaryKey, ...table.foreignKeys.flatMap((key) => key.columns)]);
  const isTelling = (name: string, vector: Vector | undefined): boolean =>
    !BOOKKEEPING.test(nameWords(name)) && (vector === undefined || isVaried(vector, rows));
  return table.columns.filter(
    ({ name, type }) => !keys.has(name) && type.name !== 'uuid' && isTelling(name, columns.get(name)),
  ).length;
}

const BOOKKEEPING =
  /^(last_)?(modified|modify|updated?|changed)(_?(at|on|by|date|time|datetime|timestamp|ts))?$|^(row_?guid|row_?version|uuid)$/;

function isVaried(vector: Vector, rows: number): boolean {
  for (let row = 1; row < rows; row++) if (valueAt(vector, row) !== valueAt(vector, 0)) return true;
  return false;
}

function isPersonal(table: Table, { rows, columns }: ReadTable): boolean {
  return [...columns].some(([name, vector]) => {
    const texts = new Set<string>();
    for (let row = 0; row < rows && texts.size < TEXTS_LOOKED_AT; row++) {
      const value = valueAt(vector, row);
      if (typeof value === 'string' && value !== '') texts.add(value);
    }
    return texts.size > 0 && guessPersonal(name, table.name, [...texts])?.isStrict === true;
  });
}
