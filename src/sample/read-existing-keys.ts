import type { SqlValue } from '../batch/batch.js';
import type { Database } from '../database.js';
import { DbsynthError } from '../errors.js';
import type { Catalog, Column, Exclusion, ForeignKey, Table, UniqueKey } from '../introspect/catalog.js';
import { spannedColumns } from '../introspect/spanned-columns.js';
import type { Model } from '../model/model.js';
import type { Plan, PlannedTable } from '../plan/plan.js';
import { decideKeys } from './decide-keys.js';
import { KeyHasher } from './key-hasher.js';
import { KeySet } from './key-set.js';
import { hashGroup, type StandingGroups } from './keep-apart.js';
import { endsOf, parseEnds, type Interval } from './range-text.js';
import type { ExistingKeys, ExistingTable } from './plan-keys.js';

type Connection = Pick<Database, 'query' | 'quote' | 'qualify'>;

/** Rows that one query brings at most. */
const PAGE_ROWS = 100_000;

/**
 * Reads what appended rows must not repeat of the rows that stay in a target: numbers, texts and keys in use. A key
 * that holds a whole foreign key cannot be repeated, since appended rows have new parents; of such keys only those
 * without a parent are read.
 * @param database the target; its tables are those of the model's catalog
 * @returns an entry per planned table that holds rows
 * @throws {DbsynthError} E_CAPACITY when a numbered column has no room left
 * Cost: 11 to 22 bytes of memory per key that is read.
 */
export async function readExistingKeys(
  database: Connection,
  model: Model,
  plan: Plan,
): Promise<ExistingKeys> {
  const existing = new Map<string, ExistingTable>();
  for (const planned of plan.tables) {
    if (planned.existingRows === 0) continue;
    existing.set(planned.id, await new TableReader(database, model, plan, planned).read());
  }
  return existing;
}

class TableReader {
  private readonly catalog: Catalog;
  private readonly table: Table;

  constructor(
    private readonly database: Connection,
    private readonly model: Model,
    private readonly plan: Plan,
    private readonly planned: PlannedTable,
  ) {
    this.catalog = model.catalog;
    this.table = this.catalog.tables.find(({ id }) => id === planned.id)!;
  }

  async read(): Promise<ExistingTable> {
    const { table, planned } = this;
    const model = this.model.tables.find(({ id }) => id === planned.id)!;
    const decision = decideKeys(table, model, planned, this.plan, this.catalog.dialect);
    const first = new Map<string, number>();
    const texts = new Map<string, Float64Array>();
    const taken = new Map<string, Float64Array>();
    for (const column of decision.counters.keys()) first.set(column, await this.findFirst(column));
    for (const { column, keys } of decision.texts) texts.set(column, await this.readTexts(column, keys));
    for (const { key } of decision.guarded) taken.set(key.name, await this.readKeys(key));
    const spans = new Map<string, StandingGroups>();
    for (const exclusion of table.exclusions ?? [])
      if (!this.isOfNewParents(exclusion)) spans.set(exclusion.name, await this.readGroups(exclusion));
    return { first, texts, taken, spans };
  }

  /** The first of as many free numbers as there are rows to write: behind the largest, else before the smallest. */
  private async findFirst(column: string): Promise<number> {
    const { smallest, largest } = await this.findRange(column);
    const { rows } = this.planned;
    const next = Math.max(0, largest) + 1;
    if (next + rows - 1 <= largestOf(this.table, column)) return next;
    if (smallest > rows) return 1;
    throw new DbsynthError(
      'E_CAPACITY',
      `table "${this.table.id}": column "${column}" has no ${rows.toLocaleString('en')} free numbers in a row left`,
      { hint: 'append fewer rows, or write them to an empty target' },
    );
  }

  private async findRange(column: string): Promise<{ smallest: number; largest: number }> {
    const name = this.database.quote(column);
    const [range] = await this.database.query(`SELECT MIN(${name}), MAX(${name}) FROM ${this.from()}`);
    if (range!.every(isNumber)) return { smallest: Number(range![0]), largest: Number(range![1]) };
    // Numbers kept as texts have no order that helps: '9' comes after '10'.
    let smallest = Infinity;
    let largest = -Infinity;
    await this.readPages([name], `${name} IS NOT NULL`, ([value]) => {
      const number = isNumber(value!) ? Number(value) : NUMBER.test(String(value)) ? Number(value) : NaN;
      if (Number.isNaN(number)) return;
      smallest = Math.min(smallest, number);
      largest = Math.max(largest, number);
    });
    return { smallest, largest: Math.max(largest, 0) };
  }

  /** @param keys the keys that rely on the texts of this column */
  private async readTexts(column: string, keys: readonly UniqueKey[]): Promise<Float64Array> {
    const name = this.database.quote(column);
    const isAtRisk = keys.map((key) => `(${this.unprotected(key)})`).join(' OR ');
    const texts = new KeySet();
    const hasher = new KeyHasher();
    await this.readPages([name], `${name} IS NOT NULL AND (${isAtRisk})`, ([text]) =>
      texts.add(hasher.hash(text!, true)),
    );
    return texts.toSlots();
  }

  private async readKeys(key: UniqueKey): Promise<Float64Array> {
    const parts = key.columns.map((column, i) =>
      column === null ? `(${key.expressions[i]!}\n)` : this.database.quote(column),
    );
    const keys = new KeySet();
    const hasher = new KeyHasher();
    await this.readPages(parts, this.unprotected(key), (row) => {
      if (key.nullsDistinct && row.includes(null)) return;
      hasher.reset();
      row.forEach((value, i) => hasher.add(value, key.caseInsensitive[i] ?? false));
      keys.add(hasher.finish());
    });
    return keys.toSlots();
  }

