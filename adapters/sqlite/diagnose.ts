import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { find, type Diagnosis, type Finding } from '../../src/diagnosis.js';
import { labelOf, openForReading, type OpenOptions } from './connect.js';

/**
 * Tells what a SQLite file is and what this user may do with it; nothing is changed. A file that does not exist may
 * still become a target.
 * @throws {DbsynthError} E_IS_DIRECTORY, E_NOT_A_DATABASE, E_PERMISSION, E_LOCKED
 */
export function diagnose(path: string, options: OpenOptions): Diagnosis {
  const exists = existsSync(path);
  const mayMake = may(dirname(path), constants.W_OK);
  return {
    label: labelOf(path),
    product: 'SQLite',
    version: fetchVersion(),
    user: null,
    tls: null,
    isPooled: false,
    isReplica: false,
    asSource: exists ? judgeSource(path, options) : [{ level: 'problem', sentence: 'there is no such file' }],
    asTarget: exists
      ? [
          find(
            may(path, constants.W_OK) && mayMake,
            'may write the file, and make the journal beside it that takes a failed load back',
            'problem',
            'this user may not write the file, or make a journal beside it',
          ),
        ]
      : [
          find(
            mayMake,
            'may make the file; it appears when a load is complete',
            'problem',
            'this user may make no file there, or there is no such folder',
          ),
        ],
    grants: { source: [], target: [] },
  };
}

function judgeSource(path: string, options: OpenOptions): Finding[] {
  const handle = openForReading(path, options);
  try {
    const sql = `SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`;
    const tables = handle.prepare(sql).pluck().get() as number;
    return [find(tables > 0, `may read all ${tables} tables`, 'problem', 'there are no tables to learn')];
  } finally {
    handle.close();
  }
}

function fetchVersion(): string {
  const handle = new Sqlite(':memory:');
  const version = handle.prepare('SELECT sqlite_version()').pluck().get() as string;
  handle.close();
  return version;
}

function may(path: string, access: number): boolean {
  try {
    accessSync(path, access);
    return true;
  } catch {
    return false;
  }
}
