import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { openSqliteSource, openSqliteTarget } from '../../adapters/sqlite/index.js';
import type { SqlValue } from '../../src/batch/batch.js';
import type { Source, Target } from '../../src/database.js';
import type { ContractDatabases } from './adapter-contract.js';

/** Real SQLite files in a directory of their own, for the contract and for SQLite's own cases. */
export class SqliteFiles implements ContractDatabases {
  private directory: string | null = null;
  private count = 0;
  private readonly paths = new Map<Source | Target, string>();

  readonly words = {
    identity: 'id INTEGER PRIMARY KEY',
    bytes: 'BLOB',
    bytesLiteral: (hex: string): string => `x'${hex}'`,
    cycle: [
      'CREATE TABLE hens (id INTEGER PRIMARY KEY, egg_id INTEGER NOT NULL REFERENCES eggs (id))',
      'CREATE TABLE eggs (id INTEGER PRIMARY KEY, hen_id INTEGER NOT NULL REFERENCES hens (id))',
    ],
    quote: (name: string): string => `"${name.replaceAll('"', '""')}"`,
    withoutChecks: ['PRAGMA foreign_keys = OFF'],
    sound: ["SELECT * FROM pragma_integrity_check WHERE integrity_check <> 'ok'"],
  };

  /** A path that nothing stands at. */
  path(name = `${++this.count}.db`): string {
    this.directory ??= mkdtempSync(join(tmpdir(), 'dbsynth-test-'));
    return join(this.directory, name);
  }

  /** Makes a file by these statements. */
  make(statements: readonly string[], path = this.path()): string {
    const database = new Sqlite(path);
    database.pragma('foreign_keys = OFF');
    for (const sql of statements) database.exec(sql);
    database.close();
    return path;
  }

  async source(statements: readonly string[]): Promise<Source> {
    return this.openSource(this.make(statements));
  }

  async openSource(path: string): Promise<Source> {
    const source = await openSqliteSource(path);
    this.paths.set(source, path);
    return source;
  }

  async target(statements: readonly string[]): Promise<Target> {
    return this.openTarget(this.make(statements));
  }

  async emptyTarget(): Promise<Target> {
    return this.openTarget(this.path());
  }

  async openTarget(path: string): Promise<Target> {
    const target = await openSqliteTarget(path);
    this.paths.set(target, path);
    return target;
  }

  async execute(database: Source | Target, sql: string): Promise<void> {
    const other = new Sqlite(this.paths.get(database)!);
    try {
      other.exec(sql);
    } finally {
      other.close();
    }
  }

  async look(target: Target, sql: string): Promise<SqlValue[][] | null> {
    return lookInto(this.paths.get(target)!, sql);
  }

  async cleanUp(): Promise<void> {
    if (this.directory !== null) rmSync(this.directory, { recursive: true, force: true });
    this.directory = null;
    this.paths.clear();
  }
}

/** Runs a query as another program would; null when the file or a table does not exist. */
export function lookInto(path: string, sql: string): SqlValue[][] | null {
  let other: Sqlite.Database | undefined;
  try {
    other = new Sqlite(path, { fileMustExist: true });
    return other.prepare<[], SqlValue[]>(sql).raw().all();
  } catch (error) {
    if (/no such table|unable to open/.test(String(error))) return null;
    throw error;
  } finally {
    other?.close();
  }
}
