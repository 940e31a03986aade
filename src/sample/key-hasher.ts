import type { SqlValue } from '../batch/batch.js';
import { absorb, avalanche } from '../random/hash.js';

/**
 * Hashes a key of one or several values to 53 bits, so that keys in use take 8 bytes each. Two keys that share a
 * hash by chance (once in ten thousand tables of a million rows) are taken for equal: a row is drawn anew for nothing.
 * Texts count without white space at their end, which some databases ignore.
 */
export class KeyHasher {
  private low = 0;
  private high = 0;
  private words = 0;

  reset(): void {
    this.low = 0x3c6ef372;
    this.high = 0x1b873593;
    this.words = 0;
  }

  /** Takes the next value of the key. */
  add(value: SqlValue, caseInsensitive: boolean): void {
    if (typeof value === 'number') this.addNumber(value);
    else if (typeof value === 'string') this.addText(caseInsensitive ? value.toLowerCase() : value);
    else if (typeof value === 'bigint') this.addInteger(value);
    else if (value === null) this.addWord(TAG.nothing);
    else this.addBytes(value);
  }

  /** The hash of a key of one value. */
  hash(value: SqlValue, caseInsensitive: boolean): number {
    this.reset();
    this.add(value, caseInsensitive);
    return this.finish();
  }

  /** @returns an integer in [1, 2^53) */
  finish(): number {
    this.addWord(this.words);
    const low = avalanche(this.low);
    const high = avalanche(this.high ^ low);
    return (high & 0x1f_ffff) * 0x1_0000_0000 + low || 1;
  }

  private addNumber(value: number): void {
    if ((value | 0) === value) {
      this.addWord(TAG.number);
      this.addWord(value | 0);
      return;
    }
    DOUBLE[0] = value;
    this.addWord(TAG.number);
    this.addWord(HALVES[0]!);
    this.addWord(HALVES[1]!);
  }

  private addInteger(value: bigint): void {
    const number = Number(value);
    if (Number.isSafeInteger(number)) this.addNumber(number);
    else this.addText(value.toString());
  }

  private addText(text: string): void {
    let length = text.length;
    while (length > 0 && text.charCodeAt(length - 1) <= 32) length--;
    this.addWord(TAG.text);
    for (let i = 0; i < length; i += 2)
      this.addWord(text.charCodeAt(i) | (i + 1 < length ? text.charCodeAt(i + 1) << 16 : 0));
    this.addWord(length);
  }

  private addBytes(bytes: Uint8Array): void {
    this.addWord(TAG.bytes);
    for (const byte of bytes) this.addWord(byte);
    this.addWord(bytes.length);
  }

  private addWord(word: number): void {
    this.low = absorb(this.low, word);
    this.high = absorb(this.high, word ^ this.low);
    this.words++;
  }
}

/** Values of different kinds are different, however they are written. */
const TAG = { nothing: 1, number: 2, text: 3, bytes: 4 };

const DOUBLE = new Float64Array(1);
const HALVES = new Uint32Array(DOUBLE.buffer);
