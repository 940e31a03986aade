import type { Copula, Feature } from '../../model/model.js';
import type { FitContext } from '../fit-context.js';
import { groupClasses, pickRows, screenFeatures, type Target } from '../fit-forest.js';
import { fitScore, type ScoreInput } from './fit-score.js';
import type { Siblings } from './shared-effects.js';

const MAX_ROWS = 10_000;
const MAX_FEATURES = 12;
/** The bin of a presence that says: there is a value. */
const PRESENT = 255;

/**
 * Fits a Gaussian copula: the normal score of a target follows those of features in a straight line, rows of the same parent
 * share a hidden part of the rest, and cuts tell the bin. Whether there is a value at all has a score of its own.
 */
export function fitCopula(target: Target, candidates: readonly Feature[], context: FitContext): Copula {
  const { entities, reader, minEntities } = context;
  const rows = keepTold(target, pickRows(target.rows, entities, 0, 1, MAX_ROWS), entities, minEntities);
  const most = Math.min(
    MAX_FEATURES,
    Math.floor(new Set(rows.map((row) => entities[row]!)).size / minEntities),
  );
  const { classes, classCount } = groupClasses({ ...target, rows });
  const chosen = screenFeatures({ ...target, rows }, classes, classCount, candidates, reader, most);
  const shared = {
    features: chosen.map((feature) => ({
      bytes: reader.read(feature),
      isOrdered: reader.isOrdered(feature),
      binCount: reader.binCount(feature),
    })),
    siblings: findSiblings(candidates, context),
    entities,
    minEntities,
  };
  const present = rows.filter((row) => target.bins[row]! < target.binCount);
  const isMixed = present.length > 0 && present.length < rows.length;
  const copula: Copula = {
    features: chosen,
    presence: isMixed ? fitScore({ ...shared, ...presenceOf(target, rows) }) : null,
    score: fitScore({ ...shared, ...valuesOf(target, isMixed ? present : rows) }),
  };
  return dropUnused(copula);
}

/** Leaves out rows whose bin few entities are behind, unless all are so. */
function keepTold({ bins }: Target, rows: Int32Array, entities: Int32Array, minEntities: number): Int32Array {
  const behind = Array.from({ length: 256 }, () => new Set<number>());
  for (const row of rows) behind[bins[row]!]!.add(entities[row]!);
  const told = rows.filter((row) => behind[bins[row]!]!.size >= minEntities);
  return told.length === 0 ? rows : told;
}

/** The parents that are known when the target is drawn, as far as features are read from them. */
function findSiblings(candidates: readonly Feature[], { reader }: FitContext): Siblings[] {
  const steps = new Set<number | null>();
  for (const feature of candidates)
    if (feature.from === 'parent' && feature.path.length === 1) steps.add(feature.path[0]!);
  return [...steps].map((step) => ({ path: [step], parents: reader.follow([step]).rows }));
}

type Scored = Pick<ScoreInput, 'bins' | 'rows' | 'order' | 'isOrdered'>;

function presenceOf({ bins, binCount }: Target, rows: Int32Array): Scored {
  return {
    bins: bins.map((bin) => (bin === binCount ? binCount : PRESENT)),
    rows,
    order: [binCount, PRESENT],
    isOrdered: true,
  };
}

function valuesOf({ bins, isOrdered, binCount }: Target, rows: Int32Array): Scored {
  const order = [...new Set(rows.map((row) => bins[row]!))].sort((a, b) => a - b);
  return { bins, rows, order: order.length === 0 ? [binCount] : order, isOrdered };
}

/** Leaves out features that add nothing to either score. */
function dropUnused({ features, presence, score }: Copula): Copula {
  const used = features.map(
    (_, at) => score.effects[at]!.length > 0 || (presence?.effects[at]!.length ?? 0) > 0,
  );
  const keep = <T>(list: readonly T[]): T[] => list.filter((_, at) => used[at]);
  return {
    features: keep(features),
    presence: presence && { ...presence, effects: keep(presence.effects) },
    score: { ...score, effects: keep(score.effects) },
  };
}
