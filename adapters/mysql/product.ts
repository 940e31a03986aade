import type { LogicalType } from '../../src/introspect/catalog.js';
import type {
  CastType,
  ColumnNeeds,
  ExpressionWords,
  LikePart,
  Product,
  TargetType,
} from '../../src/product.js';
import { quote, quoteText } from './quote.js';

/** https://dev.mysql.com/doc/refman/8.4/en/identifier-length.html */
const NAME_CHARACTERS = 64;

/** What an index holds of a row at most: 3,072 bytes, of four to a character. https://dev.mysql.com/doc/refman/8.4/en/innodb-limits.html */
const KEY_CHARACTERS = 768;

/** Longer texts stand outside the row, which holds 65,535 bytes of all others together. */
const ROW_CHARACTERS = 1024;

const CASE = 'CHARACTER SET utf8mb4 COLLATE utf8mb4_bin';
const NO_CASE = 'CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci';

/** What MySQL and MariaDB alike hold of a schema that was made for another product. */
export const mysqlProduct: Product = {
  dialect: 'mysql',
  schema: null,
  schemaSql: null,
  numbering: ' AUTO_INCREMENT',
  knexClient: 'mysql2',
  can: {
    keysAfterRows: false,
    addForeignKeys: true,
    indexForeignKeys: true,
    partialKeys: false,
    expressionKeys: false,
    nullsNotDistinct: false,
    deferForeignKeys: false,
    matchFull: false,
    setDefault: false,
    virtualColumns: true,
    numberKeysOnly: true,
    readNumberedColumns: false,
    numberPrimaryKeyOnly: false,
    ignoreCase: true,
    namePrimaryKeys: false,
  },
  words: makeWords(),
  fitsName: (name) => [...name].length <= NAME_CHARACTERS && !/[\s\0]$|[\u{10000}-\u{10ffff}]/u.test(name),
  foldName: (name) => name.toLowerCase(),
  quote,
  quoteText,
  typeOf,
};

/** https://dev.mysql.com/doc/refman/8.4/en/data-types.html */
function typeOf(needs: ColumnNeeds): TargetType {
  const { name, type, decimals } = needs;
  const as = (declared: string, parts: Partial<TargetType> = {}): TargetType => ({
    declared,
    type,
    check: null,
    warning: null,
    ...parts,
  });
  switch (type.name) {
    case 'integer':
      return as(integerType(type), { check: type.min === 0n ? `${quote(name)} >= 0` : null });
    case 'decimal':
      return as(decimalType(type, decimals));
    case 'real':
      return as('double');
    case 'boolean':
      return as('boolean');
    case 'text':
      return textType(needs, type.maxLength);
    case 'bytes':
      return bytesType(needs, type.maxLength);
    case 'date':
      return as('date');
    case 'time':
      return as('time(6)');
    case 'timestamp':
      // A TIMESTAMP ends in 2038.
      return as('datetime(6)');
    case 'uuid':
      return as('char(36) CHARACTER SET ascii COLLATE ascii_general_ci');
    case 'json':
      return as('json');
    case 'enum':
      return enumType(needs, type.labels);
    case 'other':
      return { ...textType(needs, null), warning: 'becomes text' };
  }
}

function integerType({ min, max }: Extract<LogicalType, { name: 'integer' }>): string {
  const fits = (bits: bigint): boolean => min >= -(2n ** (bits - 1n)) && max < 2n ** (bits - 1n);
  return fits(16n) ? 'smallint' : fits(32n) ? 'int' : fits(64n) ? 'bigint' : 'decimal(20)';
}

/** At most 65 digits, 30 of them behind the point. https://dev.mysql.com/doc/refman/8.4/en/precision-math-decimal-characteristics.html */
function decimalType(
  { precision, scale }: Extract<LogicalType, { name: 'decimal' }>,
  decimals: number | null,
): string {
  if (precision === null) return `decimal(65, ${Math.min(30, decimals ?? 30)})`;
  if ((scale ?? 0) < 0) return `decimal(${Math.min(65, precision - scale!)}, 0)`;
  return `decimal(${Math.min(65, Math.max(precision, scale ?? 0))}, ${Math.min(30, scale ?? decimals ?? 0)})`;
}

/** Never CHAR, which MariaDB does not let generated columns read. */
function textType(needs: ColumnNeeds, maxLength: number | null): TargetType {
  const collation = needs.caseInsensitive ? NO_CASE : CASE;
  const room = needs.keyParts === 0 ? ROW_CHARACTERS : Math.floor(KEY_CHARACTERS / needs.keyParts);
  const length = needs.keyParts === 0 ? maxLength : Math.min(maxLength ?? room, room);
  const isInside = length !== null && length <= room && length > 0;
  const declared = isInside ? `varchar(${length})` : 'longtext';
  const isCut = needs.keyParts > 0 && (maxLength ?? Infinity) > room;
  return {
    declared: `${declared} ${collation}`,
    type: { name: 'text', maxLength: isInside ? length : null, fixed: false },
    check: null,
    warning: isCut ? `takes ${room} characters at most, because it is part of a key` : null,
  };
}

