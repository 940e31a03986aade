import { valueAt } from '../batch/batch.js';
import type { SqlValue } from '../batch/batch.js';
import type { ColumnClass } from '../classify/column-class.js';
import { parseMoment } from '../classify/moment-format.js';
import type { Source } from '../database.js';
import type { ForeignKey, Table } from '../introspect/catalog.js';
import type { Model } from '../model/model.js';
import { contingencySimilarity } from './contingency-similarity.js';
import { correlationSimilarity, pearson } from './correlation-similarity.js';
import { countChildren } from './count-children.js';
import { ksComplement } from './ks-complement.js';
import { labelByRange } from './label-by-range.js';
import { tvComplement } from './tv-complement.js';

/** How much a copy looks like its source; every score is 0..1, 1 = alike, null = nothing to score. */
export interface Fidelity {
  /** Mean of the three properties below. */
  readonly overall: number | null;
  /** Mean over all scored columns of all tables. */
  readonly columnShapes: number | null;
  /** Mean over all pairs of scored columns inside a table. */
  readonly columnPairTrends: number | null;
  /** Mean over all foreign keys. */
  readonly cardinality: number | null;
  readonly columns: readonly { readonly table: string; readonly column: string; readonly score: number }[];
  readonly foreignKeys: readonly {
    readonly table: string;
    readonly foreignKey: string;
    readonly score: number;
  }[];
}

/**
 * Measures how much a copy looks like its source: three properties of SDMetrics' quality report, with its thresholds at
 * 0, so that every pair counts. Numbers and moments, categories and booleans are scored; keys and texts are not.
 * Holds one table of each side in memory; time is linear in rows and quadratic in the columns of a table.
 * @param model learned from the source; tells what each column is
 */
export async function measureFidelity(source: Source, copy: Source, model: Model): Promise<Fidelity> {
  const columns: Fidelity['columns'][number][] = [];
  const foreignKeys: Fidelity['foreignKeys'][number][] = [];
  const pairs: number[] = [];
  for (const table of model.catalog.tables) {
    const classes = scoredClasses(model, table);
    const real = await readColumns(source, table, classes);
    const synthetic = await readColumns(copy, table, classes);
    for (const column of classes.keys()) {
      const score = scoreShape(real.get(column)!, synthetic.get(column)!);
      if (!Number.isNaN(score)) columns.push({ table: table.id, column, score });
    }
    pairs.push(...scorePairs([...real.values()], [...synthetic.values()]));
    for (const foreignKey of table.foreignKeys) {
      const score = await scoreCardinality(source, copy, model, table, foreignKey);
      if (!Number.isNaN(score)) foreignKeys.push({ table: table.id, foreignKey: foreignKey.name, score });
    }
  }
  const columnShapes = mean(columns.map(({ score }) => score));
  const columnPairTrends = mean(pairs);
  const cardinality = mean(foreignKeys.map(({ score }) => score));
  const overall = mean([columnShapes, columnPairTrends, cardinality].filter((score) => score !== null));
  return { overall, columnShapes, columnPairTrends, cardinality, columns, foreignKeys };
}

/** A column as numbers (NaN = null) or as labels. */
type Scored = { readonly numbers: Float64Array } | { readonly labels: readonly (string | null)[] };

function scoredClasses(model: Model, table: Table): Map<string, ColumnClass> {
  const learned = model.tables.find(({ id }) => id === table.id)?.columns ?? [];
  const kinds = new Set<ColumnClass['kind']>(['number', 'moment', 'category', 'boolean', 'constant']);
  return new Map(
    learned.filter((column) => kinds.has(column.class.kind)).map(({ name, class: of }) => [name, of]),
  );
}

async function readColumns(
  database: Source,
  table: Table,
  classes: ReadonlyMap<string, ColumnClass>,
): Promise<Map<string, Scored>> {
  const names = [...classes.keys()];
  const values: SqlValue[][] = names.map(() => []);
  if (names.length === 0) return new Map();
  for await (const batch of database.read(table, names)) {
    for (const [i, vector] of batch.columns.entries()) {
      for (let row = 0; row < batch.rows; row++) values[i]!.push(valueAt(vector, row));
    }
  }
  return new Map(names.map((name, i) => [name, toScored(values[i]!, classes.get(name)!)]));
}

function toScored(values: readonly SqlValue[], of: ColumnClass): Scored {
  if (of.kind === 'number') return { numbers: Float64Array.from(values, toNumber) };
  if (of.kind === 'moment')
    return { numbers: Float64Array.from(values, (value) => parseMoment(of.format, value)) };
  return { labels: values.map((value) => (value === null ? null : String(value))) };
}

function toNumber(value: SqlValue): number {
  return value === null || value === '' ? NaN : Number(value);
}

function scoreShape(real: Scored, synthetic: Scored): number {
  if ('numbers' in real && 'numbers' in synthetic) return ksComplement(real.numbers, synthetic.numbers);
  if ('labels' in real && 'labels' in synthetic) return tvComplement(real.labels, synthetic.labels);
  return NaN;
}

/** All pairs of columns; one without a score on either side does not count. */
function scorePairs(real: readonly Scored[], synthetic: readonly Scored[]): number[] {
  const realLabels = real.map(toLabels);
  const syntheticLabels = synthetic.map(toLabels);
  const scores: number[] = [];
  for (let i = 0; i < real.length; i++) {
    for (let j = i + 1; j < real.length; j++) {
      const correlation = scoreCorrelation([real[i]!, real[j]!], [synthetic[i]!, synthetic[j]!]);
      scores.push(
        correlation ??
          contingencySimilarity([realLabels[i]!, realLabels[j]!], [syntheticLabels[i]!, syntheticLabels[j]!]),
      );
    }
  }
  return scores.filter((score) => !Number.isNaN(score));
}

function toLabels(column: Scored): readonly (string | null)[] {
  return 'labels' in column ? column.labels : labelByRange(column.numbers);
}

/** Null unless both columns are numbers; as in SDMetrics, a pair that is not correlated at all has no score. */
function scoreCorrelation([a, b]: [Scored, Scored], [c, d]: [Scored, Scored]): number | null {
  if (!('numbers' in a && 'numbers' in b && 'numbers' in c && 'numbers' in d)) return null;
  const isUncorrelated = Math.abs(pearson([a.numbers, b.numbers])) < 1e-12;
  return isUncorrelated ? NaN : correlationSimilarity([a.numbers, b.numbers], [c.numbers, d.numbers]);
}

async function scoreCardinality(
  source: Source,
  copy: Source,
  model: Model,
  table: Table,
  foreignKey: ForeignKey,
): Promise<number> {
  const parent = model.catalog.tables.find(({ id }) => id === foreignKey.parent)!;
  const real = await countChildren(source, table, foreignKey, parent);
  return ksComplement(real, await countChildren(copy, table, foreignKey, parent));
}

function mean(scores: readonly number[]): number | null {
  return scores.length === 0 ? null : scores.reduce((sum, score) => sum + score, 0) / scores.length;
}
