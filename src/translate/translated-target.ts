import type { Batch, SqlValue } from '../batch/batch.js';
import type { Abilities, Load, LoadOptions, Target, TargetState } from '../database.js';
import type { Catalog, Dialect, ForeignKey, Table } from '../introspect/catalog.js';
import type { Leftover } from '../leftover.js';
import type { Product } from '../product.js';
import { convertBatch } from './convert-batch.js';
import type { Translation } from './translate-catalog.js';

/**
 * A target of another product, seen by the names of the source: rows that are made for the source's schema are written
 * by its words, and what stands in it is told by them. SQL that is more than names must be the target's own.
 */
export class TranslatedTarget implements Target {
  constructor(
    private readonly target: Target,
    private readonly translation: Translation,
  ) {}

  get dialect(): Dialect {
    return this.target.dialect;
  }

  get label(): string {
    return this.target.label;
  }

  get name(): string {
    return this.target.name;
  }

  get isLocal(): boolean {
    return this.target.isLocal;
  }

  get can(): Abilities {
    return this.target.can;
  }

  get product(): Product {
    return this.target.product;
  }

  identity(): Promise<string> {
    return this.target.identity();
  }

  leftover(): Promise<Leftover | null> {
    return this.target.leftover();
  }

  async state(): Promise<TargetState> {
    const state = await this.target.state();
    const idOf = this.sourceIds();
    return { ...state, tables: state.tables.map(({ id, rows }) => ({ id: idOf(id), rows })) };
  }

  /** What stands in the target, by the source's names where it has them. */
  async introspect(): Promise<Catalog> {
    const found = await this.target.introspect();
    const idOf = this.sourceIds();
    const columns = new Map([...this.translation.renamed].map(([name, given]) => [this.fold(given), name]));
    const nameOf = (column: string): string => columns.get(this.fold(column)) ?? column;
    const renameKey = (key: ForeignKey): ForeignKey => ({
      ...key,
      columns: key.columns.map(nameOf),
      parent: idOf(key.parent),
      parentColumns: key.parentColumns.map(nameOf),
    });
    const tables = found.tables.map((table) => ({
      ...table,
      id: idOf(table.id),
      columns: table.columns.map((column) => ({ ...column, name: nameOf(column.name) })),
      primaryKey: table.primaryKey.map(nameOf),
      uniques: table.uniques.map((key) => ({
        ...key,
        columns: key.columns.map((column) => (column === null ? null : nameOf(column))),
      })),
      foreignKeys: table.foreignKeys.map(renameKey),
    }));
    return { ...found, tables, script: { tables: [], afterLoad: [] } };
  }

  quote(name: string): string {
    return this.target.quote(this.translation.renamed.get(name) ?? name);
  }

  qualify(table: { schema: string | null; name: string; id?: string }): string {
    return this.target.qualify(
      (table.id === undefined ? undefined : this.translation.tables.get(table.id)) ?? table,
    );
  }

  query(sql: string): Promise<SqlValue[][]> {
    return this.target.query(sql);
  }

  makeSchema(sql: string): Promise<readonly string[]> {
    return this.target.makeSchema(sql);
  }

  async begin(options: LoadOptions): Promise<Load> {
    const translate = (tables: readonly Table[]): Table[] =>
      tables.map(({ id }) => this.translation.tables.get(id)!);
    const load = await this.target.begin({
      ...options,
      create: options.create === null ? null : this.translation.catalog.script,
      truncate: translate(options.truncate),
      disableTriggers: translate(options.disableTriggers ?? []),
      deferConstraints: translate(options.deferConstraints ?? []),
    });
    return new TranslatedLoad(load, this.translation);
  }

  close(): Promise<void> {
    return this.target.close();
  }

  private fold(name: string): string {
    return this.target.product.foldName(name).toLowerCase();
  }

  private sourceIds(): (id: string) => string {
    const ids = new Map([...this.translation.tables].map(([id, table]) => [this.fold(table.id), id]));
    return (id) => ids.get(this.fold(id)) ?? id;
  }
}

class TranslatedLoad implements Load {
  constructor(
    private readonly load: Load,
    private readonly translation: Translation,
  ) {}

  write(table: Table, batch: Batch): Promise<void> {
    return this.load.write(this.tableOf(table), this.convert(table, batch));
  }

  update(table: Table, key: readonly string[], batch: Batch): Promise<void> {
    const names = key.map((name) => this.translation.renamed.get(name) ?? name);
    return this.load.update(this.tableOf(table), names, this.convert(table, batch));
  }

  query(sql: string): Promise<SqlValue[][]> {
    return this.load.query(sql);
  }

  finish(): Promise<readonly string[]> {
    return this.load.finish();
  }

  commit(): Promise<void> {
    return this.load.commit();
  }

  rollback(): Promise<void> {
    return this.load.rollback();
  }

  private tableOf({ id }: Table): Table {
    return this.translation.tables.get(id)!;
  }

  private convert({ id }: Table, batch: Batch): Batch {
    return convertBatch(batch, this.translation.changes.get(id)!);
  }
}
