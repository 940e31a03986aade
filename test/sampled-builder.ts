import type { SqlValue } from '../src/batch/batch.js';
import type { Table } from '../src/introspect/catalog.js';
import type { ReferenceModel, TableModel, Variable } from '../src/model/model.js';
import { SampledTable } from '../src/sample/sampled-table.js';

interface Drawn {
  /** Values of its columns, row by row. */
  columns?: Readonly<Record<string, readonly SqlValue[]>>;
  /** Name of the owning foreign key. */
  owner?: string;
  /** Parent rows by foreign key; -1 = none. */
  links?: Readonly<Record<string, readonly number[]>>;
  references?: readonly ReferenceModel[];
  variables?: readonly Variable[];
  /** Columns that are known only when all tables are drawn. */
  late?: readonly string[];
}

/** A table whose rows are drawn already, as children and later steps see it. */
export function aSampledTable(table: Table, rows: number, drawn: Drawn = {}): SampledTable {
  const owner = table.foreignKeys.find(({ name }) => name === drawn.owner) ?? null;
  const references = table.foreignKeys.filter((key) => key !== owner);
  const model: TableModel = {
    id: table.id,
    sourceRows: rows,
    entities: rows,
    learned: true,
    owner: owner === null ? null : { foreignKey: owner.name, nullShare: 0 },
    variables: drawn.variables ?? [],
    leading: 0,
    references:
      drawn.references ??
      references.map(({ name }) => ({ foreignKey: name, nullShare: 0, how: { kind: 'any' } })),
    columns: [],
    kept: null,
  };
  const linked = new Set(table.foreignKeys.flatMap(({ columns }) => columns));
  const sampled = new SampledTable(model, table, rows, owner, references, linked, new Set(drawn.late));
  for (const [name, values] of Object.entries(drawn.columns ?? {}))
    sampled.columns.set(name, (row) => values[row]!);
  for (const [name, parents] of Object.entries(drawn.links ?? {})) sampled.links.get(name)!.set(parents);
  return sampled;
}
