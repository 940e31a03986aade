import type { Flexible } from './fit-parts.js';
import { oneOf, type Slot } from './frame.js';

export const DIGITS = '0123456789';

/** Slots for a number without leading zeros. */
export function numberSlots(length: number): Slot[] {
  return Array.from({ length }, (_, i) => oneOf(i === 0 && length > 1 ? '123456789' : DIGITS));
}

/** A number of exactly, or at most, so many digits. */
export function numberPart(min: number, max = min): Flexible {
  return { min, max, mean: (min + max) / 2, slots: numberSlots };
}
