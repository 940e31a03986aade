import type { Source } from '../database.js';
import { DbsynthError } from '../errors.js';
import { giveWay } from '../give-way.js';
import { findLoadOrder } from '../graph/find-load-order.js';
import type { Catalog, Table } from '../introspect/catalog.js';
import { declareReferences, type ReferenceDeclaration } from '../introspect/declare-references.js';
import { matchTables } from '../introspect/match-tables.js';
import { shareBins, type BinShares } from '../model/bin-shares.js';
import { MODEL_FORMAT, MODEL_VERSION, type EngineName, type Model, type TableModel } from '../model/model.js';
import type { OnProgress } from '../progress.js';
import { hashText } from '../random/hash.js';
import { borrowColumns } from './borrow-columns.js';
import type { Incoming } from './drafts.js';
import { ENGINES } from './engine.js';
import { findKept } from './find-kept.js';
import { findTotals } from './find-totals.js';
import { findLookups } from './find-lookups.js';
import { freeFromLookups } from './free-from-lookups.js';
import type { Frame } from './frame.js';
import { learnTable } from './learn-table.js';
import { findLateKin } from './find-late-kin.js';
import { buildFrame, linkLate } from './read-frames.js';
import { resolveRules } from './rules/resolve-rules.js';
import { NO_RULES, type RuleWishes } from './rules/table-rules.js';
import { readSample } from './rows/read-sample.js';
import { warnOfOrphans } from './warn-of-orphans.js';
import type { TableView } from './table-view.js';

/** Fewest distinct entities behind a value, a leaf or a bin. */
const MIN_ENTITIES = 10;

export interface LearnOptions {
  readonly onProgress?: OnProgress;
  readonly signal?: AbortSignal;
  /** Owning foreign key by table id, where the user names it. */
  readonly owners?: Readonly<Record<string, string>>;
  /** What learns how variables follow from each other; default `tree`. */
  readonly engine?: EngineName;
  /** Smallest number of distinct entities behind any value or leaf; default 10. */
  readonly minEntities?: number;
  /** Names or patterns of small tables whose rows go to the copy as they are. */
  readonly keep?: readonly string[];
  /** References that no constraint of the database states. */
  readonly references?: readonly ReferenceDeclaration[];
  /** Of tables with more rows, about so many are read: whole families; default 50,000. */
  readonly sampleRows?: number;
  /** Choose among several drawn rows or families by how real they look, where that helps; default false. */
  readonly refine?: boolean | undefined;
  /** Rules to refuse and to add. */
  readonly rules?: RuleWishes | undefined;
}

/** A model, and by table the shares of bins in the rows that it was learned from. */
export interface Learning {
  readonly model: Model;
  readonly shares: ReadonlyMap<string, BinShares>;
  readonly views: ReadonlyMap<string, TableView>;
}

/**
 * Learns a database from its rows alone: copies that it draws were not looked at.
 * @throws {DbsynthError} E_EMPTY_SOURCE when there is no table, E_UNKNOWN_TABLE and E_KEEP for `keep`, E_REFERENCE
 *   for `references`, E_RULE for `rules`, E_INTERRUPTED, and what the source throws
 */
