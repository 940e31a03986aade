import type {
  CastType,
  ColumnNeeds,
  ExpressionWords,
  LikePart,
  Product,
  TargetType,
} from '../../src/product.js';
import { foldName } from './fold-name.js';
import { quote } from './quote.js';

/** What SQLite holds of a schema that was made for another product. */
export const sqliteProduct: Product = {
  dialect: 'sqlite',
  schema: null,
  schemaSql: null,
  // An INTEGER that is the primary key numbers its rows by itself.
  numbering: '',
  knexClient: 'better-sqlite3',
  can: {
    keysAfterRows: false,
    addForeignKeys: false,
    indexForeignKeys: false,
    partialKeys: true,
    expressionKeys: true,
    nullsNotDistinct: false,
    deferForeignKeys: false,
    matchFull: false,
    setDefault: true,
    virtualColumns: true,
    numberKeysOnly: true,
    readNumberedColumns: true,
    numberPrimaryKeyOnly: true,
    ignoreCase: true,
    namePrimaryKeys: true,
  },
  words: makeWords(),
  fitsName: (name) => !foldName(name).startsWith('sqlite_'),
  foldName,
  quote,
  quoteText,
  typeOf,
};

function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/**
 * Types by the names that say most to people and that `toLogicalType` reads back; their affinity keeps every value.
 * https://www.sqlite.org/datatype3.html
 */
function typeOf({ name, type, caseInsensitive }: ColumnNeeds): TargetType {
  const as = (declared: string, parts: Partial<TargetType> = {}): TargetType => ({
    declared: caseInsensitive ? `${declared} COLLATE NOCASE` : declared,
    type,
    check: null,
    warning: null,
    ...parts,
  });
  switch (type.name) {
    case 'integer':
      return as('INTEGER', { check: type.min === 0n ? `${quote(name)} >= 0` : null });
    case 'decimal':
      if (type.precision === null) return as('DECIMAL');
      return as(`DECIMAL(${type.precision}, ${type.scale ?? 0})`);
    case 'real':
      return as('DOUBLE');
    case 'boolean':
      return as('BOOLEAN');
    case 'text':
      if (type.maxLength === null) return as('TEXT');
      return as(type.fixed ? `CHAR(${type.maxLength})` : `VARCHAR(${type.maxLength})`);
    case 'bytes':
      return as('BLOB');
    case 'date':
      return as('DATE');
    case 'time':
      return as('TIME');
    case 'timestamp':
      return as(type.timeZone ? 'TIMESTAMPTZ' : 'TIMESTAMP');
    case 'uuid':
      return as('CHAR(36)');
    case 'json':
      return as('JSON');
    case 'enum':
      return as('TEXT', { check: `${quote(name)} IN (${type.labels.map(quoteText).join(', ')})` });
    case 'other':
      return as('TEXT', { warning: 'becomes text' });
  }
}

function makeWords(): ExpressionWords {
  return {
    strictBooleans: false,
    bytes: (hex) => `x'${hex}'`,
    same: (left, right) => `(${left} IS ${right})`,
    exclusiveOr: (left, right) => `((${left}) <> (${right}))`,
    concat: (left, right) => `(${left} || ${right})`,
    divide: (left, right, isWhole) => (isWhole ? `(${left} / ${right})` : `(${left} * 1.0 / ${right})`),
    power: () => null,
    like: (text, pattern, ignoresCase) =>
      ignoresCase
        ? `(${text} LIKE ${quoteText(pattern.map(writeLikePart).join(''))} ESCAPE '\\')`
        : `(${text} GLOB ${quoteText(pattern.map(writeGlobPart).join(''))})`,
    // The word is there, but not its function.
    regexp: () => null,
    call: (name, args) => FUNCTIONS[name]?.(args) ?? null,
    cast: (operand, to) => castTo(operand, to),
    now: (part) =>
      part === 'date' ? 'CURRENT_DATE' : part === 'time' ? 'CURRENT_TIME' : 'CURRENT_TIMESTAMP',
    uuid: () => null,
  };
}

/** https://www.sqlite.org/lang_expr.html#like */
function writeLikePart(part: LikePart): string {
  if ('any' in part) return part.any === 'many' ? '%' : '_';
  return part.text.replace(/[%_\\]/g, '\\$&');
}

function writeGlobPart(part: LikePart): string {
  if ('any' in part) return part.any === 'many' ? '*' : '?';
  return part.text.replace(/[*?[]/g, '[$&]');
}

function castTo(operand: string, to: CastType): string {
  if (to.name === 'date') return `date(${operand})`;
  if (to.name === 'timestamp') return `datetime(${operand})`;
  const type = { integer: 'INTEGER', real: 'REAL', text: 'TEXT', boolean: 'INTEGER', decimal: 'NUMERIC' }[
    to.name
  ];
  return `CAST(${operand} AS ${type})`;
}

const plain =
  (name: string) =>
  (args: readonly string[]): string =>
    `${name}(${args.join(', ')})`;
const part =
  (letter: string) =>
  ([moment]: readonly string[]): string =>
    `CAST(strftime('%${letter}', ${moment}) AS INTEGER)`;

/** https://www.sqlite.org/lang_corefunc.html */
const FUNCTIONS: Readonly<Record<string, (args: readonly string[]) => string>> = {
  char_length: plain('length'),
  byte_length: ([text]) => `length(CAST(${text} AS BLOB))`,
  lower: plain('lower'),
  upper: plain('upper'),
  trim: plain('trim'),
  ltrim: plain('ltrim'),
  rtrim: plain('rtrim'),
  abs: plain('abs'),
  round: plain('round'),
  coalesce: plain('coalesce'),
  nullif: plain('nullif'),
  substring: plain('substr'),
  replace: plain('replace'),
  position: plain('instr'),
  greatest: plain('max'),
  least: plain('min'),
  mod: ([left, right]) => `(${left} % ${right})`,
  json_valid: plain('json_valid'),
  year: part('Y'),
  month: part('m'),
  day: part('d'),
};
