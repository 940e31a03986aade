import { DbsynthError } from '../errors.js';
import { findLoadOrder, type LoadOrder } from '../graph/find-load-order.js';
import { linkedColumns } from '../graph/linked-columns.js';
import type { Catalog, Table } from '../introspect/catalog.js';
import { inventModel } from '../invent/invent-model.js';
import type {
  ColumnModel,
  KeptRows,
  Model,
  Path,
  ReferenceModel,
  TableModel,
  Variable,
} from '../model/model.js';
import { adaptCatalog } from './adapt-catalog.js';
import { fillsItself, type Drift } from './find-drift.js';

/**
 * Makes a model fit a database whose schema has drifted from the one it was learned from. What was learned stays;
 * columns that are new or of another type are made up from the schema, or left to the database's defaults; constraints
 * are those of the database. Tables that are gone stay in the model, and are refused when they are to be written.
 * @param found catalog of a database of the same product
 * @param drift what `findDrift` found between the two
 * @throws {DbsynthError} E_SCHEMA_MISMATCH when what is new cannot be brought into what was learned
 */
export function adaptModel(model: Model, found: Catalog, drift: readonly Drift[]): Model {
  if (drift.every(({ what }) => what === 'table')) return model;
  const catalog = adaptCatalog(model.catalog, found);
  const loadOrder = findLoadOrder(catalog);
  const adapter = new ModelAdapter(model, catalog, loadOrder, drift);
  return { ...model, catalog, loadOrder, tables: model.tables.map((table) => adapter.adapt(table)) };
}

class ModelAdapter {
  private readonly madeUp: ReadonlySet<string>;
  /** How each table would be drawn without anything learned. */
  private readonly invented: ReadonlyMap<string, TableModel>;

  constructor(
    private readonly model: Model,
    private readonly catalog: Catalog,
    private readonly loadOrder: LoadOrder,
    drift: readonly Drift[],
  ) {
    this.madeUp = new Set(
      drift
        .filter(({ handling }) => handling === 'made up')
        .map(({ table, column }) => nameOf(table, column!)),
    );
    this.invented = new Map(inventModel(catalog).tables.map((table) => [table.id, table]));
  }

  adapt(learned: TableModel): TableModel {
    const table = this.tableOf(learned.id);
    const invented = this.invented.get(learned.id)!;
    const variables: Variable[] = [...learned.variables];
    const columns: ColumnModel[] = [];
    const late = this.loadOrder.late.filter((key) => key.table === table.id);
    const linked = linkedColumns(table, late);
    for (const column of table.columns) {
      if (column.generated !== false || linked.has(column.name)) continue;
      const known = learned.columns.find(({ name }) => name === column.name);
      const made = invented.columns.find(({ name }) => name === column.name)!;
      if (known !== undefined && this.isUsable(known, learned, column.nullable)) columns.push(known);
      else if (known === undefined && !this.wasThere(table.id, column.name) && fillsItself(column))
        columns.push({ ...made, variable: null, clock: null, isDefault: true });
      else columns.push(addVariables(made, invented, variables));
    }
    return {
      ...learned,
      variables,
      columns,
      owner: this.checkOwner(learned),
      references: this.adaptReferences(learned, table),
      kept: learned.kept === null ? null : adaptKept(learned.kept, columns, table),
    };
  }

  /** Whether what was learned of a column still says what it may hold. */
  private isUsable(known: ColumnModel, learned: TableModel, nullable: boolean): boolean {
    if (this.madeUp.has(nameOf(learned.id, known.name))) return false;
    if (known.copyOf !== null && !this.isStanding(learned.id, known.copyOf)) return false;
    if (known.template !== null && !this.isFillable(learned.id, known.template)) return false;
    const wasNullable = columnOf(this.model.catalog, learned.id, known.name).nullable;
    if (nullable || !wasNullable) return true;
    // It must not be NULL any more: good where it never was.
    const drawn = known.variable === null ? null : learned.variables[known.variable]!;
    return drawn === null ? known.copyOf === null && known.constant !== null : !drawn.nullable;
  }

  private isStanding(id: string, { path, column }: NonNullable<ColumnModel['copyOf']>): boolean {
    const parent = this.follow(id, path);
    return this.tableOf(parent).columns.some(({ name, generated }) => name === column && generated === false);
  }

