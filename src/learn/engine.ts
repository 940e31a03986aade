import type { Conditional, EngineName, Feature } from '../model/model.js';
import { fitCopula } from './copula/fit-copula.js';
import type { FitContext } from './fit-context.js';
import { fitForest, FOREST_SETTINGS, type Target } from './fit-forest.js';

/** How it is learned that a bin follows from features; a `BinDrawer` of `sample/` draws from what `fit` returns. */
export interface Engine {
  readonly name: EngineName;
  /** Whether siblings look at those before them; else each is drawn from its parents alone. */
  readonly looksAtSiblings: boolean;
  /** @param candidates features to choose from */
  fit(target: Target, candidates: readonly Feature[], context: FitContext): Conditional;
}

export const ENGINES: Readonly<Record<EngineName, Engine>> = {
  tree: {
    name: 'tree',
    looksAtSiblings: true,
    fit: (target, candidates, { entities, reader, minEntities }) =>
      fitForest(target, entities, candidates, reader, { ...FOREST_SETTINGS, minEntities }),
  },
  copula: { name: 'copula', looksAtSiblings: false, fit: fitCopula },
};
