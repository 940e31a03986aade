import type { Database } from '../database.js';
import { DbsynthError } from '../errors.js';
import type { Catalog, Column, Selector, Table } from '../introspect/catalog.js';
import { areComparable, type ReferenceDeclaration } from '../introspect/declare-references.js';
import { selectorConditions } from '../introspect/selector-conditions.js';
import { isKeyOfStem, namesTable, nameReference, stemOfType } from './name-reference.js';

/** Fewer different values say nothing; numbers, which many tables count alike, must be more. */
const MIN_VALUES = 10;
const MIN_NUMBERS = 20;
/** Share of the different values that are keys of the parent. */
const MIN_INCLUSION = 0.98;
/** At most so many different values of a column are looked up. */
const MOST_VALUES = 20_000;
/** A column that says which table a row refers to has no more values. */
const MOST_TYPES = 30;
const MIN_ROWS_OF_TYPE = 10;

/** A reference that nobody has declared, but that the rows seem to keep. */
export interface ReferenceSuggestion extends ReferenceDeclaration {
  readonly from: string;
  readonly to: string;
  /** Different values that were looked up, and share of them that the parent has. */
  readonly values: number;
  readonly share: number;
}

type Asked = Pick<Database, 'query' | 'quote' | 'qualify' | 'product'>;

/**
 * Looks for references that no constraint states: columns called after another table (or after a unique column of it), of
 * the same type, nearly all of whose values are keys of that table; and columns that hold the keys of several tables,
 * as a column beside them says.
 * @param catalog with the references that are declared already
 * @throws what the database throws when it cannot be reached
 * Cost: for each pair of columns that fit by name, the different values of one are looked up in the other's unique key.
 */
export async function suggestReferences(database: Asked, catalog: Catalog): Promise<ReferenceSuggestion[]> {
  const suggestions: ReferenceSuggestion[] = [];
  for (const table of catalog.tables) {
    const polymorphic = await suggestPolymorphic(database, catalog, table);
    suggestions.push(...polymorphic);
    for (const column of table.columns) {
      const isKnown = polymorphic.some(({ from }) => from === `${table.id}.${column.name}`);
      const found = isKnown ? null : await suggestFor(database, catalog, table, column);
      if (found !== null) suggestions.push(found);
    }
  }
  return suggestions;
}

/** A unique column of another table that a column may refer to. */
interface Candidate {
  readonly parent: Table;
  readonly key: Column;
  readonly fit: { readonly words: number; readonly isTable: boolean };
}

async function suggestFor(
  database: Asked,
  catalog: Catalog,
  table: Table,
  column: Column,
): Promise<ReferenceSuggestion | null> {
  if (!isFree(table, column)) return null;
  const candidates = catalog.tables
    .flatMap((parent) => findCandidates(table, column, parent))
    .sort((a, b) => Number(b.fit.isTable) - Number(a.fit.isTable) || b.fit.words - a.fit.words);
  for (const { parent, key } of candidates) {
    const { values, share } = await lookUp(database, { table, column, parent, key, when: [] });
    const enough = column.type.name === 'integer' ? MIN_NUMBERS : MIN_VALUES;
    if (values >= enough && share >= MIN_INCLUSION)
      return { from: `${table.id}.${column.name}`, to: `${parent.id}.${key.name}`, values, share };
  }
  return null;
}

/** A column that refers to nothing yet, and is no key that stands for itself. */
function isFree(table: Table, { name, generated, identity, type }: Column): boolean {
  return (
    generated === false &&
    !identity &&
    ['integer', 'text', 'uuid'].includes(type.name) &&
    !table.foreignKeys.some(({ columns }) => columns.includes(name)) &&
    !(table.primaryKey.length === 1 && table.primaryKey[0] === name)
  );
}

function findCandidates(table: Table, column: Column, parent: Table): Candidate[] {
  return singleKeys(parent).flatMap((key) => {
    if ((parent === table && key === column) || !areComparable(column, key)) return [];
    const fit = nameReference(column.name, parent.name, key.name);
    if (fit === null) return [];
    // Whole numbers of any table are keys of any other that has more rows.
    if (column.type.name === 'integer' && !fit.isTable) return [];
    // Of two unique columns that are called alike, neither says which is the parent.
    const isKeyItself = singleKeys(table).includes(column);
    return isKeyItself && !fit.isTable ? [] : [{ parent, key, fit }];
  });
}