  /** Whether rows that stand have other parents than appended ones, and so exclude none of them. */
  private isOfNewParents({ columns }: Exclusion): boolean {
    return this.table.foreignKeys.some(
      (key) => key.columns.every((name) => columns.includes(name)) && this.isToUnique(key),
    );
  }

  /** What the rows that stand have, group by group. */
  private async readGroups({ columns, span, predicate }: Exclusion): Promise<StandingGroups> {
    const intervals = new Map<number, Interval[]>();
    const values = new Map<number, SqlValue>();
    const quoted = (name: string): string => this.database.quote(name);
    const column = (name: string): Column => this.table.columns.find((each) => each.name === name)!;
    const range = 'range' in span ? quoted(span.range) : null;
    const conditions = [
      ...(predicate === null ? [] : [`(${predicate}\n)`]),
      ...columns.map((name) => `${quoted(name)} IS NOT NULL`),
      ...(range === null ? [] : [`${range} IS NOT NULL AND NOT isempty(${range})`]),
    ];
    const parts = range === null ? spannedColumns(span).map(quoted) : [`lower(${range})`, `upper(${range})`];
    const isFolded = columns.map((name) => column(name).caseInsensitive);
    const hasher = new KeyHasher();
    await this.readPages(
      [...columns.map(quoted), ...parts],
      conditions.length === 0 ? '1 = 1' : conditions.join(' AND '),
      (row) => {
        const group = hashGroup(hasher, row.slice(0, columns.length), isFolded);
        const [first, last] = row.slice(columns.length);
        if ('alike' in span) {
          if (first !== null) values.set(group, first!);
          return;
        }
        const type = 'range' in span ? endsOf(column(span.range).type)! : column(span.low).type;
        const interval = parseEnds(first!, last!, type, 'range' in span ? '[)' : span.bounds);
        if (interval === null) return;
        const known = intervals.get(group);
        if (known === undefined) intervals.set(group, [interval]);
        else known.push(interval);
      },
    );
    for (const list of intervals.values()) list.sort((a, b) => a.low - b.low);
    return { intervals, values };
  }

  /** SQL of the rows whose key an appended row might repeat. */
  private unprotected(key: UniqueKey): string {
    const conditions = key.predicate === null ? [] : [`(${key.predicate}\n)`];
    const names = key.columns.filter((name) => name !== null);
    if (key.nullsDistinct)
      for (const name of names) conditions.push(`${this.database.quote(name)} IS NOT NULL`);
    for (const foreignKey of this.table.foreignKeys)
      if (foreignKey.columns.every((name) => names.includes(name)) && this.isToUnique(foreignKey))
        conditions.push(this.lacksParent(foreignKey));
    return conditions.length === 0 ? '1 = 1' : conditions.join(' AND ');
  }

  /** Whether its values are those of new parents, and the parent's columns are unique: they are not those of rows that stand. */
  private isToUnique({ name, parent, parentColumns }: ForeignKey): boolean {
    const { late } = this.plan;
    const isOwn = late.some(
      (key) => key.table === this.table.id && key.foreignKey === name && key.own !== undefined,
    );
    return (
      !isOwn &&
      this.catalog.tables
        .find(({ id }) => id === parent)!
        .uniques.some(
          ({ columns, predicate }) =>
            predicate === null && columns.every((name) => name !== null && parentColumns.includes(name)),
        )
    );
  }

  private lacksParent({ columns, parent, parentColumns }: ForeignKey): string {
    const { database } = this;
    const other = this.catalog.tables.find(({ id }) => id === parent)!;
    const matches = columns.map(
      (name, i) => `p.${database.quote(parentColumns[i]!)} = ${this.alias}.${database.quote(name)}`,
    );
    return `NOT EXISTS (SELECT 1 FROM ${database.qualify(other)} p WHERE ${matches.join(' AND ')})`;
  }

  /** Reads rows page by page, ordered by what is read, so that no page depends on the scan. */
  private async readPages(
    parts: readonly string[],
    condition: string,
    take: (row: readonly SqlValue[]) => void,
  ): Promise<void> {
    const select = `SELECT ${parts.join(', ')} FROM ${this.from()} WHERE ${condition}`;
    const order = `ORDER BY ${parts.map((_, i) => i + 1).join(', ')}`;
    for (let offset = 0; offset < this.planned.existingRows; offset += PAGE_ROWS) {
      const isWhole = this.planned.existingRows <= PAGE_ROWS;
      const page = isWhole ? select : `${select} ${order} LIMIT ${PAGE_ROWS} OFFSET ${offset}`;
      const rows = await this.database.query(page);
      rows.forEach(take);
      if (rows.length < PAGE_ROWS) return;
    }
  }

  private readonly alias = 't';

  private from(): string {
    return `${this.database.qualify(this.table)} ${this.alias}`;
  }
}

const NUMBER = /^\d{1,15}$/;

function isNumber(value: SqlValue): boolean {
  return typeof value === 'number' || typeof value === 'bigint';
}

/** The largest number that a column takes and a double counts up to exactly. */
function largestOf(table: Table, name: string): number {
  const { type } = table.columns.find((column) => column.name === name)!;
  const most = type.name === 'integer' ? Number(type.max) : Infinity;
  return Math.min(most, Number.MAX_SAFE_INTEGER);
}
