import type pg from 'pg';
import { idOf, type Relation, type Relations } from '../find-objects.js';
import type { TypesByOid } from '../find-types.js';

/** What the writers of the parts of a script share. */
export interface ScriptContext {
  readonly client: pg.Client;
  readonly relations: Relations;
  readonly types: TypesByOid;
  /** All that a CREATE TABLE makes: partitions, too. */
  readonly tables: readonly Relation[];
  readonly tableOids: readonly string[];
  /** Of tables, partitions and views. */
  readonly relationOids: readonly string[];
  /** Id of the catalog's table that a relation belongs to: its own, or that of its root; null when there is none. */
  readonly idOfTable: (oid: string) => string | null;
}

export function createScriptContext(
  client: pg.Client,
  relations: Relations,
  types: TypesByOid,
): ScriptContext {
  const ids = tableIds(relations);
  const tables = [...relations.tables, ...relations.partitions];
  const tableOids = tables.map(({ oid }) => oid);
  return {
    client,
    relations,
    types,
    tables,
    tableOids,
    relationOids: [...tableOids, ...relations.views.map(({ oid }) => oid)],
    idOfTable: (oid) => ids.get(oid) ?? null,
  };
}

function tableIds({ tables, partitions }: Relations): Map<string, string> {
  const ids = new Map(tables.map((table) => [table.oid, idOf(table)]));
  const byOid = new Map(partitions.map((partition) => [partition.oid, partition]));
  for (const partition of partitions) {
    let root: Relation | undefined = partition;
    while (root !== undefined && !ids.has(root.parents[0]!)) root = byOid.get(root.parents[0]!);
    if (root !== undefined) ids.set(partition.oid, ids.get(root.parents[0]!)!);
  }
  return ids;
}
