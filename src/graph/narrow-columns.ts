import type { Column, LogicalType, Table } from '../introspect/catalog.js';

/**
 * Gives each column that foreign keys refer to the tightest of its own type and theirs: a key that a narrower child
 * cannot hold would be a row without children, or a load that fails.
 */
export function narrowColumns(tables: readonly Table[]): Table[] {
  let narrowed = [...tables];
  // A key that is handed down from table to table may be narrowed at the far end.
  for (let round = 0; round < tables.length; round++) {
    const next = narrowed.map((table) => narrowTable(table, narrowed));
    if (next.every((table, i) => table === narrowed[i])) break;
    narrowed = next;
  }
  return narrowed;
}

function narrowTable(table: Table, tables: readonly Table[]): Table {
  const columns = table.columns.map((column) => narrowColumn(column, table, tables));
  return columns.every((column, i) => column === table.columns[i]) ? table : { ...table, columns };
}

function narrowColumn(column: Column, table: Table, tables: readonly Table[]): Column {
  let { type } = column;
  for (const child of tables) {
    for (const { parent, parentColumns, columns } of child.foreignKeys) {
      const at = parentColumns.indexOf(column.name);
      if (parent !== table.id || at < 0) continue;
      type = tightest(type, child.columns.find(({ name }) => name === columns[at])!.type);
    }
  }
  return type === column.type ? column : { ...column, type };
}

/** The first type itself where the other is no narrower. */
function tightest(type: LogicalType, other: LogicalType): LogicalType {
  if (type.name === 'text' && other.name === 'text') {
    const most = Math.min(type.maxLength ?? Infinity, other.maxLength ?? Infinity);
    return most < (type.maxLength ?? Infinity) ? { ...type, maxLength: most } : type;
  }
  if (type.name === 'integer' && other.name === 'integer' && (other.min > type.min || other.max < type.max))
    return {
      ...type,
      min: other.min > type.min ? other.min : type.min,
      max: other.max < type.max ? other.max : type.max,
    };
  return type;
}
