import type { SqlValue } from '../batch/batch.js';

/**
 * Names some values, so that the same values have the same name.
 */
export function nameValues(values: readonly SqlValue[]): string {
  return values.map((value) => `${typeof value}:${String(value)}`).join('\u0000');
}
