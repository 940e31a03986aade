import type { ColumnClass } from '../../src/classify/column-class.js';
import type { Cycle, LateKey } from '../../src/graph/find-load-order.js';
import type { CatalogWarning, Table } from '../../src/introspect/catalog.js';
import type { EngineName, Model, RuleSupport, TableModel } from '../../src/model/model.js';
import { describeFit, type TableFit } from './describe-fit.js';
import { RuleDescriber } from './describe-rule.js';

/** What dbsynth sees in a database or in a model file; `schemas/inspect.schema.json`. */
export interface Inspection {
  /** What learned how columns follow from each other. */
  readonly engine: EngineName;
  /** In load order. */
  readonly tables: readonly InspectedTable[];
  readonly cycles: readonly Cycle[];
  /** Foreign keys that are closed after their rows are written. */
  readonly late: readonly LateKey[];
  /** Objects that are left out, and why. */
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
  readonly warnings: readonly CatalogWarning[];
}

export interface InspectedTable {
  readonly id: string;
  readonly rows: number;
  /** False: too few entities, so that the rows are made from the schema alone. */
  readonly learned: boolean;
  /** The table whose rows stand at the head of the family. */
  readonly root: string;
  readonly primaryKey: readonly string[];
  /** The column of moments in whose order rows are numbered; null where numbers do not tell the time. */
  readonly numberedBy: string | null;
  /** Unique keys other than the primary key; an expression stands as its SQL. */
  readonly uniques: readonly { readonly name: string; readonly columns: readonly string[] }[];
  readonly foreignKeys: readonly InspectedForeignKey[];
  readonly checks: number;
  /** Log-likelihood in bits per column; null where too few rows could be held out, or an older dbsynth learned. */
  readonly fit: TableFit | null;
  /** What is chosen among several that are drawn, by how real it looks; null = nothing. */
  readonly refined: 'rows' | 'families' | null;
  readonly columns: readonly InspectedColumn[];
}

export interface InspectedForeignKey {
  readonly name: string;
  readonly columns: readonly string[];
  readonly parent: string;
  readonly parentColumns: readonly string[];
  /** `owner`: the row belongs to its parent's family; `self`: to the same table; `reference`: any other. */
  readonly role: 'owner' | 'reference' | 'self';
  /** The config file declares it, and no constraint. */
  readonly declared: boolean;
  /** Only rows with these values refer to the parent; null = all. */
  readonly when: Readonly<Record<string, string | number>> | null;
  /** The table of which the row and its parent have the same row, though no constraint says so; null = none. */
  readonly kin: string | null;
}

export interface InspectedColumn {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly class: ColumnClass['kind'] | 'generated';
  /** What kind of text, number or moment; empty where the class says it all. */
  readonly detail: string;
  readonly why: string;
  /** How it follows from other columns, which the copy keeps to; null when it is drawn. */
  readonly rule: string | null;
  /** How often the rule holds in the rows that were learned from; null where there is none, or an older dbsynth learned. */
  readonly support: RuleSupport | null;
  /** What the config says of its rule; null when it says nothing. */
  readonly wish: 'added' | 'refused' | null;
}

/** Describes a model: what was found in the catalog, and what was decided about it. */
export function describeModel(model: Model): Inspection {
  const { catalog, loadOrder } = model;
  const learned = new Map(model.tables.map((table) => [table.id, table]));
  const tables = new Map(catalog.tables.map((table) => [table.id, table]));
  const rules = new RuleDescriber(model);
  const fits = new Map(describeFit(model).map((fit) => [fit.table, fit]));
  return {
    engine: model.engine ?? 'tree',
    tables: loadOrder.order.map((id) => describeTable(tables.get(id)!, tables, learned, rules, fits)),
    cycles: loadOrder.cycles,
    late: loadOrder.late,
    skipped: catalog.skipped,
    warnings: [
      ...catalog.warnings,
      ...model.warnings.map((message) => ({ table: null, column: null, message })),
    ],
  };
}

type Tables = ReadonlyMap<string, Table>;
type Learned = ReadonlyMap<string, TableModel>;

function describeTable(
  table: Table,
  tables: Tables,
  learned: Learned,
  rules: RuleDescriber,
  fits: ReadonlyMap<string, TableFit>,
): InspectedTable {
  const model = learned.get(table.id);
  return {
    id: table.id,
    rows: model?.sourceRows ?? 0,
    learned: model?.learned ?? false,
    root: findRoot(table, tables, learned),
    primaryKey: table.primaryKey,
    numberedBy: model?.numberedBy ?? null,
    uniques: table.uniques
      .filter((key) => !key.primary)
      .map(({ name, columns, expressions }) => ({
        name,
        columns: columns.map((column, i) => column ?? expressions[i] ?? ''),
      })),
    foreignKeys: table.foreignKeys.map(({ name, columns, parent, parentColumns, declared, when }) => ({
      name,
      columns,
      parent,
      parentColumns,
      role: parent === table.id ? 'self' : name === model?.owner?.foreignKey ? 'owner' : 'reference',
      declared: declared === true,
      when: when === undefined ? null : Object.fromEntries(when.map(({ column, value }) => [column, value])),
      kin: rules.findAncestor(table.id, name),
    })),
    checks: table.checks.length,
    fit: fits.get(table.id) ?? null,
    refined: model?.refinement?.kind ?? null,
    columns: table.columns.map((column) => {
      const facts = { name: column.name, type: column.declaredType, nullable: column.nullable };
      const known = model?.columns.find(({ name }) => name === column.name);
      if (known === undefined)
        return { ...facts, class: 'generated', detail: '', why: 'computed by the database', ...NO_RULE };
      const { class: of } = known;
      return {
        ...facts,
        class: of.kind,
        detail: detailOf(of),
        why: of.why,
        rule: rules.describe(table.id, known),
        support: known.support ?? null,
        wish: known.wish ?? null,
      };
    }),
  };
}

/** Follows the owning foreign keys up; they form no cycle. */
function findRoot(table: Table, tables: Tables, learned: Learned): string {
  const owner = learned.get(table.id)?.owner?.foreignKey;
  const parent = table.foreignKeys.find(({ name }) => name === owner)?.parent;
  return parent === undefined ? table.id : findRoot(tables.get(parent)!, tables, learned);
}

function detailOf(of: ColumnClass): string {
  switch (of.kind) {
    case 'key':
      return of.form;
    case 'number':
      return of.form === 'integer' ? 'integer' : `${of.decimals} decimals`;
    case 'moment':
      return !of.hasDate ? 'time of day' : of.step % DAY_MICROS === 0 ? 'date' : 'date and time';
    case 'category':
      return `${of.values.length} values`;
    case 'text':
      return of.text.form === 'pii' ? of.text.pii : of.text.form;
    default:
      return '';
  }
}

const DAY_MICROS = 86_400_000_000;
const NO_RULE = { rule: null, support: null, wish: null };