function bytesType({ keyParts }: ColumnNeeds, maxLength: number | null): TargetType {
  const room = keyParts === 0 ? ROW_CHARACTERS : Math.floor((KEY_CHARACTERS * 4) / keyParts);
  const length = keyParts === 0 ? maxLength : Math.min(maxLength ?? room, room);
  const isInside = length !== null && length <= room && length > 0;
  return {
    declared: isInside ? `varbinary(${length})` : 'longblob',
    type: { name: 'bytes', maxLength: isInside ? length : null },
    check: null,
    warning: null,
  };
}

/** The server cuts spaces off labels, and tells a number from a label's place only by its type. */
function enumType(needs: ColumnNeeds, labels: readonly string[]): TargetType {
  const collation = needs.caseInsensitive ? NO_CASE : CASE;
  const type: LogicalType = { name: 'enum', labels };
  const list = labels.map(quoteText).join(', ');
  const isPossible =
    new Set(labels).size === labels.length &&
    labels.every((label) => label.length <= 255 && label === label.trimEnd());
  if (isPossible) return { declared: `enum(${list}) ${collation}`, type, check: null, warning: null };
  const longest = Math.max(1, ...labels.map((label) => label.length));
  const { declared } = textType(needs, longest);
  return { declared, type, check: `${quote(needs.name)} IN (${list})`, warning: null };
}

function makeWords(): ExpressionWords {
  return {
    strictBooleans: false,
    bytes: (hex) => `x'${hex}'`,
    same: (left, right) => `(${left} <=> ${right})`,
    exclusiveOr: (left, right) => `(${left} XOR ${right})`,
    concat: (left, right) => `concat(${left}, ${right})`,
    divide: (left, right, isWhole) => `(${left} ${isWhole ? 'DIV' : '/'} ${right})`,
    power: (left, right) => `pow(${left}, ${right})`,
    like: (text, pattern, ignoresCase) => {
      const sql = quoteText(pattern.map(writePart).join(''));
      return ignoresCase ? `(lower(${text}) LIKE lower(${sql}))` : `(${text} LIKE ${sql})`;
    },
    regexp: (text, pattern, ignoresCase) =>
      ignoresCase
        ? `(lower(${text}) REGEXP lower(${quoteText(pattern)}))`
        : `(${text} REGEXP ${quoteText(pattern)})`,
    call: (name, args) => FUNCTIONS[name]?.(args) ?? null,
    cast: (operand, to) =>
      to.name === 'boolean' ? `(${operand} <> 0)` : `CAST(${operand} AS ${castType(to)})`,
    now: (part) =>
      part === 'date' ? '(CURRENT_DATE)' : part === 'time' ? '(CURRENT_TIME(6))' : 'CURRENT_TIMESTAMP(6)',
    uuid: () => '(uuid())',
  };
}

function writePart(part: LikePart): string {
  if ('any' in part) return part.any === 'many' ? '%' : '_';
  return part.text.replace(/[%_\\]/g, '\\$&');
}

function castType(to: Exclude<CastType, { name: 'boolean' }>): string {
  if (to.name === 'decimal')
    return to.precision === null
      ? 'DECIMAL(65, 30)'
      : `DECIMAL(${Math.min(65, to.precision)}, ${to.scale ?? 0})`;
  return {
    integer: 'SIGNED',
    real: 'DOUBLE',
    text: 'CHAR',
    date: 'DATE',
    timestamp: 'DATETIME(6)',
    boolean: 'SIGNED',
  }[to.name];
}

const plain =
  (name: string) =>
  (args: readonly string[]): string =>
    `${name}(${args.join(', ')})`;

/** https://dev.mysql.com/doc/refman/8.4/en/built-in-function-reference.html */
const FUNCTIONS: Readonly<Record<string, (args: readonly string[]) => string | null>> = {
  char_length: plain('char_length'),
  byte_length: plain('octet_length'),
  lower: plain('lower'),
  upper: plain('upper'),
  trim: (args) => (args.length === 1 ? `trim(${args[0]})` : null),
  ltrim: (args) => (args.length === 1 ? `ltrim(${args[0]})` : null),
  rtrim: (args) => (args.length === 1 ? `rtrim(${args[0]})` : null),
  abs: plain('abs'),
  round: plain('round'),
  floor: plain('floor'),
  ceil: plain('ceiling'),
  coalesce: plain('coalesce'),
  nullif: plain('nullif'),
  substring: plain('substr'),
  replace: plain('replace'),
  position: plain('instr'),
  greatest: plain('greatest'),
  least: plain('least'),
  mod: plain('mod'),
  json_valid: plain('json_valid'),
  year: plain('year'),
  month: plain('month'),
  day: plain('dayofmonth'),
};
