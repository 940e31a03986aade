import Sqlite from 'better-sqlite3';
import { hash32, unit } from '../../src/random/hash.js';
import { writeDdl } from './random-ddl.js';
import { WORDS, type RandomColumn, type RandomSchema, type RandomTable } from './random-schema.js';

type Cell = string | number | null;
type Row = Record<string, Cell>;

/**
 * Makes a SQLite database of a schema and fills it with random rows; those that break a constraint are left out, so
 * that what remains proves that the schema can hold rows.
 */
export function fillSqlite(schema: RandomSchema, path: string): void {
  const database = new Sqlite(path);
  try {
    database.pragma('foreign_keys = OFF');
    const { tables, late } = writeDdl(schema, 'sqlite');
    for (const sql of [...tables, ...late]) database.exec(sql);
    const rows = drawRows(schema);
    for (const table of schema.tables) {
      const written = table.columns.filter(({ computedOf }) => computedOf === null).map(({ name }) => name);
      if (written.length === 0) continue;
      const insert = database.prepare(
        `INSERT OR IGNORE INTO ${table.name} (${written.join(', ')}) VALUES (${written.map(() => '?').join(', ')})`,
      );
      for (const row of rows.get(table.name)!) insert.run(written.map((name) => row[name] ?? null));
    }
    while (deleteOrphans(database));
  } finally {
    database.close();
  }
}

function deleteOrphans(database: Sqlite.Database): boolean {
  const orphans = database.pragma('foreign_key_check') as { table: string; rowid: number }[];
  for (const { table, rowid } of orphans) database.prepare(`DELETE FROM ${table} WHERE rowid = ?`).run(rowid);
  return orphans.length > 0;
}

/** Rows of all tables: first their own columns and the parents drawn before, then the parents drawn behind. */
function drawRows({ tables, seed }: RandomSchema): Map<string, Row[]> {
  const drawn = new Map<string, Row[]>();
  tables.forEach((table, t) => {
    const rows = Array.from({ length: table.rows }, (_, r) => {
      const draw = (salt: number): number => unit(hash32(seed, t, r, salt));
      const row: Row = {};
      for (const key of table.foreignKeys) refer(row, key, drawn.get(key.parent), table, draw);
      table.columns.forEach((column, c) => {
        if (!(column.name in row) && !isForeign(table, column)) row[column.name] = cellOf(column, r, draw, c);
      });
      return row;
    });
    meetChecks(table, rows);
    drawn.set(table.name, rows);
  });
  tables.forEach((table, t) =>
    drawn.get(table.name)!.forEach((row, r) => {
      const draw = (salt: number): number => unit(hash32(seed, t, r, salt + 5_000));
      for (const key of table.foreignKeys)
        if (key.columns.some((name) => !(name in row))) refer(row, key, drawn.get(key.parent), table, draw);
    }),
  );
  return drawn;
}

function isForeign({ foreignKeys }: RandomTable, { name }: RandomColumn): boolean {
  return foreignKeys.some(({ columns }) => columns.includes(name));
}

function refer(
  row: Row,
  { columns, parentColumns }: RandomTable['foreignKeys'][number],
  parents: readonly Row[] | undefined,
  table: RandomTable,
  draw: (salt: number) => number,
): void {
  if (parents === undefined || parents.length === 0) return;
  const isOptional = table.columns.some(({ name, nullable }) => nullable && columns.includes(name));
  const salt = columns.join().length;
  if (isOptional && draw(100 + salt) < 0.3) return;
  const agreeing = parents.filter((parent) =>
    columns.every((name, i) => !(name in row) || row[name] === parent[parentColumns[i]!]),
  );
  // Some parents have many children.
  const place = Math.floor(draw(200 + salt) ** 2 * agreeing.length);
  const parent = agreeing[place];
  if (parent === undefined) return;
  columns.forEach((name, i) => (row[name] = parent[parentColumns[i]!] ?? null));
}

function cellOf(column: RandomColumn, row: number, draw: (salt: number) => number, at: number): Cell {
  if (column.isSerial) return row + 1;
  if (column.computedOf !== null) return null;
  if (column.nullable && draw(at * 10 + 1) < 0.2) return null;
  const value = Math.floor(draw(at * 10 + 2) * Math.min(column.spread, 900));
  switch (column.kind) {
    case 'int':
      return value;
    case 'small':
      return value % 300;
    case 'decimal':
      return value / 4;
    case 'real':
      return value / 7;
    case 'text':
      return `Text ${String.fromCharCode(97 + (value % 26))}${value}`;
    case 'code':
      return `K-${String(value).padStart(4, '0')}`;
    case 'flag':
      return value % 2;
    case 'date':
      return new Date(Date.UTC(2020, 0, 1 + value)).toISOString().slice(0, 10);
    case 'timestamp':
      return new Date(Date.UTC(2020, 0, 1, value)).toISOString().slice(0, 19).replace('T', ' ');
    case 'word':
      return WORDS[value % WORDS.length]!;
    case 'uuid':
      return `00000000-0000-4000-8000-${String(value * 1_000_003).padStart(12, '0')}`;
  }
}

/** Helps rows to satisfy the checks that random values seldom do. */
function meetChecks(table: RandomTable, rows: readonly Row[]): void {
  for (const row of rows) {
    for (const check of table.checks) {
      if (check.kind === 'total') row[check.total] = Number(row[check.one]) + Number(row[check.other]);
      else if (check.kind === 'one of') {
        const kept = check.columns.find((name) => row[name] !== null);
        for (const name of check.columns) if (name !== kept) row[name] = null;
      } else if (check.kind === 'words')
        row[check.column] = WORDS[WORDS.indexOf(row[check.column] as 'red') % check.count] ?? null;
    }
  }
}
