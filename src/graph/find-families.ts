import type { Catalog } from '../introspect/catalog.js';
import type { LoadOrder } from './find-load-order.js';
import type { Owners } from './choose-owners.js';

/** A root table with all tables that descend from it along owning foreign keys. */
export interface Family {
  readonly root: string;
  /** In load order, the root first. */
  readonly members: readonly FamilyMember[];
}

export interface FamilyMember {
  readonly table: string;
  /** The owning foreign key; null for the root. */
  readonly foreignKey: string | null;
  readonly owner: string | null;
  /** Steps down from the root. */
  readonly depth: number;
}

/**
 * Groups tables into families.
 * @returns every table in exactly one family; families by their root's place in the load order
 */
export function findFamilies(catalog: Catalog, loadOrder: LoadOrder, owners: Owners): Family[] {
  const tables = new Map(catalog.tables.map((table) => [table.id, table]));
  const families: { root: string; members: FamilyMember[] }[] = [];
  const familyOf = new Map<string, (typeof families)[number]>();

  for (const id of loadOrder.order) {
    const foreignKey = owners.get(id) ?? null;
    const owner = tables.get(id)!.foreignKeys.find((key) => key.name === foreignKey)?.parent ?? null;
    const family = owner === null ? { root: id, members: [] } : familyOf.get(owner)!;
    if (owner === null) families.push(family);
    const above = family.members.find((member) => member.table === owner);
    family.members.push({ table: id, foreignKey, owner, depth: above ? above.depth + 1 : 0 });
    familyOf.set(id, family);
  }
  return families;
}
