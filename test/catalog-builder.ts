import { createCatalog } from '../src/introspect/create-catalog.js';
import type {
  Catalog,
  Column,
  ForeignKey,
  LogicalType,
  Table,
  UniqueKey,
} from '../src/introspect/catalog.js';

export const INTEGER: LogicalType = { name: 'integer', min: -(2n ** 63n), max: 2n ** 63n - 1n };
export const TEXT: LogicalType = { name: 'text', maxLength: null, fixed: false };

interface ReferenceOptions {
  /** Default: one column, the parent's name with `_id`. */
  columns?: readonly string[];
  /** Default: the parent's primary key. */
  to?: readonly string[];
  nullable?: boolean;
  name?: string;
  match?: 'simple' | 'full';
}

type Reference = { parent: string; columns: readonly string[]; to: readonly string[] | null } & Pick<
  ForeignKey,
  'name' | 'match'
>;

/** A table under construction: `aTable('orders').key('id').references('customers')`. */
export class TableBuilder {
  readonly columns: Column[] = [];
  readonly uniques: UniqueKey[] = [];
  readonly foreignKeys: Reference[] = [];
  readonly checks: { name: string; sql: string }[] = [];
  primaryKey: string[] = [];

  constructor(readonly name: string) {}

  /** The primary key; columns that are not there yet become NOT NULL integers. */
  key(...names: string[]): this {
    this.primaryKey = names;
    for (const name of names) this.#change(name, { nullable: false });
    return this.#unique(names, { primary: true, name: `${this.name}_pk` });
  }

  /** A nullable text unless `properties` say otherwise; changes a column that is there already. */
  column(name: string, properties: Partial<Omit<Column, 'name'>> = {}): this {
    const isNew = !this.columns.some((column) => column.name === name);
    return this.#change(name, isNew ? { nullable: true, type: TEXT, ...properties } : properties);
  }

  unique(...columns: string[]): this {
    return this.#unique(columns, {});
  }

  uniqueIndex(columns: readonly string[], properties: Partial<UniqueKey>): this {
    return this.#unique(columns, properties);
  }

  references(parent: string, options: ReferenceOptions = {}): this {
    const columns = options.columns ?? [`${parent}_id`];
    for (const name of columns) {
      const exists = this.columns.some((column) => column.name === name);
      if (!exists) this.#change(name, { nullable: options.nullable ?? false });
    }
    this.foreignKeys.push({
      name: options.name ?? `${this.name}_${columns.join('_')}_fk`,
      columns,
      parent,
      to: options.to ?? null,
      match: options.match ?? 'simple',
    });
    return this;
  }

  check(sql: string, name = `${this.name}_check_${this.checks.length + 1}`): this {
    this.checks.push({ name, sql });
    return this;
  }

  #change(name: string, properties: Partial<Column>): this {
    const at = this.columns.findIndex((column) => column.name === name);
    const column = { ...PLAIN_COLUMN, name, ...this.columns[at], ...properties };
    this.columns.splice(at < 0 ? this.columns.length : at, 1, column);
    return this;
  }

  #unique(columns: readonly string[], properties: Partial<UniqueKey>): this {
    for (const name of columns)
      if (!this.columns.some((column) => column.name === name)) this.#change(name, {});
    const key = {
      name: `${this.name}_${columns.join('_')}_key`,
      columns,
      expressions: columns.map(() => null),
      predicate: null,
      nullsDistinct: true,
      primary: false,
      caseInsensitive: columns.map(() => false),
      silentConflict: false,
      ...properties,
    };
    if (key.primary) this.uniques.unshift(key);
    else this.uniques.push(key);
    return this;
  }
}

const PLAIN_COLUMN: Column = {
  name: '',
  declaredType: 'INTEGER',
  type: INTEGER,
  nullable: false,
  defaultSql: null,
  generated: false,
  identity: false,
  collation: null,
  caseInsensitive: false,
};

export function aTable(name: string): TableBuilder {
  return new TableBuilder(name);
}

/** A catalog of these tables, in this order. */
export function aCatalog(...tables: TableBuilder[]): Catalog {
  const keyOf = (id: string) => tables.find((table) => table.name === id)?.primaryKey ?? [];
  return createCatalog({
    dialect: 'sqlite',
    serverVersion: '3.50.0',
    tables: tables.map((table): Table => ({
      id: table.name,
      schema: null,
      name: table.name,
      columns: table.columns,
      primaryKey: table.primaryKey,
      uniques: table.uniques,
      foreignKeys: table.foreignKeys.map(({ to, ...foreignKey }) => ({
        ...foreignKey,
        parentColumns: to ?? keyOf(foreignKey.parent),
        deferrable: false,
        onDelete: 'NO ACTION',
        onUpdate: 'NO ACTION',
      })),
      checks: table.checks,
      triggers: [],
    })),
    script: { tables: [], afterLoad: [] },
    skipped: [],
    warnings: [],
  });
}
