import type { LogicalType } from '../../src/introspect/catalog.js';

/** A declared type taken apart: `int(10) unsigned` is `int`, [10], unsigned. */
export interface DeclaredType {
  /** First word in small letters. */
  readonly name: string;
  /** The numbers in parentheses. */
  readonly numbers: readonly number[];
  readonly unsigned: boolean;
  /** The labels of an ENUM or the members of a SET, in their order. */
  readonly labels: readonly string[];
}

/**
 * Takes a COLUMN_TYPE apart.
 * https://dev.mysql.com/doc/refman/8.4/en/information-schema-columns-table.html
 */
export function parseType(columnType: string): DeclaredType {
  const [, word = '', rest = ''] = /^(\w+)(.*)$/s.exec(columnType) ?? [];
  const name = word.toLowerCase();
  const hasLabels = name === 'enum' || name === 'set';
  const inside = hasLabels ? '' : (/^\(([^)]*)\)/.exec(rest)?.[1] ?? '');
  return {
    name,
    numbers: inside
      .split(',')
      .map((part) => Number.parseInt(part, 10))
      .filter((number) => Number.isFinite(number)),
    // ZEROFILL makes a column unsigned by itself.
    unsigned: !hasLabels && /\b(unsigned|zerofill)\b/i.test(rest),
    labels: hasLabels ? parseLabels(rest) : [],
  };
}

/**
 * Tells what a COLUMN_TYPE means to the engine.
 * https://dev.mysql.com/doc/refman/8.4/en/data-types.html, https://mariadb.com/kb/en/data-types/
 */
export function toLogicalType(columnType: string): LogicalType {
  const type = parseType(columnType);
  const { name, numbers, unsigned } = type;
  const integer = INTEGER_BITS[name];
  if (integer !== undefined) {
    // BOOLEAN is another word for TINYINT(1), and the only thing that is still shown with this width.
    if (name === 'tinyint' && numbers[0] === 1 && !unsigned) return { name: 'boolean' };
    return integerOf(integer, unsigned);
  }
  switch (name) {
    case 'bit':
      return (numbers[0] ?? 1) === 1 ? { name: 'boolean' } : integerOf(numbers[0]!, true);
    case 'year':
      return { name: 'integer', min: 1901n, max: 2155n };
    case 'decimal':
      return { name: 'decimal', precision: numbers[0] ?? 10, scale: numbers[1] ?? 0 };
    case 'float':
    case 'double':
    case 'real':
      return { name: 'real' };
    case 'char':
      return { name: 'text', maxLength: numbers[0] ?? 1, fixed: true };
    case 'varchar':
      return { name: 'text', maxLength: numbers[0] ?? null, fixed: false };
    case 'tinytext':
      return { name: 'text', maxLength: 255 / BYTES_PER_CHARACTER, fixed: false };
    case 'text':
      return { name: 'text', maxLength: null, fixed: false };
    case 'mediumtext':
    case 'longtext':
      return { name: 'text', maxLength: null, fixed: false };
    case 'binary':
    case 'varbinary':
      return { name: 'bytes', maxLength: numbers[0] ?? 1 };
    case 'tinyblob':
      return { name: 'bytes', maxLength: 255 };
    case 'blob':
      return { name: 'bytes', maxLength: 65_535 };
    case 'mediumblob':
    case 'longblob':
      return { name: 'bytes', maxLength: null };
    case 'date':
      return { name: 'date' };
    case 'time':
      return { name: 'time' };
    case 'datetime':
      return { name: 'timestamp', precision: numbers[0] ?? 0, timeZone: false };
    case 'timestamp':
      return { name: 'timestamp', precision: numbers[0] ?? 0, timeZone: true };
    case 'json':
      return { name: 'json' };
    case 'uuid':
      return { name: 'uuid' };
    case 'enum':
      return { name: 'enum', labels: type.labels };
    case 'set':
      return setOf(type.labels);
    default:
      return { name: 'other' };
  }
}

/** Whether a type holds shapes, which travel as well-known text. https://dev.mysql.com/doc/refman/8.4/en/spatial-types.html */
export function isGeometry(typeName: string): boolean {
  return GEOMETRIES.has(typeName);
}

const GEOMETRIES = new Set([
  'geometry',
  'point',
  'linestring',
  'polygon',
  'multipoint',
  'multilinestring',
  'multipolygon',
  'geometrycollection',
  'geomcollection',
]);

const INTEGER_BITS: Readonly<Record<string, number | undefined>> = Object.assign(
  Object.create(null) as Record<string, number>,
  { tinyint: 8, smallint: 16, mediumint: 24, int: 32, integer: 32, bigint: 64 },
);

const BYTES_PER_CHARACTER = 3;

function integerOf(bits: number, unsigned: boolean): LogicalType {
  const values = 2n ** BigInt(bits);
  return unsigned
    ? { name: 'integer', min: 0n, max: values - 1n }
    : { name: 'integer', min: -values / 2n, max: values / 2n - 1n };
}

/** Members up to which every subset of a SET is listed as a label. */
const LISTED_MEMBERS = 6;

/**
 * A SET holds a subset of its members, written with commas in the order of the declaration. Up to six members the
 * subsets are the labels of an enum; beyond that the members alone are, which is a valid choice though not all.
 */
function setOf(members: readonly string[]): LogicalType {
  if (members.length > LISTED_MEMBERS) return { name: 'enum', labels: members, several: true };
  const labels = [''];
  for (const member of members) {
    for (const label of [...labels]) labels.push(label === '' ? member : `${label},${member}`);
  }
  return { name: 'enum', labels, several: true };
}

/** The server doubles quotes inside labels, and escapes nothing else. */
function parseLabels(list: string): string[] {
  return [...list.matchAll(/'((?:[^']|'')*)'/g)].map((match) => match[1]!.replaceAll("''", "'"));
}
