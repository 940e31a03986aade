import { Flags } from '@oclif/core';
import { DbsynthError } from '../src/errors.js';
import { ENGINE_NAMES } from '../src/model/model.js';

const LEARNING = 'LEARNING';
const ROWS = 'ROWS';
const TARGET = 'TARGET';

/** The flag that names owners. */
export const ownerFlags = {
  owner: Flags.string({
    summary: 'Foreign key along which a table belongs to its family. Repeatable.',
    description:
      'Default: chosen from the schema and the number of rows; `dbsynth inspect` shows the choice.',
    helpGroup: LEARNING,
    helpValue: '<table=foreign key>',
    multiple: true,
    multipleNonGreedy: true,
  }),
};

/** Flags of commands that read a source and learn from it. */
export const learnFlags = {
  ...ownerFlags,
  engine: Flags.option({
    summary: 'What learns how columns follow from each other.',
    description:
      'tree: bags of trees that look at parents and siblings. copula: a Gaussian copula with hidden values per parent, as in classic HMA, for comparison: siblings are alike, but do not follow each other.',
    helpGroup: LEARNING,
    options: ENGINE_NAMES,
    default: 'tree' as const,
  })(),
  keep: Flags.string({
    summary: 'Copy the rows of these small tables as they are. Repeatable, or separated by commas.',
    description:
      'For tables of at most 220 rows without foreign keys, such as price lists or plans. Lookup tables whose rows are shared by ten entities or more need not be named.',
    helpGroup: LEARNING,
    helpValue: '<glob>',
    multiple: true,
    multipleNonGreedy: true,
    delimiter: ',',
  }),
  'sample-rows': Flags.integer({
    summary: 'Learn from about so many rows of a larger table, in whole families. Default: 50,000.',
    description:
      'Rows and children are counted exactly all the same, by the database. Memory does not grow with the source.',
    helpGroup: LEARNING,
    helpValue: '<n>',
    min: 1000,
  }),
  refine: Flags.boolean({
    summary: 'Of three rows or families that are drawn, take one that looks real.',
    description:
      'For tables where this makes held-out families harder to tell from those of the copy. Learning takes up to twice as long, drawing such a table three to four times.',
    helpGroup: LEARNING,
  }),
};

/** Flags that name tables. */
export const tableFlags = {
  tables: Flags.string({
    summary: 'Only tables that match one of these globs. Repeatable, or separated by commas.',
    helpGroup: ROWS,
    helpValue: '<glob>',
    multiple: true,
    multipleNonGreedy: true,
    delimiter: ',',
  }),
  exclude: Flags.string({
    summary: 'No tables that match one of these globs. Repeatable, or separated by commas.',
    helpGroup: ROWS,
    helpValue: '<glob>',
    multiple: true,
    multipleNonGreedy: true,
    delimiter: ',',
  }),
};

/** The flag that decides which rows are drawn. */
export const seedFlags = {
  seed: Flags.integer({
    summary: 'The same model, seed and sizes give the same rows.',
    helpGroup: ROWS,
    helpValue: '<n>',
    min: 0,
    default: 1,
  }),
};

/** Flags that decide how many rows each table gets. */
export const sizeFlags = {
  scale: Flags.string({
    summary: 'Rows per table, as a multiple of the source.',
    helpGroup: ROWS,
    helpValue: '<factor>',
    default: '1',
  }),
  rows: Flags.string({
    summary: 'Number of rows of one table. Repeatable.',
    helpGroup: ROWS,
    helpValue: '<table=n>',
    multiple: true,
    multipleNonGreedy: true,
  }),
};

/** Flags of commands that write a target. */
export const targetFlags = {
  truncate: Flags.boolean({
    summary: 'Delete the rows that stand in the tables to be written.',
    helpGroup: TARGET,
    exclusive: ['append'],
  }),
  append: Flags.boolean({
    summary: 'Keep the rows that stand in the target and add to them.',
    helpGroup: TARGET,
  }),
  'no-triggers': Flags.boolean({
    summary: 'Triggers of the tables that stand in the target do not fire for the rows.',
    description:
      'For the owner of the tables; they fire again after the load, whatever comes of it. Not on MySQL. New tables get their triggers after the rows anyway.',
    default: false,
    helpGroup: TARGET,
  }),
  'defer-constraints': Flags.boolean({
    summary:
      'Drop foreign keys and secondary indexes of the tables that stand, and make them again after the rows.',
    description:
      'For the owner of the tables, on PostgreSQL, all in one transaction; nobody else can use the tables meanwhile. SQLite checks at the end anyway. Not on MySQL.',
    default: false,
    helpGroup: TARGET,
  }),
  yes: Flags.boolean({
    char: 'y',
    summary: 'Do not ask before rows are deleted or files replaced; needed for a target on another machine.',
    helpGroup: TARGET,
  }),
  'dry-run': Flags.boolean({
    summary: 'Show the plan (order, rows, cycles, what happens to the target) and write nothing.',
    helpGroup: TARGET,
  }),
};

