import type { Scale } from '../model/model.js';

/** Whether a scale tells texts, and lengths of others; one that only tells NULLs has no text. */
export function isOpenCategory(scale: Scale): boolean {
  return scale.kind === 'category' && scale.values.flat().some((value) => typeof value === 'string');
}
