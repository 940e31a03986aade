import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Model } from './model.js';

/** Typed arrays as they stand in the file: kind and base64 of their little-endian bytes. */
export const ARRAY_KINDS = { Uint8Array, Int16Array, Int32Array, Uint32Array } as const;

/**
 * Writes a model as gzipped JSON. Trees are told as base64 of typed arrays, all else is readable; a checksum over the
 * content tells whether the file is as it was written.
 */
export function encodeModel(model: Model): Uint8Array {
  const content = JSON.stringify(model, encodeValue);
  return gzipSync(`{"checksum":"${checksumOf(content)}","model":${content}}`);
}

/** SHA-256 of a model's JSON text. */
export function checksumOf(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}

function encodeValue(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return { $bigint: value.toString() };
  if (value === Infinity) return { $number: 'Infinity' };
  if (value === -Infinity) return { $number: '-Infinity' };
  for (const [name, kind] of Object.entries(ARRAY_KINDS))
    if (value instanceof kind)
      return {
        $array: name,
        base64: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64'),
      };
  return value;
}