export async function learnModel(source: Source, options: LearnOptions = {}): Promise<Learning> {
  options.onProgress?.({ stage: 'introspect', table: null, done: 0, total: null });
  const catalog = declareReferences(await source.introspect(), options.references ?? []);
  if (catalog.tables.length === 0)
    throw new DbsynthError('E_EMPTY_SOURCE', `${source.label} has no tables`, {
      hint: 'is it the right database?',
    });
  const asked = new Set((options.keep ?? []).flatMap((name) => matchTables(catalog, name, '--keep')));
  const loadOrder = findLoadOrder(catalog);
  const rules = resolveRules(catalog, loadOrder, options.rules ?? { refuse: [], add: [] });
  const tableOf = (id: string): Table => catalog.tables.find((table) => table.id === id)!;
  const tables = loadOrder.order.map(tableOf);
  const late = new Set(loadOrder.late.map(({ table, foreignKey }) => `${table}.${foreignKey}`));
  const minEntities = options.minEntities ?? MIN_ENTITIES;
  const read = await readSample(source, catalog, loadOrder, { ...options, minEntities });
  const lookups = findLookups(catalog, read.families, read.tables);
  const chosen = new Set(Object.keys(options.owners ?? {}));
  const sample = {
    ...read,
    owners: freeFromLookups(catalog, read.owners, lookups, read.tables, chosen),
  };
  const frames = new Map<string, Frame>();
  for (const table of tables) frames.set(table.id, buildFrame(table, sample, frames, lookups.has(table.id)));
  for (const { table, foreignKey } of loadOrder.late) {
    const frame = frames.get(table)!;
    const key = frame.table.foreignKeys.find(({ name }) => name === foreignKey)!;
    frames.set(table, linkLate(frame, key, frames.get(key.parent)!));
  }
  const orphans = [...frames.values()].flatMap((frame) => warnOfOrphans(frame, tableOf));
  const engine = ENGINES[options.engine ?? 'tree'];
  const kept = findKept(catalog, frames, minEntities, asked);
  const views = new Map<string, TableView>();
  const models = new Map<string, TableModel>();
  for (const [position, table] of tables.entries()) {
    checkSignal(options.signal);
    options.onProgress?.({ stage: 'learn', table: table.id, done: position, total: tables.length });
    const lateHere = loadOrder.late.filter((key) => key.table === table.id);
    const model = await learnTable({
      frame: frames.get(table.id)!,
      minEntities,
      engine,
      incoming: findIncoming(catalog, table, frames, late),
      late: lateHere,
      views,
      models,
      kept,
      rules: rules.get(table.id) ?? NO_RULES,
      signal: options.signal,
    });
    models.set(table.id, model);
    await giveWay(options.signal);
  }
  for (const table of tables) {
    const incoming = findIncoming(catalog, table, frames, late)
      .filter(({ isLate }) => !isLate)
      .map(({ child, key }) => ({ frame: child, key }));
    const { refused } = rules.get(table.id) ?? NO_RULES;
    const model = findLateKin(models.get(table.id)!, views);
    models.set(table.id, findTotals(model, frames.get(table.id)!, incoming, refused, minEntities));
  }
  options.onProgress?.({ stage: 'learn', table: null, done: tables.length, total: tables.length });
  const model: Model = {
    format: MODEL_FORMAT,
    version: MODEL_VERSION,
    catalog,
    loadOrder,
    tables: borrowColumns(
      catalog.tables.map(({ id }) => models.get(id)!),
      catalog.tables,
    ),
    minEntities,
    sourceIdentity: hashText(await source.identity()).toString(16),
    warnings: [
      ...catalog.warnings.map(({ message }) => message),
      ...orphans.map(({ table, message }) => `table "${table}": ${message}`),
    ],
    engine: engine.name,
  };
  return { model, shares: new Map([...views].map(([id, view]) => [id, sharesOf(view)])), views };
}

/** Shares of the bins of each variable in the rows that were learned from. */
function sharesOf({ frame, learned }: TableView): BinShares {
  const shares = learned.map((quantity) =>
    quantity === null ? new Float64Array(0) : shareBins(quantity.bins, quantity.binCount),
  );
  return { rows: frame.rows, shares };
}

/** Foreign keys of other tables that refer to a table. */
function findIncoming(
  catalog: Catalog,
  table: Table,
  frames: ReadonlyMap<string, Frame>,
  late: ReadonlySet<string>,
): Incoming[] {
  return catalog.tables.flatMap((child) =>
    child.foreignKeys
      .filter((key) => key.parent === table.id && child.id !== table.id)
      .map((key) => ({
        child: frames.get(child.id)!,
        key,
        isLate: late.has(`${child.id}.${key.name}`),
      })),
  );
}

function checkSignal(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new DbsynthError('E_INTERRUPTED', 'interrupted');
}
