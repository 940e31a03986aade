import type { NumberClass } from './column-class.js';

/**
 * Writes a number as its column stores it: a number, or text with the learned decimals.
 * @param value a number of the column, not NaN
 */
export function formatNumber({ storedAs, decimals, padded }: NumberClass, value: number): string | number {
  if (storedAs !== 'text') return value;
  const text = value.toFixed(decimals);
  return padded ? text : String(Number(text));
}
