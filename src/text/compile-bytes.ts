import { hash32 } from '../random/hash.js';
import { permute } from '../random/permute.js';
import type { TextGenerator } from './text-generator.js';
import type { BytesSpec, TextLimits } from './text-spec.js';
import { usualLength } from './usual-length.js';

/** Bytes that a row's number can take: as many as a double counts exactly. */
const MOST_COUNTED = 6;
const USUAL_LENGTH = 16;

/**
 * Makes a generator of bytes that begin as the source's do and then are random.
 */
export function compileBytes(spec: BytesSpec & TextLimits): TextGenerator<Uint8Array> {
  const prefix = Uint8Array.from(spec.prefix.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
  const most = spec.maxLength ?? Infinity;
  const usual = (seed: number): number => usualLength(spec, USUAL_LENGTH, seed);
  const write = (length: number, seed: number): Uint8Array => {
    const bytes = new Uint8Array(Math.min(most, Math.max(0, Math.round(length))));
    for (let at = 0; at < bytes.length; at += 4) {
      const word = hash32(seed, at);
      for (let i = 0; i < 4 && at + i < bytes.length; i++) bytes[at + i] = word >>> (8 * i);
    }
    bytes.set(prefix.subarray(0, bytes.length));
    return bytes;
  };
  return {
    capacity: 256n ** BigInt(Math.max(0, Math.min(MOST_COUNTED, most - prefix.length))),
    usualLength: usual,
    generate: (length, _row, seed) => write(Number.isNaN(length) ? usual(seed) : length, seed),
    generateUnique: (index, seed, length = NaN) => {
      const wanted = Number.isNaN(length) ? usual(hash32(seed, index)) : Math.round(length);
      const fewest = prefix.length + Math.max(1, Math.ceil(Math.log2(index + 1) / 8));
      const bytes = write(Math.max(wanted, fewest), hash32(seed, index));
      const places = Math.min(MOST_COUNTED, bytes.length - prefix.length);
      let rest = permute(index, 256 ** places, seed);
      for (let i = 0; i < places; i++) {
        bytes[prefix.length + i] = rest % 256;
        rest = Math.floor(rest / 256);
      }
      return bytes;
    },
  };
}
