import { schemaStatement } from '../../src/introspect/schema-statement.js';
import type { CatalogWarning, SchemaScript, SchemaStatement } from '../../src/introspect/catalog.js';
import { writeCreateTable, type ForeignKeyDdl } from './ddl.js';
import type { FoundObject, FoundTable, SchemaObjects } from './find-objects.js';
import { quote } from './quote.js';

/**
 * Writes down how to make the schema again: parents before children, foreign keys that close a cycle after the rows,
 * then routines, views and triggers (so that these do not fire for rows that already show their work).
 * @param warnings receives what had to be left out
 */
export function buildScript(objects: SchemaObjects, warnings: CatalogWarning[]): SchemaScript {
  const known = new Map(objects.tables.map((table) => [table.name.toLowerCase(), table]));
  const keysOf = new Map(
    objects.tables.map((table) => [table, keepPossible(table, known, warnings)] as const),
  );
  const ordered = orderTables(objects.tables, keysOf, known);
  const made = new Set<string>();
  const tables: SchemaStatement[] = [];
  const late: SchemaStatement[] = [];
  for (const table of ordered) {
    made.add(table.name.toLowerCase());
    const isEarly = (key: ForeignKeyDdl): boolean => made.has(key.parent.toLowerCase());
    const keys = keysOf.get(table)!;
    tables.push(
      schemaStatement('table', table.name, table.name, writeCreateTable(table.ddl, keys.filter(isEarly))),
    );
    for (const key of keys.filter((candidate) => !isEarly(candidate))) {
      late.push(
        schemaStatement('other', key.name, table.name, `ALTER TABLE ${quote(table.name)} ADD ${key.sql}`),
      );
    }
  }
  const isVisible = (object: FoundObject): boolean => object.sql !== '';
  return {
    tables: [
      ...objects.sequences.map(({ name, sql }) => schemaStatement('sequence', name, null, sql)),
      ...tables,
    ],
    afterLoad: [
      ...late,
      ...objects.routines.map(({ name, sql }) => schemaStatement('other', name, null, sql)),
      ...orderViews(objects.views).map(({ name, sql }) => schemaStatement('view', name, null, sql)),
      ...objects.triggers
        .filter(isVisible)
        .map(({ name, table, sql }) =>
          schemaStatement('trigger', name, known.get(table.toLowerCase())?.name ?? null, sql),
        ),
    ],
  };
}

function keepPossible(
  table: FoundTable,
  known: ReadonlyMap<string, FoundTable>,
  warnings: CatalogWarning[],
): ForeignKeyDdl[] {
  return table.ddl.foreignKeys.filter((key) => {
    if (key.parentSchema === null && known.has(key.parent.toLowerCase())) return true;
    const where = key.parentSchema === null ? '' : ` in the database "${key.parentSchema}"`;
    const message = `foreign key "${key.name}": the parent table "${key.parent}"${where} is not part of the catalog; left out`;
    warnings.push({ table: table.name, column: null, message });
    return false;
  });
}

/** Parents first; in a cycle the table with the fewest parents that are missing yet. */
function orderTables(
  tables: readonly FoundTable[],
  keysOf: ReadonlyMap<FoundTable, readonly ForeignKeyDdl[]>,
  known: ReadonlyMap<string, FoundTable>,
): FoundTable[] {
  const missing = new Map(tables.map((table) => [table, new Set<FoundTable>()]));
  const children = new Map(tables.map((table) => [table, new Set<FoundTable>()]));
  for (const [table, keys] of keysOf) {
    for (const key of keys) {
      const parent = known.get(key.parent.toLowerCase())!;
      if (parent === table) continue;
      missing.get(table)!.add(parent);
      children.get(parent)!.add(table);
    }
  }
  const ordered: FoundTable[] = [];
  const ready = tables.filter((table) => missing.get(table)!.size === 0);
  const waiting = new Set(tables.filter((table) => missing.get(table)!.size > 0));
  while (ready.length > 0 || waiting.size > 0) {
    const table = ready.shift() ?? leastBlocked(waiting, missing);
    waiting.delete(table);
    ordered.push(table);
    for (const child of children.get(table)!) {
      missing.get(child)!.delete(table);
      if (waiting.has(child) && missing.get(child)!.size === 0) {
        waiting.delete(child);
        ready.push(child);
      }
    }
  }
  return ordered;
}

function leastBlocked(
  waiting: ReadonlySet<FoundTable>,
  missing: ReadonlyMap<FoundTable, ReadonlySet<FoundTable>>,
): FoundTable {
  let least: FoundTable | null = null;
  for (const table of waiting) {
    if (least === null || missing.get(table)!.size < missing.get(least)!.size) least = table;
  }
  return least!;
}

/** A view stands behind the views that its text names. */
function orderViews(views: readonly FoundObject[]): FoundObject[] {
  const ordered: FoundObject[] = [];
  const visit = (view: FoundObject, above: ReadonlySet<FoundObject>): void => {
    if (ordered.includes(view) || above.has(view)) return;
    const inside = new Set(above).add(view);
    for (const other of views)
      if (other !== view && view.sql.includes(quote(other.name))) visit(other, inside);
    ordered.push(view);
  };
  for (const view of views) visit(view, new Set());
  return ordered;
}
