import { hash32 } from '../random/hash.js';
import { permute } from '../random/permute.js';
import type { UuidSpec } from './text-spec.js';

/** Numbers that can be hidden in a UUID: 48 bits. */
export const UUID_NUMBERS = 2 ** 48;

/**
 * A random UUID (version 4, RFC 9562) as its column writes them.
 * @param seed decides all 122 free bits
 */
export function writeUuid(spec: UuidSpec, seed: number): string {
  return style(spec, hex8(hash32(seed, 0)) + hex8(hash32(seed, 1)).slice(0, 4), seed);
}

/**
 * The UUID of a number: distinct numbers give distinct UUIDs.
 * @param index an integer in [0, 2^48)
 */
export function writeNumberedUuid(spec: UuidSpec, index: number, seed: number): string {
  const hidden = permute(index, UUID_NUMBERS, seed);
  return style(spec, hidden.toString(16).padStart(12, '0'), hash32(seed, index, Math.floor(index / 2 ** 32)));
}

/** @param first the first twelve hexadecimal digits */
function style({ upper, dashes, braces }: UuidSpec, first: string, seed: number): string {
  const version = `4${hex8(hash32(seed, 2)).slice(0, 3)}`;
  const variant = '89ab'[hash32(seed, 3) & 3]! + hex8(hash32(seed, 4)).slice(0, 3);
  const rest = hex8(hash32(seed, 5)) + hex8(hash32(seed, 6)).slice(0, 4);
  const groups = [first.slice(0, 8), first.slice(8), version, variant, rest];
  const text = groups.join(dashes ? '-' : '');
  const cased = upper ? text.toUpperCase() : text;
  return braces ? `{${cased}}` : cased;
}

function hex8(word: number): string {
  return word.toString(16).padStart(8, '0');
}
