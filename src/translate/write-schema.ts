import { schemaStatement } from '../introspect/schema-statement.js';
import type { Knex } from 'knex';
import type {
  Check,
  ForeignKey,
  SchemaScript,
  SchemaStatement,
  Table,
  UniqueKey,
} from '../introspect/catalog.js';
import type { Product } from '../product.js';
import { NameSpace } from './name-objects.js';

/** A table of the target, and what of its rules the target keeps itself. */
export interface TableDraft {
  readonly table: Table;
  /** Each column's type as a CREATE TABLE has it. */
  readonly types: readonly string[];
  readonly keys: readonly UniqueKey[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly checks: readonly Check[];
}

/**
 * Writes the statements that make translated tables, by knex, which knows how each product says it: before the rows
 * the tables, after them indexes and whatever else can wait.
 */
export async function writeSchema(drafts: readonly TableDraft[], product: Product): Promise<SchemaScript> {
  const knex = await openKnex(product);
  const parents = new Map(drafts.map(({ table }) => [table.id, table]));
  const writer = new SchemaWriter(knex, product, parents, indexNamesOf(drafts, product));
  return {
    tables: [
      ...(product.schemaSql === null
        ? []
        : [schemaStatement('other', product.schema!, null, product.schemaSql)]),
      ...drafts.map((draft) => writer.createTable(draft)),
    ],
    afterLoad: [
      ...drafts.flatMap((draft) => writer.addKeys(draft)),
      ...drafts.flatMap((draft) => writer.addIndexes(draft)),
      ...drafts.flatMap((draft) => writer.addForeignKeys(draft)),
    ],
  };
}

/** Only writes SQL: without a connection knex loads no driver. */
async function openKnex({ knexClient }: Product): Promise<Knex> {
  const { default: knex } = await import('knex');
  return knex({
    client: knexClient,
    useNullAsDefault: true,
    wrapIdentifier: (name, quote) => quote(unmask(name)),
  });
}

/** Knex takes a name with a dot or with " as " in it apart, so it sees such characters by their numbers. */
function mask(name: string): string {
  return name.replace(/\W/gu, (character) => `\u{e000}${character.codePointAt(0)!.toString(16)}\u{e001}`);
}

function unmask(name: string): string {
  return name.replace(/\u{e000}([0-9a-f]+)\u{e001}/gu, (_, code: string) =>
    String.fromCodePoint(Number.parseInt(code, 16)),
  );
}

/** Indexes share their names with tables and keys. */
function indexNamesOf(drafts: readonly TableDraft[], product: Product): NameSpace {
  const names = new NameSpace(product);
  for (const { table, keys } of drafts) for (const { name } of [table, ...keys]) names.name(name);
  return names;
}

class SchemaWriter {
  constructor(
    private readonly knex: Knex,
    private readonly product: Product,
    private readonly parents: ReadonlyMap<string, Table>,
    private readonly indexNames: NameSpace,
  ) {}

  createTable(draft: TableDraft): SchemaStatement {
    const { product } = this;
    const { table, types, foreignKeys, checks } = draft;
    const [create] = this.write((schema) =>
      schema.createTable(mask(table.name), (builder) => {
        table.columns.forEach((column, index) => {
          const numbering = column.identity ? product.numbering : '';
          const computed =
            column.generatedSql === undefined
              ? ''
              : ` GENERATED ALWAYS AS (${column.generatedSql}) ${column.generated === 'virtual' ? 'VIRTUAL' : 'STORED'}`;
          const made = builder.specificType(
            mask(column.name),
            escapeMarks(`${types[index]!}${numbering}${computed}`),
          );
          if (computed !== '') return;
          if (column.nullable) made.nullable();
          else made.notNullable();
          if (column.defaultSql !== null) made.defaultTo(this.raw(column.defaultSql));
        });
        const primary = draft.keys.find((key) => key.primary);
        if (primary !== undefined && !product.can.keysAfterRows) this.addPrimaryKey(builder, primary);
        for (const { name, sql } of checks)
          builder.check(escapeMarks(sql), undefined, escapeMarks(product.quote(name)));
        if (!product.can.addForeignKeys) for (const key of foreignKeys) this.addForeignKey(builder, key);
      }),
    );
    return schemaStatement('table', table.name, table.id, create!);
  }

