import type pg from 'pg';
import type {
  Column,
  ExcludedSpan,
  Exclusion,
  RangeBounds,
  UniqueKey,
} from '../../src/introspect/catalog.js';
import { askCatalog } from './ask-catalog.js';

export interface FoundExclusion {
  readonly table: string;
  readonly name: string;
  /** Column or expression of each element, and the operator by which it is compared. */
  readonly parts: readonly string[];
  readonly columns: readonly (string | null)[];
  readonly operators: readonly string[];
  readonly predicate: string | null;
}

/**
 * EXCLUDE, and keys WITHOUT OVERLAPS, which PostgreSQL 18 keeps by an exclusion too.
 * https://www.postgresql.org/docs/current/catalog-pg-constraint.html
 */
export async function fetchExclusions(
  client: pg.Client,
  tables: readonly string[],
): Promise<FoundExclusion[]> {
  return askCatalog(
    client,
    `SELECT indrelid AS table, conname AS name,
       ARRAY (SELECT pg_get_indexdef(indexrelid, k, false) FROM generate_series(1, indnkeyatts) AS k
              ORDER BY k) AS parts,
       ARRAY (SELECT attname FROM generate_series(0, indnkeyatts - 1) AS k
              LEFT JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[k] AND indkey[k] > 0
              ORDER BY k) AS columns,
       ARRAY (SELECT oprname FROM unnest(conexclop) WITH ORDINALITY AS o (oid, position)
              JOIN pg_operator AS p ON p.oid = o.oid ORDER BY position) AS operators,
       pg_get_expr(indpred, indrelid) AS predicate
     FROM pg_index JOIN pg_constraint ON conindid = indexrelid
     WHERE indrelid = ANY ($1::oid[]) AND indisexclusion AND conrelid = indrelid
     ORDER BY indrelid, conname COLLATE "C"`,
    tables,
  );
}

/**
 * Tells what exclusions mean: rows that must differ are a unique key; intervals that must not overlap, of rows that
 * agree in other columns, are kept apart, and rows that may not differ in a column are given one value.
 * @returns names of others as `unkept`
 */
export function readExclusions(
  columns: readonly Column[],
  found: readonly FoundExclusion[],
): { uniques: UniqueKey[]; exclusions: Exclusion[]; unkept: string[] } {
  const uniques: UniqueKey[] = [];
  const exclusions: Exclusion[] = [];
  const unkept: string[] = [];
  for (const each of found) {
    const exclusion = toExclusion(each, columns);
    if (each.operators.length > 0 && each.operators.every((operator) => operator === '='))
      uniques.push(toUnique(each, columns));
    else if (exclusion !== null) exclusions.push(exclusion);
    else unkept.push(each.name);
  }
  return { uniques, exclusions, unkept };
}

function toUnique({ name, parts, columns, predicate }: FoundExclusion, all: readonly Column[]): UniqueKey {
  return {
    name,
    columns: [...columns],
    expressions: parts.map((part, i) => (columns[i] === null ? part : null)),
    predicate,
    nullsDistinct: true,
    primary: false,
    caseInsensitive: columns.map(
      (column) => all.find(({ name: other }) => other === column)?.caseInsensitive ?? false,
    ),
    silentConflict: false,
  };
}

function toExclusion(
  { name, parts, columns, operators, predicate }: FoundExclusion,
  all: readonly Column[],
): Exclusion | null {
  const at = operators.findIndex((operator) => operator !== '=');
  const rest = columns.filter((_, i) => i !== at);
  if (at < 0 || rest.some((column, i) => column === null || operators[i < at ? i : i + 1] !== '='))
    return null;
  const span = readSpan(operators[at]!, columns[at] ?? null, parts[at]!, all);
  return span === null ? null : { name, columns: rest as string[], span, predicate };
}

function readSpan(
  operator: string,
  column: string | null,
  part: string,
  all: readonly Column[],
): ExcludedSpan | null {
  if (operator === '<>') return column === null ? null : { alike: column };
  if (operator !== '&&') return null;
  if (column === null) return readEnds(part, all);
  return isRange(column, all) ? { range: column } : null;
}

function isRange(name: string, columns: readonly Column[]): boolean {
  const type = columns.find((column) => column.name === name)?.type;
  return type?.name === 'other' && type.form?.kind === 'range' && !type.form.isMany;
}

const NAME = String.raw`(\w+|"[^"]+")`;
/** A column, or what stands for its being NULL. */
const END = String.raw`(?:${NAME}|COALESCE\(${NAME}, '-?infinity'::[a-z ]+\))`;
const CALL = new RegExp(
  String.raw`^(?:pg_catalog\.)?(?:int4|int8|num|ts|tstz|date)range\(${END}, ${END}(?:, '([[(][\])])'::text)?\)$`,
);

/** The columns in `tsrange(starts_at, ends_at, '[]')`. */
function readEnds(expression: string, columns: readonly Column[]): ExcludedSpan | null {
  const match = CALL.exec(expression);
  if (match === null) return null;
  const [low, high] = [match[1] ?? match[2]!, match[3] ?? match[4]!].map((name) => name.replaceAll('"', ''));
  const isColumn = (name: string): boolean => columns.some((column) => column.name === name);
  if (!isColumn(low!) || !isColumn(high!)) return null;
  const bounds = (match[5] ?? '[)') as RangeBounds;
  return { low: low!, high: high!, ...(bounds === '[)' ? {} : { bounds }) };
}
