import type { Database } from '../database.js';
import { DbsynthError } from '../errors.js';
import { giveWay } from '../give-way.js';
import type { Catalog, Table } from '../introspect/catalog.js';
import type { OnProgress } from '../progress.js';
import { listQuestions } from './list-questions.js';
import type { Names, Question, QuestionKind } from './list-questions.js';

export interface VerifyOptions {
  /** Rows that each table must have, by table id; tables without an entry may have any number. */
  readonly expectedRows?: ReadonlyMap<string, number>;
  /** Ids of the tables whose constraints are checked; default all. */
  readonly tables?: readonly string[];
  readonly onProgress?: OnProgress;
  readonly signal?: AbortSignal;
}

/** Plain JSON; holds no value of any row. */
export interface VerifyReport {
  /** No question failed. Questions that could not be asked do not count as passed; see `notChecked`. */
  readonly ok: boolean;
  readonly passed: number;
  readonly failed: number;
  readonly notChecked: number;
  readonly tables: readonly {
    readonly id: string;
    readonly rows: number | null;
    readonly expectedRows: number | null;
  }[];
  readonly answers: readonly Answer[];
}

export interface Answer {
  readonly kind: 'rows' | QuestionKind;
  readonly table: string;
  readonly name: string;
  readonly columns: readonly string[];
  readonly status: 'passed' | 'failed' | 'not-checked';
  /** Rows in violation (for `rows`: missing or surplus ones); null when not counted. */
  readonly violations: number | null;
  /** Why it was not checked; null otherwise. */
  readonly reason: string | null;
}

/**
 * Proves by SQL that a database keeps its own rules: rows as expected, no orphan of any foreign key, no duplicate
 * of any unique key, no NULL where none may be, no violated CHECK. A table that cannot be read at all is a failure;
 * a constraint whose expression the database cannot evaluate is reported as not checked.
 * @param database where to ask; inside a load, its `query` sees what was written so far
 * @param catalog the rules; they need not be declared in the database that is asked
 * @throws {DbsynthError} E_INTERRUPTED, and what the adapter throws when the connection is lost
 * Cost: one lookup in the parent's key per row and foreign key, one grouping per unique key.
 */
export async function verify(
  database: Names & Pick<Database, 'query'>,
  catalog: Catalog,
  options: VerifyOptions = {},
): Promise<VerifyReport> {
  const parents = new Map(catalog.tables.map((table) => [table.id, table]));
  const chosen = catalog.tables.filter(({ id }) => options.tables?.includes(id) ?? true);
  const questions = new Map(chosen.map((table) => [table, listQuestions(table, parents, database)]));
  const total = [...questions.values()].reduce((sum, { length }) => sum + length + 1, 0);
  const tables: VerifyReport['tables'][number][] = [];
  const answers: Answer[] = [];

  for (const [table, asked] of questions) {
    const expectedRows = options.expectedRows?.get(table.id) ?? null;
    const counted = await ask(database, `SELECT COUNT(*) FROM ${database.qualify(table)}`, options.signal);
    tables.push({ id: table.id, rows: counted.count, expectedRows });
    answers.push(answerRows(table, counted, expectedRows));
    for (const question of asked) {
      const outcome = counted.count === null ? UNREADABLE : await ask(database, question.sql, options.signal);
      answers.push(answerQuestion(question, outcome));
      options.onProgress?.({ stage: 'verify', table: table.id, done: answers.length, total });
    }
  }

  const count = (status: Answer['status']) => answers.filter((answer) => answer.status === status).length;
  const failed = count('failed');
  return {
    ok: failed === 0,
    passed: count('passed'),
    failed,
    notChecked: count('not-checked'),
    tables,
    answers,
  };
}

/** A count, or why there is none. */
type Outcome = { readonly count: number } | { readonly count: null; readonly reason: string };

const UNREADABLE: Outcome = { count: null, reason: 'the table cannot be read' };

async function ask(database: Pick<Database, 'query'>, sql: string, signal?: AbortSignal): Promise<Outcome> {
  await giveWay(signal);
  try {
    const [row] = await database.query(sql);
    return { count: Number(row![0]) };
  } catch (error) {
    // A lost connection says nothing about this question; a statement that fails does.
    if (error instanceof DbsynthError && error.code !== 'E_INTERNAL') throw error;
    return { count: null, reason: reasonOf(error) };
  }
}

/** The database's own words; what it quotes may be a value of a row, so it is left out. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : 'the database cannot evaluate it';
  return message.replace(/'[^']*'|"[^"]*"/g, '...');
}

function answerRows(table: Table, counted: Outcome, expectedRows: number | null): Answer {
  const answer = { kind: 'rows' as const, table: table.id, name: 'rows', columns: [] };
  if (counted.count === null)
    return { ...answer, status: 'failed', violations: null, reason: counted.reason };
  const violations = Math.abs(counted.count - (expectedRows ?? counted.count));
  return { ...answer, status: violations === 0 ? 'passed' : 'failed', violations, reason: null };
}

function answerQuestion({ kind, table, name, columns }: Question, outcome: Outcome): Answer {
  const answer = { kind, table, name, columns };
  if (outcome.count === null)
    return { ...answer, status: 'not-checked', violations: null, reason: outcome.reason };
  return {
    ...answer,
    status: outcome.count === 0 ? 'passed' : 'failed',
    violations: outcome.count,
    reason: null,
  };
}
