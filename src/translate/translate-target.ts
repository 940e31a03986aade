import type { Target } from '../database.js';
import type { Catalog } from '../introspect/catalog.js';
import type { Model } from '../model/model.js';
import { translateCatalog } from './translate-catalog.js';
import { rulesOf, type TargetRules } from './translate-rules.js';
import { TranslatedTarget } from './translated-target.js';

/** A target that takes rows of a schema, whatever product that is of. */
export interface FittingTarget {
  readonly target: Target;
  readonly rules: TargetRules;
  /** What the target cannot hold as it was. */
  readonly warnings: readonly { readonly table: string | null; readonly message: string }[];
  /** What differs in a schema that stands from the one that was learned, as far as rows have to do with it. */
  readonly changes?: readonly { readonly table: string | null; readonly message: string }[];
}

/**
 * Makes a target fit a schema: the target itself where they are of one product, else one that translates.
 * @param model what was learned; null before
 */
export async function translateTarget(
  target: Target,
  catalog: Catalog,
  model: Pick<Model, 'tables'> | null,
): Promise<FittingTarget> {
  if (target.dialect === catalog.dialect)
    return { target, rules: { catalog, names: target, idOf: (id) => id }, warnings: [] };
  const translation = await translateCatalog(catalog, target.product, model);
  return {
    target: new TranslatedTarget(target, translation),
    rules: rulesOf(translation, target),
    warnings: translation.warnings.map(({ table, column, message }) => ({
      table,
      message: column === null ? message : `column "${column}" ${message}`,
    })),
  };
}