  /** Whether the columns that a text is put together from are still written. */
  private isFillable(id: string, { ways }: NonNullable<ColumnModel['template']>): boolean {
    const { columns } = this.tableOf(id);
    return ways
      .flat()
      .every(
        (part) =>
          typeof part === 'string' ||
          columns.some(({ name, generated }) => name === part.column && generated === false),
      );
  }

  private follow(id: string, path: Path): string {
    return path.reduce<string>((at, step) => {
      const { owner, references } = this.model.tables.find((table) => table.id === at)!;
      const name = step === null ? owner!.foreignKey : references[step]!.foreignKey;
      return this.tableOf(at).foreignKeys.find((key) => key.name === name)!.parent;
    }, id);
  }

  private wasThere(id: string, name: string): boolean {
    return this.model.catalog.tables
      .find((table) => table.id === id)!
      .columns.some((column) => column.name === name);
  }

  private checkOwner({ id, owner }: TableModel): TableModel['owner'] {
    const isLate = this.loadOrder.late.some(
      ({ table, foreignKey }) => table === id && foreignKey === owner?.foreignKey,
    );
    if (!isLate) return owner;
    throw new DbsynthError(
      'E_SCHEMA_MISMATCH',
      `table "${id}": a new foreign key closes a cycle through "${owner!.foreignKey}", along which its rows were learned`,
      { hint: 'learn again from a source with the schema of this database' },
    );
  }

  /** Those that were learned keep their places, because paths count them. */
  private adaptReferences(learned: TableModel, table: Table): ReferenceModel[] {
    const invented = this.invented.get(table.id)!;
    const isLate = (name: string): boolean =>
      this.loadOrder.late.some((key) => key.table === table.id && key.foreignKey === name);
    const known = learned.references.map((reference): ReferenceModel => {
      const late = isLate(reference.foreignKey);
      if (late === (reference.how.kind === 'late')) return reference;
      return { ...reference, how: { kind: late ? 'late' : 'any' } };
    });
    const names = new Set([...known.map(({ foreignKey }) => foreignKey), learned.owner?.foreignKey]);
    const added = table.foreignKeys
      .filter(({ name }) => !names.has(name))
      .map((key): ReferenceModel => {
        const made = invented.references.find(({ foreignKey }) => foreignKey === key.name);
        if (made !== undefined) return made;
        return { foreignKey: key.name, nullShare: 0, how: { kind: 'any' } };
      });
    return [...known, ...added];
  }

  private tableOf(id: string): Table {
    return this.catalog.tables.find((table) => table.id === id)!;
  }
}

/** Takes over a made-up column with what draws it, without looking at other columns. */
function addVariables(made: ColumnModel, invented: TableModel, variables: Variable[]): ColumnModel {
  if (made.variable === null) return { ...made, isMadeUp: true };
  const drawn = invented.variables[made.variable]!;
  const draw =
    drawn.draw.kind === 'difference' ? { kind: 'forest' as const, forest: drawn.draw.otherwise } : drawn.draw;
  variables.push({ ...drawn, draw });
  return { ...made, variable: variables.length - 1, isMadeUp: true };
}

/** Rows that are kept as they are can lose columns, and get new ones that the database fills. */
function adaptKept(kept: KeptRows, columns: readonly ColumnModel[], table: Table): KeptRows {
  const written = columns.filter(({ isDefault }) => isDefault !== true);
  const missing = written.find(({ name }) => !(name in kept.columns));
  if (missing !== undefined)
    throw new DbsynthError(
      'E_SCHEMA_MISMATCH',
      `table "${table.id}" keeps the rows it was learned with, and they have no value for the new column "${missing.name}"`,
      { hint: 'give the column a default, or learn again' },
    );
  return {
    ...kept,
    columns: Object.fromEntries(written.map(({ name }) => [name, kept.columns[name]!])),
  };
}

function columnOf({ tables }: Catalog, id: string, name: string): Table['columns'][number] {
  return tables.find((table) => table.id === id)!.columns.find((column) => column.name === name)!;
}

function nameOf(table: string, column: string): string {
  return `${table}\0${column}`;
}
