import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Dialect } from '../../src/introspect/catalog.js';
import type { ReferenceDeclaration } from '../../src/introspect/declare-references.js';

/** A folder of test/databases: a small schema with rows, and what must hold in every copy of it. */
export interface DatabaseCase {
  readonly name: string;
  readonly title: string;
  /** The chapter of docs/schema-support.md it belongs to. */
  readonly topic: string;
  /** Queries that give the rows for which it does not hold, in the source as in the copy. */
  readonly holds: readonly Rule[];
  /** Tables that cannot have as many rows as a scale asks for, by scale. */
  readonly limited: Readonly<Record<string, readonly string[]>>;
  readonly sourceHasOrphans: boolean;
  /** References that the schema does not state. */
  readonly references: readonly ReferenceDeclaration[];
  /** Why a product has no such schema. */
  readonly missing: Readonly<Partial<Record<Dialect, string>>>;
}

export interface Rule {
  readonly that: string;
  readonly violations: string | Readonly<Partial<Record<Dialect, string>>>;
  /** It follows from the source's rows and not from the schema. */
  readonly learned?: true;
}

const FOLDER = fileURLToPath(new URL('../databases', import.meta.url));

/** Reads what all folders say, in the order of their names. */
export function readCases(): DatabaseCase[] {
  return readdirSync(FOLDER).map((name) => ({
    name,
    holds: [],
    limited: {},
    sourceHasOrphans: false,
    references: [],
    missing: {},
    ...(JSON.parse(readFileSync(join(FOLDER, name, 'expect.json'), 'utf8')) as Pick<
      DatabaseCase,
      'title' | 'topic'
    >),
  }));
}

/** A file of a case, as a product wants it: its own, else the one for all; null when there is none. */
export function readCaseFile(name: string, file: 'schema' | 'rows', dialect: Dialect): string | null {
  const paths = [`${file}.${dialect}.sql`, `${file}.sql`].map((each) => join(FOLDER, name, each));
  const path = paths.find((each) => existsSync(each));
  return path === undefined ? null : readFileSync(path, 'utf8');
}

/** Whether a case has rows that only this product can make; others copy those that SQLite makes. */
export function hasOwnRows(name: string, dialect: Dialect): boolean {
  return existsSync(join(FOLDER, name, `rows.${dialect}.sql`));
}
