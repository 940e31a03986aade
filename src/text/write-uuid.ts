import { hash32 } from '../random/hash.js';
import { permute } from '../random/permute.js';
import type { UuidSpec } from './text-spec.js';

/** Numbers that can be hidden in a UUID: 48 bits. */
export const UUID_NUMBERS = 2 ** 48;

/** Two hexadecimal digits of each byte, as character codes. */
const [LOWER_DIGITS, UPPER_DIGITS] = ['0123456789abcdef', '0123456789ABCDEF'].map((digits) =>
  Uint8Array.from(digits, (digit) => digit.charCodeAt(0)),
) as [Uint8Array, Uint8Array];
const [DASH, OPEN_BRACE, CLOSE_BRACE] = [45, 123, 125];

/** Filled anew for each UUID: joining short strings takes five times as long. */
const bytes = new Uint8Array(16);
const written = Buffer.alloc(38);

/**
 * A random UUID (version 4, RFC 9562) as its column writes them.
 * @param seed decides all 122 free bits
 */
export function writeUuid(spec: UuidSpec, seed: number): string {
  setWord(0, hash32(seed, 0));
  setHalf(4, hash32(seed, 1) >>> 16);
  return finish(spec, seed);
}

/**
 * The UUID of a number: distinct numbers give distinct UUIDs.
 * @param index an integer in [0, 2^48)
 */
export function writeNumberedUuid(spec: UuidSpec, index: number, seed: number): string {
  const hidden = permute(index, UUID_NUMBERS, seed);
  setWord(0, Math.floor(hidden / 0x1_0000));
  setHalf(4, hidden % 0x1_0000);
  return finish(spec, hash32(seed, index, Math.floor(index / 2 ** 32)));
}

/** Sets what follows the first six bytes, and writes all. */
function finish({ upper, dashes, braces }: UuidSpec, seed: number): string {
  setHalf(6, 0x4000 | (hash32(seed, 2) >>> 20));
  setHalf(8, 0x8000 | ((hash32(seed, 3) & 3) << 12) | (hash32(seed, 4) >>> 20));
  setWord(10, hash32(seed, 5));
  setHalf(14, hash32(seed, 6) >>> 16);
  const digits = upper ? UPPER_DIGITS : LOWER_DIGITS;
  let end = 0;
  if (braces) written[end++] = OPEN_BRACE;
  for (let i = 0; i < 16; i++) {
    if (dashes && (i === 4 || i === 6 || i === 8 || i === 10)) written[end++] = DASH;
    written[end++] = digits[bytes[i]! >>> 4]!;
    written[end++] = digits[bytes[i]! & 15]!;
  }
  if (braces) written[end++] = CLOSE_BRACE;
  return written.toString('latin1', 0, end);
}

function setWord(at: number, word: number): void {
  setHalf(at, word >>> 16);
  setHalf(at + 2, word & 0xffff);
}

function setHalf(at: number, half: number): void {
  bytes[at] = half >>> 8;
  bytes[at + 1] = half & 0xff;
}
