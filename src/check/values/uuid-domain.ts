import type { ColumnFacts } from '../facts.js';
import { randomRank } from './random-rank.js';
import type { ValueDomain } from './domain.js';

/** Free bits of a version 4 UUID. */
const BITS = 122n;
const SIZE = 2n ** BITS;
/** Odd, so that multiplying by it permutes the numbers below 2^122. */
const SCATTER = 0x9e3779b97f4a7c15f39cc0605cedc8n | 1n;

/** Version 4 UUIDs: RFC 9562, section 5.4. */
export function uuidDomain(facts: ColumnFacts): ValueDomain {
  const unwanted = new Set(facts.notIn);
  const nth = (index: bigint): string => {
    const text = write(((index + 1n) * SCATTER) % SIZE);
    return unwanted.has(text) ? nth(index + SIZE / 2n) : text;
  };
  return { size: null, nth, draw: (seed) => write(randomRank(seed, SIZE)) };
}

function write(bits: bigint): string {
  const body = (bits >> 2n).toString(16).padStart(30, '0');
  const variant = '89ab'[Number(bits & 3n)]!;
  return `${body.slice(0, 8)}-${body.slice(8, 12)}-4${body.slice(12, 15)}-${variant}${body.slice(15, 18)}-${body.slice(18)}`;
}
