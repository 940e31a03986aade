import type { SqlValue } from '../../batch/batch.js';
import type { Dialect } from '../../introspect/catalog.js';
import type { Expression } from '../expression.js';
import { SyntaxFailure, type Token } from './tokenize.js';

/** A token that is a literal. */
export type LiteralToken = Token & { readonly type: 'number' | 'text' | 'bytes' | 'bits' };

/** Gives the value of a literal. Bit strings are numbers in MySQL; elsewhere nothing is known of them. */
export function readLiteral({ type, text }: LiteralToken, dialect: Dialect): Expression {
  switch (type) {
    case 'number':
      return readNumber(text);
    case 'text':
      return { kind: 'literal', form: 'text', value: text };
    case 'bytes':
      return { kind: 'literal', form: 'bytes', value: bytesOfHex(text) };
    case 'bits':
      return dialect === 'mysql'
        ? { kind: 'literal', form: 'integer', value: shrink(BigInt(`0b${text || '0'}`)) }
        : { kind: 'opaque', operator: 'bits', operands: [] };
  }
}

/**
 * Gives the value of a number: an integer while it fits 64 bits, with or without sign.
 * @param text digits as in SQL, possibly with a minus before them
 */
export function readNumber(text: string): Expression {
  const negative = text.startsWith('-');
  const digits = negative ? text.slice(1) : text;
  if (/^0[xob]/i.test(digits)) return hexLiteral(digits, negative);
  if (/^[0-9]+$/.test(digits)) {
    const value = BigInt(text);
    if (value >= -(2n ** 63n) && value < 2n ** 64n)
      return { kind: 'literal', form: 'integer', value: shrink(value) };
  }
  return { kind: 'literal', form: 'decimal', value: Number(text) };
}

function hexLiteral(digits: string, negative: boolean): Expression {
  const bits = BigInt(digits);
  const value = BigInt.asIntN(64, bits);
  return { kind: 'literal', form: 'integer', value: shrink(negative ? -value : value) };
}

function shrink(value: bigint): SqlValue {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function bytesOfHex(hex: string): Uint8Array {
  if (hex.length % 2 !== 0 || /[^0-9a-fA-F]/.test(hex))
    throw new SyntaxFailure('a broken hexadecimal literal');
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) =>
    Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16),
  );
}
