import { DbsynthError } from '../errors.js';
import type { FamilyFeature, Feature, Model } from '../model/model.js';
import { makePlan } from '../plan/make-plan.js';
import { planInputOf } from '../plan/plan-input-of.js';
import type { Onlooker } from '../sample/refiner.js';
import { drawTables } from '../sample/sample.js';
import { isChosen, type Sample } from './units.js';

/** Rows that a trial copy has in all. */
const TRIAL_ROWS = 400_000;

/** Features to be read of the rows and families of one table. */
export interface Watched {
  readonly rows: readonly Feature[];
  readonly families: readonly FamilyFeature[];
}

/** Rows and families of one table of a copy. */
export interface DrawnUnits {
  readonly rows: Sample;
  readonly families: Sample;
}

/**
 * Draws a copy of some tables and of all that these descend from, and reads features of their rows and families.
 * @returns null where constraints leave no room for it
 */
export function drawUnits(
  model: Model,
  watched: ReadonlyMap<string, Watched>,
  seed: number,
): Map<string, DrawnUnits> | null {
  const tables = withAncestors(model, [...watched.keys()]);
  const input = planInputOf(model);
  let total = 0;
  for (const id of tables) total += input.sourceRows.get(id)!;
  const exclude = model.tables.map(({ id }) => id).filter((id) => !tables.has(id));
  const scale = Math.min(1, TRIAL_ROWS / Math.max(1, total));
  const collectors = new Map<string, TableCollector>();
  try {
    const abilities = { deferForeignKeys: true };
    const plan = makePlan(input, { mode: 'create', abilities, seed, scale, exclude });
    const rowsOf = new Map(plan.tables.map(({ id, rows }) => [id, rows]));
    for (const [id, features] of watched) {
      const parent = ownerOf(model, id);
      const families = parent === null ? 0 : Math.min(rowsOf.get(id)!, rowsOf.get(parent) ?? 0);
      collectors.set(id, new TableCollector(features, rowsOf.get(id)!, families));
    }
    drawTables(model, plan, () => {}, collectors);
  } catch (error) {
    if (error instanceof DbsynthError) return null;
    throw error;
  }
  return new Map([...collectors].map(([id, collector]) => [id, collector.finish()]));
}

function withAncestors(model: Model, ids: readonly string[]): Set<string> {
  const found = new Set(ids);
  for (const id of found)
    for (const { parent } of model.catalog.tables.find((table) => table.id === id)!.foreignKeys)
      found.add(parent);
  return found;
}

function ownerOf(model: Model, id: string): string | null {
  const name = model.tables.find((table) => table.id === id)!.owner?.foreignKey;
  const keys = model.catalog.tables.find((table) => table.id === id)!.foreignKeys;
  return keys.find((key) => key.name === name)?.parent ?? null;
}

class TableCollector implements Onlooker {
  readonly rowFeatures: readonly Feature[];
  readonly familyFeatures: readonly FamilyFeature[];
  private readonly rows: Collector;
  private readonly families: Collector;

  /** @param rows and `families`: how many there are at most */
  constructor(features: Watched, rows: number, families: number) {
    this.rowFeatures = features.rows;
    this.familyFeatures = features.families;
    this.rows = new Collector(features.rows.length, rows);
    this.families = new Collector(features.families.length, families);
  }

  onRow(read: () => Uint8Array, owner: number): void {
    this.rows.add(read, owner);
  }

  onFamily(read: () => Uint8Array, owner: number): void {
    this.families.add(read, owner);
  }

  finish(): DrawnUnits {
    return { rows: this.rows.finish(), families: this.families.finish() };
  }
}

class Collector {
  private readonly columns: number[][];
  private readonly entities: number[] = [];
  private seen = 0;

  constructor(
    features: number,
    private readonly most: number,
  ) {
    this.columns = Array.from({ length: features }, () => []);
  }

  /** @param owner row that the unit belongs to, its entity; below zero for none */
  add(read: () => Uint8Array, owner: number): void {
    const position = this.seen++;
    if (!isChosen(position, this.most)) return;
    const bytes = read();
    this.columns.forEach((column, f) => column.push(bytes[f]!));
    this.entities.push(owner < 0 ? -1 - position : owner);
  }

  finish(): Sample {
    return {
      columns: this.columns.map((column) => Uint8Array.from(column)),
      entities: Int32Array.from(this.entities),
    };
  }
}