const threadFlags = {
  threads: Flags.integer({
    summary:
      'Threads: with two, rows are drawn in one and written in the other. The rows do not depend on it. Default: two for large runs.',
    helpValue: '<n>',
    min: 1,
  }),
};

/** Flags of commands that write rows of a model. */
export const generateFlags = {
  to: Flags.string({
    summary: 'Database to write: sqlite:path, file:path, a path, or the name of a connection.',
    helpGroup: TARGET,
    helpValue: '<target>',
    required: true,
  }),
  ...targetFlags,
  ...seedFlags,
  ...sizeFlags,
  ...tableFlags,
  ...threadFlags,
};

/** Flags of `seed` that decide its rows. */
export const seedCommandFlags = {
  ...seedFlags,
  rows: Flags.string({
    summary:
      'Number of rows of every table, or of one. Repeatable. Default: 100, and twice as many children.',
    helpGroup: ROWS,
    helpValue: '<n|table=n>',
    multiple: true,
    multipleNonGreedy: true,
  }),
  ...tableFlags,
  ...threadFlags,
};

/**
 * Reads `--scale`.
 * @throws {DbsynthError} E_SCALE when it is not a number above zero
 */
export function parseScale(text: string): number {
  const scale = text.trim() === '' ? NaN : Number(text);
  if (Number.isFinite(scale) && scale > 0) return scale;
  throw new DbsynthError('E_SCALE', `--scale must be a number above zero, not "${text}"`, {
    hint: '--scale 0.1 writes a tenth of the rows of each table, --scale 10 ten times as many',
  });
}

/**
 * Reads `--rows table=n`, given any number of times; the last one of a table counts.
 * @returns rows by table, as the user wrote it
 * @throws {DbsynthError} E_ROWS when one is malformed
 */
export function parseRowCounts(texts: readonly string[] = []): Record<string, number> {
  return parsePairs(texts, (table, count, text) => {
    const rows = /^\d+$/.test(count) ? Number(count) : NaN;
    if (table !== '' && Number.isSafeInteger(rows)) return rows;
    throw new DbsynthError('E_ROWS', `--rows must be table=n with a whole number, not "${text}"`, {
      hint: 'for example --rows orders=10000 --rows customers=500',
    });
  });
}

/** How many rows `seed` was asked for. */
export interface SeedRows {
  /** Of every table; null when nothing was said. */
  readonly ofAll: number | null;
  readonly byTable: Readonly<Record<string, number>>;
}

/**
 * Reads `--rows n` and `--rows table=n`, given any number of times; the last one counts.
 * @throws {DbsynthError} E_ROWS when one is malformed
 */
export function parseSeedRows(texts: readonly string[] = []): SeedRows {
  const ofAll = texts.filter((text) => /^\d+$/.test(text)).at(-1);
  const byTable = parseRowCounts(texts.filter((text) => !/^\d+$/.test(text)));
  return { ofAll: ofAll === undefined ? null : Number(ofAll), byTable };
}

/**
 * Reads `--owner table=foreign_key`, given any number of times.
 * @returns name of the owning foreign key by table
 * @throws {DbsynthError} E_USAGE when one is malformed
 */
export function parseOwners(texts: readonly string[] = []): Record<string, string> {
  return parsePairs(texts, (table, foreignKey, text) => {
    if (table !== '' && foreignKey !== '') return foreignKey;
    throw new DbsynthError('E_USAGE', `--owner must be table=foreign_key, not "${text}"`, {
      hint: '`dbsynth inspect <source>` lists the foreign keys of each table',
    });
  });
}

/** Splits at the last `=`: the name of a table may hold one, what follows it here may not. */
function parsePairs<T>(
  texts: readonly string[],
  parse: (name: string, value: string, text: string) => T,
): Record<string, T> {
  const pairs = texts.map((text): [string, T] => {
    const split = text.lastIndexOf('=');
    const [name, value] = split < 0 ? ['', text] : [text.slice(0, split), text.slice(split + 1)];
    return [name, parse(name, value, text)];
  });
  return Object.fromEntries(pairs);
}
