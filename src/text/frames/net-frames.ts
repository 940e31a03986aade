import { hash32 } from '../../random/hash.js';
import { DIGITS } from '../digits.js';
import { fitParts, type Flexible, type Part } from '../fit-parts.js';
import { oneOf, type Frame, type Slot } from '../frame.js';
import type { IpSpec, UrlSpec } from '../text-spec.js';
import { wordPart } from '../word-part.js';
import { domainSlots, SHORTEST_DOMAIN } from './handle-frames.js';
import { plainFrames } from './label-frames.js';

const LOWER = { letterCase: 'lower', script: 'ascii' } as const;
const SPLITS = 8;
const HEX = '0123456789abcdef';

/** Frames for addresses of pages of a length, at reserved domains. */
export function urlFrames(
  { scheme, www, path, extension }: UrlSpec,
  length: number,
  isUnique: boolean,
): Frame[] {
  const fewest = isUnique ? 25 : 2;
  const host: Part = { min: SHORTEST_DOMAIN, max: 60, mean: 16, slots: (size) => domainSlots(size, false) };
  const word = wordPart('word', LOWER, fewest, { min: 2, max: 14, mean: 6 });
  const start = scheme + (www ? 'www.' : '');
  const ways: Part[][] = path
    ? [
        [start, { ...host, max: 24 }, '/', word, extension],
        [start, { ...host, max: 24 }, '/', word, '/', word, extension],
        [start, { ...host, max: 24 }, '/', word, '-', word, '-', word, extension],
        [start, { ...host, max: 24 }, '/', word, '/', word, '-', word, '-', word, '-', word, extension],
      ]
    : [[start, host]];
  const frames = ways.flatMap((parts, i) => fitParts(parts, length, 1 / (i + 1), SPLITS, hash32(length, i)));
  if (frames.length > 0) return frames;
  for (const shorter of [[start, host], [scheme, host], [host]]) {
    const fitting = fitParts(shorter, length, 1, SPLITS, length);
    if (fitting.length > 0) return fitting;
  }
  return plainFrames(LOWER, length, isUnique);
}

/** Frames for network addresses of a length that no public host has (RFC 1918, RFC 3849). */
export function ipFrames({ version }: IpSpec, length: number): Frame[] {
  const parts = version === 4 ? ip4Parts(length) : ip6Parts(length);
  const frames = fitParts(parts, length, 1, 12, length);
  if (frames.length > 0) return frames;
  return length <= (version === 4 ? 8 : 14)
    ? fitParts(parts, version === 4 ? 8 : 14, 1, 12, 1)
    : ipFrames({ kind: 'ip', version }, length - 1);
}

function ip4Parts(length: number): Part[] {
  if (length === 15) return ['192.168.', { ...OCTET, min: 3 }, '.', { ...OCTET, min: 3 }];
  return ['10.', OCTET, '.', OCTET, '.', OCTET];
}

function ip6Parts(length: number): Part[] {
  const groups = Math.min(6, Math.max(1, Math.round((length - 9) / 5)));
  const tail = Array.from({ length: groups }, (_, i) => (i === 0 ? [HEX_GROUP] : [':', HEX_GROUP])).flat();
  return [groups === 6 ? '2001:db8:' : '2001:db8::', ...tail];
}

const OCTET: Flexible = {
  min: 1,
  max: 3,
  mean: 2.5,
  slots: (length): Slot[] => {
    if (length === 1) return [oneOf(DIGITS)];
    return length === 2 ? [oneOf('123456789'), oneOf(DIGITS)] : [oneOf('1'), oneOf(DIGITS), oneOf(DIGITS)];
  },
};

const HEX_GROUP: Flexible = {
  min: 1,
  max: 4,
  mean: 4,
  slots: (length) => Array.from({ length }, (_, i) => oneOf(i === 0 ? HEX.slice(1) : HEX)),
};