function singleKeys(table: Table): Column[] {
  const names = table.uniques.flatMap(({ columns, predicate }) =>
    columns.length === 1 && predicate === null ? columns : [],
  );
  return table.columns.filter(({ name }) => names.includes(name));
}

/** Rails and Laravel call such columns `commentable_type` and `commentable_id`. */
async function suggestPolymorphic(
  database: Asked,
  catalog: Catalog,
  table: Table,
): Promise<ReferenceSuggestion[]> {
  const suggestions: ReferenceSuggestion[] = [];
  for (const type of table.columns) {
    const stem = type.type.name === 'text' || type.type.name === 'enum' ? stemOfType(type.name) : null;
    const column = stem === null ? undefined : table.columns.find(({ name }) => isKeyOfStem(name, stem));
    const declared = table.foreignKeys.filter(({ when }) => when !== undefined);
    const others = table.foreignKeys.filter(({ when }) => when === undefined);
    if (column === undefined || !isFree({ ...table, foreignKeys: others }, column)) continue;
    for (const value of await listTypes(database, table, type, column)) {
      if (declared.some((key) => key.when!.some((selector) => selector.value === value))) continue;
      const parent = catalog.tables.find(({ name }) => namesTable(value, name));
      const key = parent === undefined ? undefined : primaryColumn(parent);
      if (parent === undefined || key === undefined || !areComparable(column, key)) continue;
      const when = [{ column: type.name, value }];
      const { values, share } = await lookUp(database, { table, column, parent, key, when });
      if (share < MIN_INCLUSION) continue;
      const [from, to] = [`${table.id}.${column.name}`, `${parent.id}.${key.name}`];
      suggestions.push({ from, to, when: { [type.name]: value }, values, share });
    }
  }
  return suggestions;
}

function primaryColumn({ columns, primaryKey }: Table): Column | undefined {
  return primaryKey.length === 1 ? columns.find(({ name }) => name === primaryKey[0]) : undefined;
}

/** Texts by which enough rows say which table they refer to; none where there are too many to be that. */
async function listTypes(database: Asked, table: Table, type: Column, column: Column): Promise<string[]> {
  const [name, key] = [database.quote(type.name), database.quote(column.name)];
  const rows = await database.query(
    `SELECT ${name}, COUNT(*) FROM ${database.qualify(table)} WHERE ${name} IS NOT NULL AND ${key} IS NOT NULL GROUP BY ${name} ORDER BY ${name} LIMIT ${MOST_TYPES + 1}`,
  );
  if (rows.length > MOST_TYPES) return [];
  return rows.flatMap(([value, count]) =>
    typeof value === 'string' && Number(count) >= MIN_ROWS_OF_TYPE ? [value] : [],
  );
}

interface Pair {
  readonly table: Table;
  readonly column: Column;
  readonly parent: Table;
  readonly key: Column;
  readonly when: readonly Selector[];
}

/** How many different values a column holds, and which share of them the parent's column has. */
async function lookUp(
  database: Asked,
  { table, column, parent, key, when }: Pair,
): Promise<{ values: number; share: number }> {
  const name = database.quote(column.name);
  const conditions = [`${name} IS NOT NULL`, ...selectorConditions({ when }, null, database)];
  const distinct = `SELECT DISTINCT ${name} AS v FROM ${database.qualify(table)} WHERE ${conditions.join(' AND ')} LIMIT ${MOST_VALUES}`;
  const parentKey = `p.${database.quote(key.name)}`;
  try {
    const [row] = await database.query(
      `SELECT COUNT(*), COUNT(${parentKey}) FROM (${distinct}) d LEFT JOIN ${database.qualify(parent)} p ON ${parentKey} = d.v`,
    );
    const [values, found] = row!.map(Number) as [number, number];
    return { values, share: values === 0 ? 0 : found / values };
  } catch (error) {
    // MySQL does not compare texts of two collations.
    if (error instanceof DbsynthError && error.code !== 'E_INTERNAL') throw error;
    return { values: 0, share: 0 };
  }
}
