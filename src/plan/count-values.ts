import { capacity } from '../check/capacity.js';
import { columnBounds } from '../check/column-bounds.js';
import { compileCheck } from '../check/compile-check.js';
import type { Column, Dialect, LogicalType, Table } from '../introspect/catalog.js';
import { countCheckedValues } from './count-checked-values.js';

/** Printable ASCII: what dbsynth writes into short texts that must be unique. */
const CHARACTERS = 95;
/** The same with upper and lower case taken as one. */
const CHARACTERS_IN_ONE_CASE = 69;

/**
 * Counts the values other than NULL that a column can hold, by its type and by the CHECKs on it.
 * @param caseInsensitive texts that differ only in case count as one
 * @returns Infinity when there are more than anyone will ask for
 */
export function countValues(
  table: Table,
  column: Column,
  dialect: Dialect,
  caseInsensitive: boolean,
): number {
  const checked = table.checks.map(({ sql }) => countCheckedValues(sql, dialect, column, caseInsensitive));
  return Math.min(
    countByType(column.type, caseInsensitive),
    countListed(table, column, dialect, caseInsensitive),
    ...checked,
  );
}

/** The values of lists, whatever casts a product wraps them in. */
function countListed(table: Table, column: Column, dialect: Dialect, caseInsensitive: boolean): number {
  const checks = table.checks.map((check) => compileCheck(check, dialect, table.columns));
  const facts = columnBounds(checks).get(column.name);
  const listed = facts?.in === undefined ? null : capacity(facts, column.type, { caseInsensitive });
  return listed === null ? Infinity : bounded(Number(listed));
}

function countByType(type: LogicalType, caseInsensitive: boolean): number {
  switch (type.name) {
    case 'boolean':
      return 2;
    case 'enum':
      return new Set(caseInsensitive ? type.labels.map((label) => label.toLowerCase()) : type.labels).size;
    case 'integer':
      return bounded(Number(type.max - type.min) + 1);
    case 'decimal':
      return type.precision === null ? Infinity : bounded(2 * 10 ** type.precision - 1);
    case 'text':
      return countTexts(caseInsensitive ? CHARACTERS_IN_ONE_CASE : CHARACTERS, type.maxLength, type.fixed);
    case 'bytes':
      return countTexts(256, type.maxLength, false);
    default:
      return Infinity;
  }
}

/** Texts of up to `length` characters; a fixed length pads shorter ones, so that trailing blanks do not tell them apart. */
function countTexts(characters: number, length: number | null, fixed: boolean): number {
  if (length === null) return Infinity;
  const longest = characters ** length;
  return bounded(fixed ? longest : (longest * characters - 1) / (characters - 1));
}

function bounded(count: number): number {
  return count > Number.MAX_SAFE_INTEGER ? Infinity : count;
}