  addKeys({ table, keys }: TableDraft): SchemaStatement[] {
    const { keysAfterRows } = this.product.can;
    return keys
      .filter(({ primary }) => !primary || keysAfterRows)
      .flatMap((key) => {
        if (key.predicate !== null || key.columns.includes(null))
          return [schemaStatement('index', key.name, table.id, this.indexSql(table, key))];
        const columns = key.columns.map((column) => mask(column!));
        const written = this.write((schema) =>
          schema.alterTable(mask(table.name), (builder) => {
            if (key.primary) this.addPrimaryKey(builder, key);
            else builder.unique(columns, { indexName: mask(key.name) });
          }),
        );
        return written.map((sql) => schemaStatement(kindOf(sql), key.name, table.id, sql));
      });
  }

  /** Foreign keys are looked up from the parent's side too. */
  addIndexes({ table, keys, foreignKeys }: TableDraft): SchemaStatement[] {
    if (this.product.can.indexForeignKeys) return [];
    const known = keys.filter(({ predicate }) => predicate === null).map(({ columns }) => columns.join('\0'));
    const statements: SchemaStatement[] = [];
    for (const { name, columns } of foreignKeys) {
      const wanted = columns.join('\0');
      if (known.some((key) => key === wanted || key.startsWith(`${wanted}\0`))) continue;
      known.push(wanted);
      const index = this.indexNames.name(`${name}_idx`);
      const written = this.write((schema) =>
        schema.alterTable(mask(table.name), (builder) => void builder.index(columns.map(mask), mask(index))),
      );
      for (const sql of written) statements.push(schemaStatement(kindOf(sql), index, table.id, sql));
    }
    return statements;
  }

  addForeignKeys({ table, foreignKeys }: TableDraft): SchemaStatement[] {
    if (!this.product.can.addForeignKeys) return [];
    return foreignKeys.flatMap((key) => {
      const [sql] = this.write((schema) =>
        schema.alterTable(mask(table.name), (builder) => this.addForeignKey(builder, key)),
      );
      // Knex cannot say it.
      const match = key.match === 'full' ? sql!.replace(/(references .*?\))/s, '$1 match full') : sql!;
      return schemaStatement('other', key.name, table.id, match);
    });
  }

  private addPrimaryKey(builder: Knex.TableBuilder, key: UniqueKey): void {
    builder.primary(
      key.columns.map((column) => mask(column!)),
      mask(key.name),
    );
  }

  private addForeignKey(builder: Knex.TableBuilder, key: ForeignKey): void {
    const parent = this.parents.get(key.parent)!;
    const place = this.product.schema === null ? '' : `${mask(this.product.schema)}.`;
    const made = builder
      .foreign(key.columns.map(mask), mask(key.name))
      .references(key.parentColumns.map(mask))
      .inTable(`${place}${mask(parent.name)}`);
    if (key.onDelete !== 'NO ACTION') made.onDelete(key.onDelete);
    if (key.onUpdate !== 'NO ACTION') made.onUpdate(key.onUpdate);
    if (key.deferrable) made.deferrable('immediate');
  }

  /** Knex knows neither expressions nor conditions that are given as SQL. */
  private indexSql(table: Table, { name, columns, expressions, predicate }: UniqueKey): string {
    const { quote, schema } = this.product;
    const parts = columns.map((column, index) =>
      column === null ? `(${expressions[index]!})` : quote(column),
    );
    const place = schema === null ? '' : `${quote(schema)}.`;
    const where = predicate === null ? '' : ` WHERE ${predicate}`;
    return `CREATE UNIQUE INDEX ${quote(name)} ON ${place}${quote(table.name)} (${parts.join(', ')})${where}`;
  }

  private write(make: (schema: Knex.SchemaBuilder) => Knex.SchemaBuilder): string[] {
    const { schema } = this.knex;
    const place = this.product.schema === null ? schema : schema.withSchema(mask(this.product.schema));
    const written: unknown = make(place).toSQL();
    return (written as { sql: string }[]).map(({ sql }) => sql);
  }

  private raw(sql: string): Knex.Raw {
    return this.knex.raw(escapeMarks(sql));
  }
}

/** To knex a question mark stands for a value. */
function escapeMarks(sql: string): string {
  return sql.replaceAll('?', '\\?');
}

function kindOf(sql: string): SchemaStatement['kind'] {
  return /^create (unique )?index/i.test(sql) ? 'index' : 'other';
}
