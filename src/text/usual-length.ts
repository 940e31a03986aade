import { hash32, unit } from '../random/hash.js';
import type { TextLimits } from './text-spec.js';

/**
 * Draws a length as often as the source has it.
 * @param otherwise length when none was learned
 * @param seed of the cell
 */
export function usualLength({ lengths, maxLength }: TextLimits, otherwise: number, seed: number): number {
  let target = unit(hash32(seed, 0x1e46)) * lengths.reduce((sum, [, share]) => sum + share, 0);
  for (const [length, share] of lengths) {
    target -= share;
    if (target < 0) return length;
  }
  return Math.min(maxLength ?? Infinity, otherwise);
}
