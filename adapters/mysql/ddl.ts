/** A CREATE TABLE as the server shows it, taken apart. */
export interface CreateTable {
  /** Up to and with the opening parenthesis. */
  readonly head: string;
  /** Columns, keys and checks, in their order. */
  readonly items: readonly string[];
  readonly foreignKeys: readonly ForeignKeyDdl[];
  readonly checks: readonly CheckDdl[];
  /** From the closing parenthesis on, without counter and places on the server's disk. */
  readonly tail: string;
}

export interface ForeignKeyDdl {
  readonly name: string;
  readonly sql: string;
  /** Of another database; null for one of the same. */
  readonly parentSchema: string | null;
  readonly parent: string;
}

/** A check that stands in a line of its own, as MySQL shows all of them. */
export interface CheckDdl {
  readonly name: string;
  readonly sql: string;
  readonly enforced: boolean;
}

/**
 * Takes apart what SHOW CREATE TABLE says.
 * https://dev.mysql.com/doc/refman/8.4/en/show-create-table.html
 */
export function parseCreateTable(sql: string): CreateTable {
  const { start, items, end } = splitBody(sql);
  const foreignKeys: ForeignKeyDdl[] = [];
  const checks: CheckDdl[] = [];
  const kept: string[] = [];
  for (const item of items) {
    const foreignKey = parseForeignKey(item);
    if (foreignKey !== null) {
      foreignKeys.push(foreignKey);
      continue;
    }
    const check = parseCheck(item);
    if (check !== null) checks.push(check);
    kept.push(item);
  }
  return { head: sql.slice(0, start), items: kept, foreignKeys, checks, tail: cleanTail(sql.slice(end)) };
}

/** Puts a CREATE TABLE together again, with some of its foreign keys. */
export function writeCreateTable(ddl: CreateTable, foreignKeys: readonly ForeignKeyDdl[]): string {
  const lines = [...ddl.items, ...foreignKeys.map(({ sql }) => sql)].map((item) => `\n  ${item}`);
  return `${ddl.head}${lines.join(',')}\n${ddl.tail}`;
}

/** Strings, names and comments, in which nothing else counts, and the signs that do. */
const SIGN = /'(?:[^'\\]|''|\\[\s\S])*'|`(?:[^`]|``)*`|"(?:[^"\\]|""|\\[\s\S])*"|\/\*|\*\/|[(),]/g;

/** Cuts the parenthesised body of a CREATE TABLE at its outermost commas. */
function splitBody(sql: string): { start: number; items: string[]; end: number } {
  const items: string[] = [];
  let depth = 0;
  let start = 0;
  let from = 0;
  for (const { 0: sign, index } of sql.matchAll(SIGN)) {
    if (sign === '(' && depth++ === 0) start = from = index + 1;
    if (sign === ',' && depth === 1) {
      items.push(sql.slice(from, index).trim());
      from = index + 1;
    }
    if (sign === ')' && --depth === 0) {
      items.push(sql.slice(from, index).trim());
      return { start, items, end: index };
    }
  }
  return { start: sql.length, items, end: sql.length };
}

const NAME = '`((?:[^`]|``)*)`';
const FOREIGN_KEY = new RegExp(
  String.raw`^CONSTRAINT ${NAME} FOREIGN KEY .*? REFERENCES (?:${NAME}\.)?${NAME} \(`,
  's',
);
const CHECK = new RegExp(String.raw`^CONSTRAINT ${NAME} CHECK \((.*)\)(.*)$`, 's');

function parseForeignKey(sql: string): ForeignKeyDdl | null {
  const match = FOREIGN_KEY.exec(sql);
  if (match === null) return null;
  const [, name, parentSchema, parent] = match;
  return {
    name: unquote(name!),
    sql,
    parentSchema: parentSchema === undefined ? null : unquote(parentSchema),
    parent: unquote(parent!),
  };
}

function parseCheck(item: string): CheckDdl | null {
  const match = CHECK.exec(item);
  if (match === null) return null;
  const [, name, sql, rest] = match;
  return { name: unquote(name!), sql: sql!, enforced: !rest!.includes('NOT ENFORCED') };
}

function unquote(name: string): string {
  return name.replaceAll('``', '`');
}

/** The counter tells how many rows there were; the places belong to one server. */
function cleanTail(tail: string): string {
  const [options, ...comment] = tail.split(/(?= COMMENT=')/);
  const cleaned = options!
    .replace(/ AUTO_INCREMENT=\d+/, '')
    .replace(/ (?:DATA|INDEX) DIRECTORY='(?:[^'\\]|''|\\.)*'/g, '')
    .replace(/ \/\*!50100 TABLESPACE `(?:[^`]|``)*`(?: STORAGE \w+)? \*\//, '');
  return [cleaned, ...comment].join('');
}
