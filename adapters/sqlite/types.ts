import type { LogicalType } from '../../src/introspect/catalog.js';

/** How SQLite converts what is stored in a column; `none` keeps every value as it came. */
export type Affinity = 'integer' | 'text' | 'none' | 'real' | 'numeric';

/**
 * Finds a column's affinity by SQLite's five rules, which look for substrings in this order.
 * https://www.sqlite.org/datatype3.html#determination_of_column_affinity
 * @param declaredType as written in the schema; may be empty
 * @param strict whether the table is STRICT, where ANY means no conversion at all
 */
export function affinityOf(declaredType: string, strict = false): Affinity {
  const type = declaredType.toUpperCase();
  if (type.includes('INT')) return 'integer';
  if (type.includes('CHAR') || type.includes('CLOB') || type.includes('TEXT')) return 'text';
  if (type === '' || type.includes('BLOB') || (strict && type === 'ANY')) return 'none';
  if (type.includes('REAL') || type.includes('FLOA') || type.includes('DOUB')) return 'real';
  return 'numeric';
}

/**
 * Tells what a declared type means to the engine. Names that schemas commonly use come first, then the affinity.
 * Declared lengths are a promise of the schema's author, not enforced by SQLite; integers are 64 bits wide
 * whatever their name.
 * https://www.sqlite.org/datatype3.html
 * @param declaredType as written in the schema; may be empty
 */
export function toLogicalType(declaredType: string): LogicalType {
  const { name, numbers, words } = parseType(declaredType);
  const named = BY_NAME[name]?.(numbers, words);
  if (named !== undefined) return named;
  switch (affinityOf(declaredType)) {
    case 'integer':
      return INTEGER;
    case 'text':
      return text(numbers, false);
    case 'none':
      return declaredType.trim() === '' ? OTHER : bytes(numbers, words);
    case 'real':
      return REAL;
    case 'numeric':
      return OTHER;
  }
}

interface ParsedType {
  /** First word in capitals, or '' without a type. */
  name: string;
  /** The numbers in parentheses: length, or precision and scale. */
  numbers: number[];
  /** The whole type in capitals, without the parentheses. */
  words: string;
}

function parseType(declaredType: string): ParsedType {
  const words = declaredType
    .toUpperCase()
    .replace(/\([^)]*\)/g, ' ')
    .trim()
    .replace(/\s+/g, ' ');
  const inside = /\(([^)]*)\)/.exec(declaredType)?.[1] ?? '';
  const numbers = inside
    .split(',')
    .map((part) => Number.parseInt(part, 10))
    .filter((number) => Number.isFinite(number));
  return { name: words.split(' ')[0] ?? '', numbers, words };
}

const INTEGER: LogicalType = { name: 'integer', min: -(2n ** 63n), max: 2n ** 63n - 1n };
const REAL: LogicalType = { name: 'real' };
const OTHER: LogicalType = { name: 'other' };

type Reading = (numbers: number[], words: string) => LogicalType;

const decimal: Reading = (numbers) => ({
  name: 'decimal',
  precision: numbers[0] ?? null,
  scale: numbers[1] ?? null,
});
const boolean: Reading = () => ({ name: 'boolean' });
const uuid: Reading = () => ({ name: 'uuid' });
const json: Reading = () => ({ name: 'json' });
const bytes: Reading = (numbers) => ({ name: 'bytes', maxLength: numbers[0] ?? null });
const anyText: Reading = (numbers) => text(numbers, false);
const time: Reading = () => ({ name: 'time' });
const timestamp: Reading = (numbers, words) => ({
  name: 'timestamp',
  precision: numbers[0] ?? null,
  timeZone: words.includes('WITH TIME ZONE') || words.includes('TZ') || words.includes('OFFSET'),
});
/** CHAR(n) is fixed, CHARACTER VARYING(n) is not. */
const character: Reading = (numbers, words) => text(numbers, !words.includes('VARYING'));

function text(numbers: number[], fixed: boolean): LogicalType {
  const maxLength = numbers[0] ?? null;
  return { name: 'text', maxLength, fixed: fixed && maxLength !== null };
}

/** Readings by the first word of the type; where the affinity already says it, there is no entry. */
const BY_NAME: Readonly<Record<string, Reading>> = Object.assign(
  Object.create(null) as Record<string, Reading>,
  {
    BOOL: boolean,
    BOOLEAN: boolean,
    DATE: () => ({ name: 'date' }),
    TIME: time,
    TIMETZ: time,
    DATETIME: timestamp,
    DATETIME2: timestamp,
    SMALLDATETIME: timestamp,
    DATETIMEOFFSET: timestamp,
    TIMESTAMP: timestamp,
    TIMESTAMPTZ: timestamp,
    YEAR: () => INTEGER,
    DEC: decimal,
    DECIMAL: decimal,
    NUMERIC: decimal,
    NUMBER: decimal,
    FIXED: decimal,
    MONEY: decimal,
    SMALLMONEY: decimal,
    CURRENCY: decimal,
    SERIAL: () => INTEGER,
    BIGSERIAL: () => INTEGER,
    BIT: (numbers) => ((numbers[0] ?? 1) === 1 ? { name: 'boolean' } : OTHER),
    CHAR: character,
    CHARACTER: character,
    NCHAR: character,
    NATIVE: character,
    VARYING: anyText,
    STRING: anyText,
    CITEXT: anyText,
    NAME: anyText,
    XML: anyText,
    UUID: uuid,
    GUID: uuid,
    UNIQUEIDENTIFIER: uuid,
    JSON: json,
    JSONB: json,
    BINARY: bytes,
    VARBINARY: bytes,
    BYTEA: bytes,
    IMAGE: bytes,
    RAW: bytes,
    // These hold "INT" and so have integer affinity, but they are no integers.
    FLOATING: () => REAL,
    POINT: () => OTHER,
    MULTIPOINT: () => OTHER,
    INTERVAL: () => OTHER,
  } satisfies Record<string, Reading>,
);
