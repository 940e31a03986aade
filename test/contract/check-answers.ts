import fc from 'fast-check';
import { expect } from 'vitest';
import type { SqlValue } from '../../src/batch/batch.js';
import { compileCheck } from '../../src/check/compile-check.js';
import type { CheckColumn } from '../../src/check/semantics.js';
import type { Dialect } from '../../src/introspect/catalog.js';

/** A column that expressions read: how the database declares it, and values that it may hold, as texts. */
export interface AnsweredColumn extends CheckColumn {
  readonly sql: string;
  readonly values: readonly string[];
}

/** The database that is asked. */
export interface Answerer {
  readonly dialect: Dialect;
  /** Makes table t of these columns, with an `id` in front, and fills it. */
  fill(columns: readonly AnsweredColumn[], rows: readonly (readonly (string | null)[])[]): Promise<void>;
  /** Truth of an expression for every row by id; null when the database refuses it. */
  ask(sql: string): Promise<(boolean | null)[] | null>;
  /** The same expression as the database stores it in a CHECK; null when it refuses it. */
  stored(sql: string): Promise<string | null>;
}

const ROWS = 40;

/**
 * Compares our answers with the database's: random expressions over random rows, each as written and as stored.
 * @returns how many answers were compared, how many we left to the database, how many expressions it refused
 */
export async function compareAnswers(
  database: Answerer,
  columns: readonly AnsweredColumn[],
  expressions: fc.Arbitrary<string>,
  runs: number,
  seed: number,
): Promise<{ same: number; unknown: number; refused: number }> {
  const cells = columns.map(({ values }) => fc.option(fc.constantFrom(...values), { freq: 6 }));
  const rows = fc.sample(fc.tuple(...cells), { numRuns: ROWS, seed });
  await database.fill(columns, rows);
  const counts = { same: 0, unknown: 0, refused: 0 };
  for (const sql of fc.sample(expressions, { numRuns: runs, seed })) {
    const theirs = await database.ask(sql);
    const stored = theirs && (await database.stored(sql));
    if (theirs === null || stored === null) {
      counts.refused++;
      continue;
    }
    for (const written of new Set([sql, stored])) {
      const check = compileCheck(written, database.dialect, columns);
      expect(check.reason, written).toBeNull();
      rows.forEach((row, i) => {
        const ours = check.evaluate(
          (name) => row[columns.findIndex((column) => column.name === name)]! as SqlValue,
        );
        if (ours === 'unknown') counts.unknown++;
        else {
          expect(ours, `${written} for ${JSON.stringify(row)}`).toBe(theirs[i]);
          counts.same++;
        }
      });
    }
  }
  return counts;
}

/** A text literal. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Expressions of several kinds that are made of one another. */
export type Kinds = Record<'condition' | 'number' | 'text' | 'moment', string>;

/** Fills the holes of a template such as `(% + %)` with expressions. */
export function template(text: string, ...holes: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  const parts = text.split('%');
  return fc.tuple(...holes).map((values) => parts.map((part, i) => part + (values[i] ?? '')).join(''));
}

/** One of some words. */
export function word(...words: readonly string[]): fc.Arbitrary<string> {
  return fc.constantFrom(...words);
}
