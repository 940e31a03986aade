import type { Table, UniqueKey } from '../introspect/catalog.js';

/**
 * Tells whether a table joins others, many to many: one of its unique keys consists of the columns of two or more
 * foreign keys and of nothing else, and no single one of them makes up the key (that would be one to one).
 */
export function isJunction(table: Table): boolean {
  return table.uniques.some((key) => joinsParents(table, key));
}

function joinsParents(table: Table, key: UniqueKey): boolean {
  if (key.predicate !== null || key.columns.includes(null)) return false;
  const columns = new Set(key.columns);
  const inside = table.foreignKeys.filter((foreignKey) =>
    foreignKey.columns.every((name) => columns.has(name)),
  );
  const covered = new Set(inside.flatMap((foreignKey) => foreignKey.columns));
  return (
    covered.size === columns.size && inside.every((foreignKey) => foreignKey.columns.length < columns.size)
  );
}
