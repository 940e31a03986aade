import { valueAt, type Vector } from '../../batch/batch.js';
import { Census } from '../../privacy/census.js';
import type { Column } from '../../introspect/catalog.js';
import type { BytesSpec, TextLimits } from '../text-spec.js';
import { shareOf } from './text-sample.js';

/** Bytes looked at: file signatures are no longer. */
const LONGEST_PREFIX = 8;
const PREFIX_SHARE = 0.95;

/** Learns how long byte values are and with which signature, shared by enough entities, they begin. */
export function learnBytes(
  vector: Vector,
  column: Column,
  entities: Int32Array | undefined,
  minEntities: number,
): BytesSpec & TextLimits {
  const lengths = new Census<number>();
  const prefixes = Array.from({ length: LONGEST_PREFIX }, () => new Census<string>());
  const rows = vector.kind === 'coded' ? vector.codes.length : vector.values.length;
  for (let row = 0; row < rows; row++) {
    const value = valueAt(vector, row);
    if (value === null || typeof value !== 'object') continue;
    const entity = entities === undefined ? row : entities[row]!;
    lengths.add(value.length, entity);
    for (let length = 1; length <= LONGEST_PREFIX; length++) {
      prefixes[length - 1]!.add(hexOf(value.subarray(0, length)), entity);
    }
  }
  const prefix = prefixes
    .flatMap((census) => census.heldBy(minEntities).filter((held) => held.rows >= PREFIX_SHARE * census.rows))
    .at(-1);
  return {
    kind: 'bytes',
    maxLength: column.type.name === 'bytes' ? column.type.maxLength : null,
    lengths: lengths
      .heldBy(minEntities)
      .map(({ value, rows: held }): [number, number] => [value, shareOf(held, lengths.rows)])
      .sort(([a], [b]) => a - b),
    // One shared byte is chance or a length, no signature.
    prefix: prefix === undefined || prefix.value.length < 4 ? '' : prefix.value,
  };
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
