import { giveWay } from '../give-way.js';
import { FeatureReader, type TableView } from '../learn/table-view.js';
import type { FamilyFeature, Feature, Model, Refinement, TableModel } from '../model/model.js';
import type { OnProgress } from '../progress.js';
import { drawUnits, type DrawnUnits } from './draw-units.js';
import { tellApart, type Telling } from './tell-apart.js';
import { familyUnits, rowUnits, type Units } from './units.js';

const FIRST_SEED = 21;
const SECOND_SEED = 22;
/** What tells fewer bits of a row or family is left as it is. */
const GOOD_ENOUGH = 0.01;
/** To this share the bits must fall. */
const LEAST_GAIN = 0.85;

export interface RefineOptions {
  readonly onProgress?: OnProgress | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A table whose rows or families may be chosen among. */
interface Candidate {
  readonly rows: Units<Feature>;
  readonly families: Units<FamilyFeature> | null;
}

/** What tells of one table's rows or families whether they are real. */
interface Found {
  readonly refinement: Refinement;
  readonly bits: number;
}

/**
 * Learns which of several drawn rows or families look real (sampling importance resampling): boosted trees tell drawn ones
 * from real ones, and of three candidates one is taken with a chance in proportion to its odds. What is learned is tried
 * on another copy, and kept where the same trees grown anew then tell less of held-out families.
 * @param views the rows that the model was learned from
 * @returns the model with refinements; the same where there are none, or no copy can be drawn
 * @throws {DbsynthError} E_INTERRUPTED
 */
export async function refine(
  model: Model,
  views: ReadonlyMap<string, TableView>,
  { onProgress, signal }: RefineOptions = {},
): Promise<Model> {
  const candidates = findCandidates(model, views);
  if (candidates.size === 0) return model;
  const features = new Map(
    [...candidates].map(([id, { rows, families }]) => [
      id,
      { rows: rows.features, families: families?.features ?? [] },
    ]),
  );
  const tell = async (table: string, done: number): Promise<void> => {
    onProgress?.({ stage: 'refine', table, done, total: candidates.size });
    await giveWay(signal);
  };
  const first = drawUnits(model, features, FIRST_SEED);
  if (first === null) return model;
  const found = new Map<string, Found>();
  for (const [done, [id, candidate]] of [...candidates].entries()) {
    await tell(id, done);
    const best = findRefinement(candidate, first.get(id)!, model.minEntities);
    if (best !== null) found.set(id, best);
  }
  if (found.size === 0) return model;
  const refined = withRefinements(model, found);
  const watched = new Map([...features].filter(([id]) => found.has(id)));
  await giveWay(signal);
  const second = drawUnits(refined, watched, SECOND_SEED);
  if (second === null) return model;
  for (const [id, { refinement, bits }] of found) {
    const now = bitsLeft(refinement, candidates.get(id)!, second.get(id)!, model.minEntities);
    if (now >= LEAST_GAIN * bits) found.delete(id);
  }
  onProgress?.({ stage: 'refine', table: null, done: candidates.size, total: candidates.size });
  return withRefinements(model, found);
}

function findCandidates(model: Model, views: ReadonlyMap<string, TableView>): Map<string, Candidate> {
  const candidates = new Map<string, Candidate>();
  for (const table of model.tables) {
    const view = views.get(table.id);
    if (view === undefined || !table.learned || table.kept !== null) continue;
    const { owner } = view.frame;
    candidates.set(table.id, {
      rows: rowUnits(table, view, views, model, new FeatureReader(view, views)),
      families: owner === null ? null : familyUnits(table, view, views.get(owner.parent)!, model),
    });
  }
  return candidates;
}

/** Families are chosen where they tell anything, for they hold the rows; else single rows. */
function findRefinement(candidate: Candidate, drawn: DrawnUnits, minEntities: number): Found | null {
  const families = candidate.families && pickGood(tellApart(candidate.families, drawn.families, minEntities));
  if (families !== null)
    return { refinement: { kind: 'families', booster: families.booster }, bits: families.bits };
  const rows = pickGood(tellApart(candidate.rows, drawn.rows, minEntities));
  return rows === null ? null : { refinement: { kind: 'rows', booster: rows.booster }, bits: rows.bits };
}

function pickGood<F>(telling: Telling<F> | null): Telling<F> | null {
  return telling !== null && telling.bits > GOOD_ENOUGH ? telling : null;
}

function bitsLeft(
  { kind }: Refinement,
  { rows, families }: Candidate,
  drawn: DrawnUnits,
  minEntities: number,
): number {
  const telling =
    kind === 'rows'
      ? tellApart(rows, drawn.rows, minEntities)
      : tellApart(families!, drawn.families, minEntities);
  return telling?.bits ?? Infinity;
}

function withRefinements(model: Model, found: ReadonlyMap<string, Found>): Model {
  if (found.size === 0) return model;
  const refined = (table: TableModel): TableModel => {
    const refinement = found.get(table.id)?.refinement;
    return refinement === undefined ? table : { ...table, refinement };
  };
  return { ...model, tables: model.tables.map(refined) };
}
